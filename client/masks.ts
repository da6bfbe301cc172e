import type { DataClass } from './generated/operations.ts';

/**
 * What `masked` of a token shows, for pages that want to show it before, or without, asking the
 * vault. The values are valid ones in their normal form, as the schema describes them by class.
 */
const MAX_SHOWN = 4;
const MIN_HIDDEN_OF_CUSTOM = 4;

/** Stars all but the last characters: at most four show, and at least `hidden` do not. */
export function maskAllButLast(value: string, hidden: number): string {
  const shown = Math.max(0, Math.min(MAX_SHOWN, value.length - hidden));
  return '*'.repeat(value.length - shown) + value.slice(value.length - shown);
}

function maskEmail(address: string): string {
  return `${address.charAt(0)}***@***.${address.slice(address.lastIndexOf('.') + 1)}`;
}

/** The initial shows in alphabets only: a Chinese or Korean character may be a family name. */
function maskName(name: string): string {
  const characters = Array.from(name);
  const initial = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u.exec(name)?.[0] ?? '';
  return characters.length < 3 ? '***' : `${initial}***`;
}

/** By data class; CUSTOM has a function of its own. */
export const MASKS = {
  PAN: (value: string) => maskAllButLast(value, 9),
  CVC: () => '***',
  SSN: (value: string) => `***-**-${value.slice(-4)}`,
  IBAN: (value: string) => maskAllButLast(value, 12),
  BANK_ACCOUNT: (value: string) => maskAllButLast(value, 8),
  ROUTING_NUMBER: (value: string) => maskAllButLast(value, 4),
  EMAIL: maskEmail,
  PHONE: (value: string) => maskAllButLast(value, 8),
  NAME: maskName,
  DATE_OF_BIRTH: () => '****-**-**',
  TEXT: () => '********',
} satisfies Record<Exclude<DataClass, 'CUSTOM'>, (value: string) => string>;

/** The mask of a class that the tenant defines; `keepLast` is its definition's, 0 to 4. */
export function maskCustom(value: string, keepLast: number): string {
  const characters = Array.from(value);
  const shown = Math.max(0, Math.min(keepLast, characters.length - MIN_HIDDEN_OF_CUSTOM));
  return '****' + characters.slice(characters.length - shown).join('');
}
