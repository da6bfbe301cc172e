/** A bar; the first of a panel is ours. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** As it is written beside the bar. */
  readonly text: string;
}

/** Bars of one quantity, drawn to one scale. */
export interface Panel {
  readonly title: string;
  readonly bars: readonly Bar[];
}

const WIDTH = 720;
const LABEL_WIDTH = 230;
const VALUE_WIDTH = 110;
const BAR_HEIGHT = 18;
const ROW_HEIGHT = 28;
const TITLE_HEIGHT = 34;
const PADDING = 16;
const MIN_BAR = 2;

/** Follows the reader's colour scheme also where GitHub shows it as an image. */
const STYLE = `
text { font: 13px system-ui, sans-serif; fill: #1f2328; }
.title { font-weight: 600; }
.bar { fill: #8c959f; }
.ours { fill: #0969da; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .bar { fill: #6e7681; }
  .ours { fill: #58a6ff; }
}`;

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The length of a bar in pixels: to scale, and never too short to be seen. */
export function barLength(value: number, largest: number): number {
  const room = WIDTH - LABEL_WIDTH - VALUE_WIDTH - PADDING * 2;
  return Math.max(MIN_BAR, Math.round(largest > 0 ? (value / largest) * room : 0));
}

function drawPanel({ title, bars }: Panel, top: number): string {
  const largest = Math.max(...bars.map(({ value }) => value));
  const left = PADDING + LABEL_WIDTH;
  const rows = bars.map(({ label, value, text }, index) => {
    const y = top + TITLE_HEIGHT + index * ROW_HEIGHT;
    const length = barLength(value, largest);
    const baseline = y + BAR_HEIGHT - 4;
    return [
      `<text x="${left - 10}" y="${baseline}" text-anchor="end">${escape(label)}</text>`,
      `<rect class="${index === 0 ? 'ours' : 'bar'}" x="${left}" y="${y}" width="${length}" height="${BAR_HEIGHT}" rx="3"/>`,
      `<text x="${left + length + 8}" y="${baseline}">${escape(text)}</text>`,
    ].join('\n');
  });
  const heading = `<text class="title" x="${PADDING}" y="${top + 20}">${escape(title)}</text>`;
  return [heading, ...rows].join('\n');
}

/** A chart as one SVG without scripts, fonts or references; `title` and `text` are for screen readers. */
export function drawChart(title: string, panels: readonly Panel[]): string {
  let top = PADDING;
  const drawn = panels.map((panel) => {
    const text = drawPanel(panel, top);
    top += TITLE_HEIGHT + panel.bars.length * ROW_HEIGHT + PADDING;
    return text;
  });
  const text = panels
    .map(
      ({ title: of, bars }) => `${of}: ${bars.map((bar) => `${bar.label} ${bar.text}`).join(', ')}`,
    )
    .join('. ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top}" width="${WIDTH}" height="${top}" role="img" aria-labelledby="title text">
<title id="title">${escape(title)}</title>
<desc id="text">${escape(text)}.</desc>
<style>${STYLE}
</style>
${drawn.join('\n')}
</svg>
`;
}
