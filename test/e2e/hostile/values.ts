import type { Draw, Secret } from './draw.ts';

/** Makes what stands in place of a text, as JSON text: some of it no serializer would write. */
export type ValueGenerator = (draw: Draw, secret: Secret) => string;

const json = (value: unknown): string => JSON.stringify(value);

/** Where the digits 0 to 9 of other scripts and styles start. */
const DIGIT_ZEROS = [0x0660, 0x06f0, 0x0966, 0x0e50, 0xff10, 0x1d7ce, 0x1d7ec, 0x1fbf0];
const SEPARATORS = [' ', '-', '.', '/', '_', '\u00a0', '\u200b', '\u2009', '\t', '\n', '\ufeff'];
const CODE_POINTS: readonly (readonly [from: number, count: number])[] = [
  [0x80, 0x80],
  [0x300, 0x70],
  [0x590, 0x300],
  [0x2000, 0x70],
  [0x4e00, 0x5000],
  [0xd800, 0x800],
  [0xe000, 0x1900],
  [0xfff0, 0x10],
  [0x1f300, 0x400],
  [0xe0000, 0x80],
  [0x10ff00, 0x100],
];
const PROTOTYPE_NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];
const LENGTHS = [0, 1, 2, 11, 12, 19, 20, 127, 128, 129, 254, 255, 1024, 4095, 4096, 4097, 9000];

function between(text: string, parts: () => string): string {
  return Array.from(text, (character) => character + parts()).join('');
}

function unicodeText(draw: Draw): string {
  return Array.from({ length: 1 + draw.below(40) }, () => {
    const [from, count] = draw.pick(CODE_POINTS);
    return String.fromCodePoint(from + draw.below(count));
  }).join('');
}

function nested(draw: Draw, inner: string): string {
  const depth = draw.pick([2, 10, 100, 1000, 3000]);
  return draw.rarely(2)
    ? '['.repeat(depth) + inner + ']'.repeat(depth)
    : '{"input":'.repeat(depth) + inner + '}'.repeat(depth);
}

function wrongType(draw: Draw, { pan, word }: Secret): string {
  const [deep, list] = [{ plaintext: pan, [word]: word }, [pan, [word]]];
  return json(draw.pick<unknown>([null, true, false, [], {}, list, deep, -1, 0.5, word]));
}

function numberForText(draw: Draw, { pan }: Secret): string {
  return draw.pick([pan, `-${pan}`, `${pan}.0`, `${pan}e0`, `${pan}e308`, `0.${pan}`]);
}

function homoglyphs(draw: Draw, { pan }: Secret): string {
  const zero = draw.pick(DIGIT_ZEROS);
  const text = Array.from(pan, (digit) =>
    draw.rarely(3) ? digit : String.fromCodePoint(zero + Number(digit)),
  );
  return json(text.join(''));
}

function injected(draw: Draw, { pan, word }: Secret): string {
  return json(
    draw.pick([
      `acme#token#${pan}`,
      `${word}#actor#x`,
      `${word}' OR '1'='1`,
      `\${${word}}`,
      `{{${word}}}`,
      `$util.error("${pan}")`,
      `<script>${word}</script>`,
      `../../${word}/etc/passwd`,
      `${word}\r\nX-Injected: ${pan}`,
      `attribute_exists(${word})`,
      `(a+)+$${word}`,
      `%${pan}%s%n`,
    ]),
  );
}

/** By the name that the tally prints. */
export const VALUE_GENERATORS: Readonly<Record<string, ValueGenerator>> = {
  'wrong type': wrongType,
  'number for a text': numberForText,
  length: (draw, { word }) =>
    json(word.repeat(500).slice(0, Math.max(0, draw.pick(LENGTHS) - draw.below(2)))),
  Unicode: (draw, { word }) => json(`${unicodeText(draw)}${word}${unicodeText(draw)}`),
  'homoglyph digits': homoglyphs,
  'PAN with separators': (draw, { pan }) => {
    const separator = draw.pick(SEPARATORS);
    const every = draw.pick([1, 4]);
    let at = 0;
    return json(between(pan, () => (++at % every === 0 ? separator : '')));
  },
  'control characters': (draw, { pan }) =>
    json(between(pan, () => (draw.rarely(3) ? String.fromCharCode(draw.below(32)) : ''))),
  'deep nesting': (draw, { pan }) => nested(draw, json(pan)),
  'prototype keys': (draw, { pan, word }) => {
    const name = draw.pick(PROTOTYPE_NAMES);
    return draw.pick([
      json(name),
      `{"${name}":{"isAdmin":true,"tenant":"${word}","pan":"${pan}"}}`,
      `{"${name}":"${word}"}`,
    ]);
  },
  injection: injected,
};

export { PROTOTYPE_NAMES };
