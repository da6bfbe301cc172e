import type { DataClassRules } from './data-classes.ts';

const MAX_CHARACTERS = 200;
const MIN_LETTERS_TO_SHOW_ONE = 3;
const ALPHABETIC = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u;

function isValid(name: string): boolean {
  const length = Array.from(name).length;
  return length >= 1 && length <= MAX_CHARACTERS && /\p{L}/u.test(name) && !/\p{C}/u.test(name);
}

function mask(name: string): string {
  const [first = '', ...rest] = Array.from(name);
  const showsInitial = rest.length + 1 >= MIN_LETTERS_TO_SHOW_ONE && ALPHABETIC.test(first);
  return showsInitial ? `${first}***` : '***';
}

/**
 * A person's name: 1 to 200 characters (code points) with a letter among them, without control,
 * format or unassigned ones. Unicode NFC; white space is trimmed and folded to single spaces.
 * Every name is valid, so there is no format-preserving token.
 *
 * The mask shows the initial of a name in the Latin, Greek or Cyrillic script and of three characters
 * or more; a single Chinese or Korean character may be a family name. Equality is refused: the names
 * that people bear are listed and few.
 */
export const NAME: DataClassRules = {
  normalize: (received) => received.normalize('NFC').replace(/\s+/g, ' ').trim(),
  isValid,
  mask,
  equality: 'REFUSED',
  formats: ['OPAQUE', 'UUID'],
  formatPreserving: null,
};
