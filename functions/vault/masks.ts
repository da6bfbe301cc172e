/** Of values that look alike fewer could all be tried, so equality is refused for them. */
export const MIN_VALUES_FOR_EQUALITY = 1e8;
/** The most that a mask may show of a number. */
const MAX_SHOWN = 4;

/**
 * A text with all but its last characters starred: at most four show, and at least `hidden` do not,
 * so that of a short number little or nothing is seen.
 */
export function maskAllButLast(text: string, hidden: number): string {
  const shown = Math.max(0, Math.min(MAX_SHOWN, text.length - hidden));
  return '*'.repeat(text.length - shown) + text.slice(text.length - shown);
}
