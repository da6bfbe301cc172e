import { invalidParameter } from './errors.ts';
import { readOptionalNumber, readOptionalText } from './request.ts';
import type { Input } from './request.ts';

/** The largest page that Cognito's lists answer. */
const MAX_PAGE = 60;

/** The parameters' names differ from list to list. */
export interface PageNames {
  readonly limit: 'Limit' | 'MaxResults';
  readonly next: 'NextToken' | 'PaginationToken';
}

/** One page of a list in a stable order, and where the next one begins. */
export function pageOf<Item>(
  items: readonly Item[],
  input: Input,
  names: PageNames,
): { readonly page: readonly Item[]; readonly next: Readonly<Record<string, string>> } {
  const limit = readOptionalNumber(input, names.limit, [1, MAX_PAGE]) ?? MAX_PAGE;
  const start = readStart(input, names);
  const end = start + limit;
  const next = end < items.length ? { [names.next]: encodeStart(end) } : {};
  return { page: items.slice(start, end), next };
}

function encodeStart(start: number): string {
  return Buffer.from(`from:${start}`).toString('base64url');
}

function readStart(input: Input, { next }: PageNames): number {
  const text = readOptionalText(input, next);
  if (text === null) return 0;
  const match = /^from:(\d{1,9})$/.exec(Buffer.from(text, 'base64url').toString('utf8'));
  if (match === null) throw invalidParameter('The page to continue from is not valid.');
  return Number(match[1]);
}
