import { EMAIL } from './email.ts';
import { VaultError } from './errors.ts';
import { PAN } from './pan.ts';
import { Plaintext } from './plaintext.ts';
import type { RandomSource } from './random.ts';
import { SSN } from './ssn.ts';
import { TEXT } from './text.ts';
import { opaqueToken } from './token.ts';

/** What the vault knows about a data class. All functions are pure. */
export interface DataClassRules {
  /** The canonical form of what was received, valid or not. */
  readonly normalize: (received: string) => string;
  readonly isValid: (normalized: string) => boolean;
  /** What every holder of the token may see; at most the last four, or less. Valid values only. */
  readonly mask: (valid: string) => string;
  /** A token that is never a valid value of the class; null where every text is valid. */
  readonly formatPreserving: ((valid: string, random: RandomSource) => string) | null;
}

export type DataClass = 'PAN' | 'SSN' | 'EMAIL' | 'TEXT';

/** Without a prototype: no received name can hit one of Object's own. */
export const DATA_CLASSES: Readonly<Record<DataClass, DataClassRules>> = Object.freeze(
  Object.assign(Object.create(null) as object, { PAN, SSN, EMAIL, TEXT }),
);

export const TOKEN_FORMATS = ['OPAQUE', 'FORMAT_PRESERVING'] as const;

export type TokenFormat = (typeof TOKEN_FORMATS)[number];

export function isDataClass(name: unknown): name is DataClass {
  return typeof name === 'string' && name in DATA_CLASSES;
}

export function isTokenFormat(name: unknown): name is TokenFormat {
  return TOKEN_FORMATS.some((format) => format === name);
}

/** A value that is valid in its class, normalized, with what its record will say of it. */
export interface AdmittedValue {
  readonly dataClass: DataClass;
  readonly format: TokenFormat;
  readonly plaintext: Plaintext;
  readonly masked: string;
  /** A new token of the format; every call draws again. */
  readonly drawToken: (random: RandomSource) => string;
}

/**
 * The normalization door: a received value becomes an admitted one.
 * @throws VaultError INVALID_INPUT if the class does not offer the format
 * @throws VaultError INVALID_PLAINTEXT if the value is not valid in the class
 */
export function admit(
  dataClass: DataClass,
  format: TokenFormat,
  received: Plaintext,
): AdmittedValue {
  const rules = DATA_CLASSES[dataClass];
  const preserve = rules.formatPreserving;
  if (format === 'FORMAT_PRESERVING' && preserve === null) throw new VaultError('INVALID_INPUT');
  const value = rules.normalize(received.expose());
  if (!rules.isValid(value)) throw new VaultError('INVALID_PLAINTEXT');
  return {
    dataClass,
    format,
    plaintext: new Plaintext(value),
    masked: rules.mask(value),
    drawToken: (random) =>
      format === 'FORMAT_PRESERVING' && preserve !== null
        ? preserve(value, random)
        : opaqueToken((bound) => random.below(bound)),
  };
}
