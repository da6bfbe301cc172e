import type { CardBrand } from './card-brand.ts';
import { BANK_ACCOUNT } from './bank-account.ts';
import { CVC } from './cvc.ts';
import { DATE_OF_BIRTH } from './date-of-birth.ts';
import { EMAIL } from './email.ts';
import { VaultError } from './errors.ts';
import { IBAN } from './iban.ts';
import { NAME } from './name.ts';
import { PAN } from './pan.ts';
import { PHONE } from './phone.ts';
import { Plaintext } from './plaintext.ts';
import type { RandomSource } from './random.ts';
import { ROUTING_NUMBER } from './routing-number.ts';
import type { TenantSettings } from './settings.ts';
import { SSN } from './ssn.ts';
import { TEXT } from './text.ts';
import { opaqueToken } from './token.ts';

/**
 * Whether equal values may share a token: `DEFAULT` unless the caller asks otherwise, `OPT_IN` if
 * the tenant's settings allow it and the caller asks, or `REFUSED`. Who may tokenize and sees that
 * two tokens are equal can try values until one fits. So a class is refused if its values can all be
 * tried (fewer than 10^8 of them), or if the likely ones can, and needs the tenant's consent if
 * patience suffices; the equality budget bounds that patience.
 */
export type EqualityRule = 'DEFAULT' | 'OPT_IN' | 'REFUSED';

/** What the vault knows about a data class. All functions are pure. */
export interface DataClassRules {
  /** The canonical form of what was received, valid or not. */
  readonly normalize: (received: string) => string;
  readonly isValid: (normalized: string, now: Date) => boolean;
  /** What every holder of the token may see; at most the last four, or less. Valid values only. */
  readonly mask: (valid: string) => string;
  /** What else everyone may know of a PAN: who issued it, by its first digits. */
  readonly brandOf?: (valid: string) => CardBrand | null;
  readonly equality: EqualityRule;
  /**
   * Whether a value is one of fewer than 10^8 that look alike, such as all shorter ones: those can all
   * be tried, so equality is refused for it whatever the class allows. Absent: no value is.
   */
  readonly isExhaustible?: (valid: string) => boolean;
  /** CVC alone has no UUID: its tokens must be told from all others at a glance. */
  readonly formats: readonly TokenFormat[];
  /** A token that is never a valid value of the class; null where every text is valid. */
  readonly formatPreserving: FormatPreserving | null;
}

/** @throws VaultError TOKEN_SPACE_EXHAUSTED after a bounded number of draws */
export type FormatPreserving = (
  valid: string,
  random: RandomSource,
  settings: TenantSettings,
) => string;

export const TOKEN_FORMATS = ['OPAQUE', 'UUID', 'FORMAT_PRESERVING'] as const;

export type TokenFormat = (typeof TOKEN_FORMATS)[number];

/** The table: one entry per class, but for CUSTOM, whose entries are the tenant's. */
const BUILT_IN = {
  PAN,
  CVC,
  SSN,
  IBAN,
  BANK_ACCOUNT,
  ROUTING_NUMBER,
  EMAIL,
  PHONE,
  NAME,
  DATE_OF_BIRTH,
  TEXT,
} satisfies Record<string, DataClassRules>;

export type BuiltInClass = keyof typeof BUILT_IN;

export type DataClass = BuiltInClass | 'CUSTOM';

/** Without a prototype: no received name can hit one of Object's own. */
export const DATA_CLASSES: Readonly<Record<BuiltInClass, DataClassRules>> = Object.freeze(
  Object.assign(Object.create(null) as object, BUILT_IN),
);

export const DATA_CLASS_NAMES = [...Object.keys(BUILT_IN), 'CUSTOM'] as readonly DataClass[];

/** A data class; with CUSTOM, `customClass` is the tenant's name for it, otherwise null. */
export interface ClassName {
  readonly dataClass: DataClass;
  readonly customClass: string | null;
}

export function isDataClass(name: unknown): name is DataClass {
  return DATA_CLASS_NAMES.some((one) => one === name);
}

export function isTokenFormat(name: unknown): name is TokenFormat {
  return TOKEN_FORMATS.some((format) => format === name);
}

/** The class in one word, `PAN` or `CUSTOM:loyalty-number`, as contexts and fingerprints bind it. */
export function classLabel({ dataClass, customClass }: ClassName): string {
  return customClass === null ? dataClass : `${dataClass}:${customClass}`;
}

/**
 * The rules of a class for a tenant.
 * @throws VaultError INVALID_INPUT if the tenant defines no such class, or a name comes without CUSTOM
 */
export function rulesOf(name: ClassName, settings: TenantSettings): DataClassRules {
  const { dataClass, customClass } = name;
  if (dataClass !== 'CUSTOM' && customClass === null) return DATA_CLASSES[dataClass];
  const custom = customClass === null ? undefined : settings.customClasses.get(customClass);
  if (dataClass !== 'CUSTOM' || custom === undefined) throw new VaultError('INVALID_INPUT');
  return custom.rules;
}

/**
 * The equality rule in force: `DEFAULT`, `OPT_IN` only where this tenant consented, or `REFUSED`.
 * @throws VaultError INVALID_INPUT as `rulesOf`
 */
export function equalityOf(name: ClassName, settings: TenantSettings): EqualityRule {
  const { equality } = rulesOf(name, settings);
  const isMissed = equality === 'OPT_IN' && !settings.deterministic.has(classLabel(name));
  return isMissed ? 'REFUSED' : equality;
}

/** A value to admit, as the caller sent it. */
export interface ReceivedValue extends ClassName {
  readonly format: TokenFormat;
  readonly plaintext: Plaintext;
}

/** A value that is valid in its class, normalized, with what its record will say of it. */
export interface AdmittedValue extends ReceivedValue {
  readonly masked: string;
  readonly brand: CardBrand | null;
  readonly equality: EqualityRule;
  /** The format and what its tokens keep of the value; equal values share a token within it only. */
  readonly variant: string;
  /**
   * A new token of the format; every call draws again.
   * @throws VaultError TOKEN_SPACE_EXHAUSTED after a bounded number of draws
   */
  readonly drawToken: (random: RandomSource) => string;
}

/** The schema's limit for any plaintext. Longer ones are not even looked at. */
const MAX_BYTES = 4096;

function tokenDrawer(
  format: TokenFormat,
  preserve: (random: RandomSource) => string,
): AdmittedValue['drawToken'] {
  if (format === 'FORMAT_PRESERVING') return preserve;
  if (format === 'UUID') return (random) => random.uuid();
  return (random) => opaqueToken((bound) => random.below(bound));
}

function variantOf({ dataClass, format }: ReceivedValue, { panKeeps }: TenantSettings): string {
  const keepsMore = dataClass === 'PAN' && format === 'FORMAT_PRESERVING';
  return keepsMore ? `${format}:${panKeeps}` : format;
}

/**
 * The normalization door: a received value becomes an admitted one. `now` decides what is a day to
 * come.
 * @throws VaultError INVALID_INPUT if there is no such class or it does not offer the format
 * @throws VaultError INVALID_PLAINTEXT if the value is not valid in the class
 */
export function admit(
  received: ReceivedValue,
  settings: TenantSettings,
  now: Date = new Date(),
): AdmittedValue {
  const { dataClass, customClass, format } = received;
  const rules = rulesOf(received, settings);
  if (!rules.formats.includes(format)) throw new VaultError('INVALID_INPUT');
  const text = received.plaintext.expose();
  if (text.length > MAX_BYTES) throw new VaultError('INVALID_PLAINTEXT');
  const value = rules.normalize(text);
  if (!rules.isValid(value, now)) throw new VaultError('INVALID_PLAINTEXT');
  return {
    dataClass,
    customClass,
    format,
    plaintext: new Plaintext(value),
    masked: rules.mask(value),
    brand: rules.brandOf?.(value) ?? null,
    equality: rules.isExhaustible?.(value) === true ? 'REFUSED' : equalityOf(received, settings),
    variant: variantOf(received, settings),
    drawToken: tokenDrawer(
      format,
      (random) => rules.formatPreserving?.(value, random, settings) ?? '',
    ),
  };
}
