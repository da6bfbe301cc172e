import { VaultError } from './errors.ts';
import type { Fields } from './fields.ts';

/** Lists whose entries have numbers, 1 and on, are shown from the newest one back, page by page. */
export interface NumberedPage {
  /** 1 to 100. */
  readonly limit: number;
  /** The entries before this number; from the newest on if null. */
  readonly before: number | null;
}

const [DEFAULT_LIMIT, MAX_LIMIT] = [20, 100];
const CURSOR = /^[1-9][0-9]{0,14}$/;

function readCursor(received: unknown): number | null {
  if (received === null || received === undefined) return null;
  const text = typeof received === 'string' ? Buffer.from(received, 'base64url').toString() : '';
  if (!CURSOR.test(text)) throw new VaultError('INVALID_INPUT');
  return Number(text);
}

/**
 * `{ limit, nextToken }`
 * @throws VaultError INVALID_INPUT
 */
export function readPage({ limit, nextToken }: Fields): NumberedPage {
  const wanted = limit ?? DEFAULT_LIMIT;
  const isLimit = typeof wanted === 'number' && Number.isInteger(wanted);
  if (!isLimit || wanted < 1 || wanted > MAX_LIMIT) throw new VaultError('INVALID_INPUT');
  return { limit: wanted, before: readCursor(nextToken) };
}

/** The numbers on a page of a list whose newest entry is `newest`, and the cursor of the next page. */
export function numbersOn(
  { limit, before }: NumberedPage,
  newest: number,
): { numbers: number[]; nextToken: string | null } {
  const first = Math.min(newest, before === null ? newest : before - 1);
  const last = Math.max(1, first - limit + 1);
  const numbers = Array.from({ length: Math.max(0, first - last + 1) }, (_, step) => first - step);
  const isMore = first > 0 && last > 1;
  return { numbers, nextToken: isMore ? Buffer.from(String(last)).toString('base64url') : null };
}
