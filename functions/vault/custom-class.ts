import { RE2JS } from '@bufbuild/re2';

import { DATA_CLASSES } from './data-classes.ts';
import type { DataClassRules } from './data-classes.ts';
import { VaultError } from './errors.ts';
import { MIN_VALUES_FOR_EQUALITY } from './masks.ts';
import type { Group, Purpose } from './policy.ts';
import { drawText } from './random.ts';
import type { RandomSource } from './random.ts';
import { isPlausibleToken } from './token.ts';
import { countWords } from './word-count.ts';

/** What a tenant says of a class of its own. */
export interface CustomClassDefinition {
  /** RE2 syntax (https://github.com/google/re2/wiki/Syntax); a value must match as a whole. */
  readonly pattern: string;
  /** Of a value in UTF-8. */
  readonly maxBytes: number;
  /** How many of the last characters the mask shows, 0 to 4. */
  readonly keepLast: number;
  /** All characters that a value may have: printable ASCII; null for any. */
  readonly alphabet: string | null;
  readonly formatPreserving: boolean;
}

/** A data class that a tenant defines: its rules, and who may have its values for what. */
export interface CustomClass {
  readonly rules: DataClassRules;
  /**
   * How many values there are behind each mask, up to the 10^8 that equality needs; null if that
   * cannot be told. It takes up to a second to count, so only classes that are to be deterministic
   * are asked.
   */
  readonly countValues: () => number | null;
  readonly purposes: Readonly<Partial<Record<Group, readonly Purpose[]>>>;
}

const MIN_HIDDEN = 4;
const MIN_TOKEN_LENGTH = 8;
const MAX_DRAWS = 64;

/** Linear in the text: RE2 has no backtracking. */
function validator({ pattern, maxBytes, alphabet }: CustomClassDefinition) {
  const expression = RE2JS.compile(pattern);
  const admitted = alphabet === null ? null : new Set(alphabet);
  return (text: string): boolean =>
    text !== '' &&
    !/\p{Surrogate}/u.test(text) &&
    Buffer.byteLength(text, 'utf8') <= maxBytes &&
    (admitted === null || Array.from(text).every((character) => admitted.has(character))) &&
    expression.testExact(text);
}

/** Whether a class with invalid values, such as PAN or SSN, would take the text for one of its own. */
function isValidElsewhere(text: string, now: Date): boolean {
  return Object.values(DATA_CLASSES).some(
    ({ formatPreserving, isValid, normalize }) =>
      formatPreserving !== null && isValid(normalize(text), now),
  );
}

function tokenDrawer(alphabet: string, isValid: (text: string) => boolean) {
  return (value: string, random: RandomSource): string => {
    if (value.length < MIN_TOKEN_LENGTH) throw new VaultError('TOKEN_SPACE_EXHAUSTED');
    for (let draw = 0; draw < MAX_DRAWS; draw += 1) {
      const token = drawText(random, alphabet, value.length);
      // Of a value that is too long: it would be taken for no token.
      if (!isPlausibleToken(token)) throw new VaultError('TOKEN_SPACE_EXHAUSTED');
      if (!isValid(token) && !isValidElsewhere(token, new Date())) return token;
    }
    throw new VaultError('TOKEN_SPACE_EXHAUSTED');
  };
}

/**
 * The rules of a class that a tenant defines: values match its pattern as a whole, consist of its
 * alphabet if it has one, fit its size, and are kept as received.
 *
 * The mask shows at most the last four characters, as defined, hides at least four and does not tell
 * the length. Equality needs the tenant's consent, which counts only where pattern, alphabet and size
 * leave 10^8 values or more behind each mask (`valuesCounter`). It is refused for values too short
 * to show all that the mask may show, since that tells how short, and where tokens are as long as
 * the value and the alphabet has fewer than 10^8 texts for what is hidden.
 *
 * Where defined, a format-preserving token is as long as the value, of 8 to 254 characters, and
 * drawn from the alphabet until it does not match the pattern and no other class would take it for a
 * value; after 64 draws that is TOKEN_SPACE_EXHAUSTED. So the pattern must leave texts that are
 * invalid, by a check character, a reserved prefix or a letter where digits are.
 * @throws Error (of RE2) if the pattern is not in RE2's syntax
 */
export function customClassRules(definition: CustomClassDefinition): DataClassRules {
  const { alphabet, formatPreserving, keepLast } = definition;
  const isValid = validator(definition);
  const preserves = formatPreserving && alphabet !== null;
  const shownOf = (length: number) => Math.max(0, Math.min(keepLast, length - MIN_HIDDEN));
  return {
    normalize: (received) => received,
    isValid,
    mask: (text) => {
      const characters = Array.from(text);
      const shown = shownOf(characters.length);
      return '****' + characters.slice(characters.length - shown).join('');
    },
    equality: 'OPT_IN',
    isExhaustible: (text) => {
      const { length } = Array.from(text);
      const shown = shownOf(length);
      const alike = preserves ? alphabet.length ** (length - shown) : Infinity;
      return shown < keepLast || alike < MIN_VALUES_FOR_EQUALITY;
    },
    formats: preserves ? ['OPAQUE', 'UUID', 'FORMAT_PRESERVING'] : ['OPAQUE', 'UUID'],
    formatPreserving: preserves ? tokenDrawer(alphabet, isValid) : null,
  };
}

/** See `CustomClass.countValues`. */
export function valuesCounter(definition: CustomClassDefinition): () => number | null {
  const shown = { last: definition.keepLast, minHidden: MIN_HIDDEN };
  return () => countWords(definition, MIN_VALUES_FOR_EQUALITY, shown);
}
