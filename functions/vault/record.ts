import type { Call } from './call.ts';
import { isCardBrand } from './card-brand.ts';
import type { CardBrand } from './card-brand.ts';
import { classLabel, isDataClass, isTokenFormat } from './data-classes.ts';
import type { DataClass, TokenFormat } from './data-classes.ts';
import type { EncryptionContext } from './envelope.ts';
import { VaultError } from './errors.ts';
import type { MetadataPair } from './event.ts';
import { fieldsOf, listOf, textOf } from './fields.ts';
import type { Tenant } from './identity.ts';
import { hasOurMac, withMac } from './item-mac.ts';
import type { StoredItem } from './item-mac.ts';

/** What the vault keeps of a token: its ciphertext and what may be known without decrypting. */
export interface VaultRecord {
  readonly token: string;
  readonly dataClass: DataClass;
  /** The tenant's name for the class, with CUSTOM; else null. */
  readonly customClass: string | null;
  readonly format: TokenFormat;
  readonly masked: string;
  /** Of a PAN whose range is known; else null. */
  readonly brand: CardBrand | null;
  /** ISO 8601 in UTC with milliseconds. */
  readonly created: string;
  readonly ciphertext: Uint8Array;
  readonly deterministic: boolean;
  /** The key of the fingerprint item that names the token, so that erasing finds it. */
  readonly fingerprint: string | null;
  /** ISO 8601 in UTC, whole seconds: from then on the token does not resolve. */
  readonly expiresAt: string | null;
  /** 1 to 1,000,000. Then the token has a state item, which counts. */
  readonly maxUses: number | null;
  readonly metadata: readonly MetadataPair[];
  readonly state: 'ACTIVE' | 'REVOKED';
  /** 0 when made. Each change of the state adds 1, here and in the state item's `recordVersion`. */
  readonly version: number;
  /** Whether nobody has a reason to use it: all that tells is under which key its MAC is. */
  readonly isHoney: boolean;
}

/** A vault record as DynamoDB holds it. */
export type RecordItem = StoredItem;

/** Whose items they are, and the keys of their MACs. */
export type Owner = Pick<Call, 'tenant' | 'keys'>;

const SCHEMA_VERSION = '1';
const LABEL = 'vault/record-mac/v1';
/** The item of a honey token is like any other to whoever does not have this key. */
const HONEY_LABEL = 'vault/honey-mac/v1';

export function recordKey(tenant: Tenant, token: string): string {
  return `${tenant}#token#${token}`;
}

type Bound = Pick<VaultRecord, 'token' | 'dataClass' | 'customClass' | 'format' | 'created'>;

/** What binds the ciphertext to its record. */
export function encryptionContextOf(tenant: Tenant, record: Bound): EncryptionContext {
  return {
    tenant,
    token: record.token,
    'data-class': classLabel(record),
    format: record.format,
    created: record.created,
  };
}

/** DynamoDB's time to live reads seconds since 1970. */
export function epochSeconds(instant: string): string {
  return String(Math.floor(Date.parse(instant) / 1000));
}

export function instantOf(seconds: string): string {
  return new Date(Number(seconds) * 1000).toISOString();
}

/** Attributes that most records lack are absent there, to keep a record within one write unit. */
function optionalAttributes(record: VaultRecord): StoredItem {
  const { customClass, fingerprint, expiresAt, maxUses, metadata, deterministic } = record;
  return {
    ...(record.brand === null ? {} : { brand: { S: record.brand } }),
    ...(customClass === null ? {} : { customClass: { S: customClass } }),
    ...(deterministic ? { deterministic: { BOOL: true } } : {}),
    ...(fingerprint === null ? {} : { fingerprint: { S: fingerprint } }),
    ...(expiresAt === null ? {} : { expiresAt: { N: epochSeconds(expiresAt) } }),
    ...(maxUses === null ? {} : { maxUses: { N: String(maxUses) } }),
    ...(metadata.length === 0 ? {} : { metadata: { S: JSON.stringify(metadata) } }),
  };
}

/** The item to write. `writeId` tells our own write from another's when the answer got lost. */
export function toItem(owner: Owner, record: VaultRecord, writeId: string): RecordItem {
  return withMac(owner.keys, record.isHoney ? HONEY_LABEL : LABEL, {
    pk: { S: recordKey(owner.tenant, record.token) },
    schema: { N: SCHEMA_VERSION },
    state: { S: record.state },
    version: { N: String(record.version) },
    dataClass: { S: record.dataClass },
    format: { S: record.format },
    masked: { S: record.masked },
    created: { S: record.created },
    ...optionalAttributes(record),
    writeId: { S: writeId },
    ciphertext: { B: record.ciphertext },
  });
}

function readMetadata(text: string | undefined): MetadataPair[] {
  if (text === undefined) return [];
  return listOf(JSON.parse(text)).map((pair) => {
    const { key, value } = fieldsOf(pair);
    return { key: textOf(key), value: textOf(value) };
  });
}

function readLimits(item: RecordItem) {
  return {
    expiresAt: item.expiresAt?.N === undefined ? null : instantOf(item.expiresAt.N),
    maxUses: item.maxUses?.N === undefined ? null : Number(item.maxUses.N),
    metadata: readMetadata(item.metadata?.S),
  };
}

/** Whether an item is the record of a honey token. */
function isHoneyItem(owner: Owner, token: string, item: RecordItem): boolean {
  return item.pk?.S === recordKey(owner.tenant, token) && hasOurMac(owner.keys, HONEY_LABEL, item);
}

/**
 * The record in an item, checked: it is the one asked for, and as the vault wrote it.
 * @throws VaultError TOKEN_NOT_FOUND, finding UNKNOWN, TAMPERED or HONEY_TOKEN
 */
export function fromItem(owner: Owner, token: string, item: RecordItem | undefined): VaultRecord {
  const record = anyFromItem(owner, token, item);
  if (record.isHoney) throw new VaultError('TOKEN_NOT_FOUND', 'HONEY_TOKEN');
  return record;
}

/**
 * As `fromItem`, also of a honey token: for work on all records, which must not leave these out.
 * @throws VaultError TOKEN_NOT_FOUND, finding UNKNOWN or TAMPERED
 */
export function anyFromItem(
  owner: Owner,
  token: string,
  item: RecordItem | undefined,
): VaultRecord {
  if (item === undefined) throw new VaultError('TOKEN_NOT_FOUND', 'UNKNOWN');
  const isAsked = item.pk?.S === recordKey(owner.tenant, token);
  const isOrdinary = isAsked && hasOurMac(owner.keys, LABEL, item);
  if (!isOrdinary && !isHoneyItem(owner, token, item)) {
    throw new VaultError('TOKEN_NOT_FOUND', 'TAMPERED');
  }
  const [dataClass, format, state] = [item.dataClass?.S, item.format?.S, item.state?.S];
  const isState = state === 'ACTIVE' || state === 'REVOKED';
  const isKnown = isDataClass(dataClass) && isTokenFormat(format) && isState;
  if (item.schema?.N !== SCHEMA_VERSION || !isKnown) throw new VaultError('INTERNAL');
  return {
    token,
    dataClass,
    customClass: item.customClass?.S ?? null,
    format,
    masked: item.masked?.S ?? '',
    brand: isCardBrand(item.brand?.S) ? item.brand.S : null,
    created: item.created?.S ?? '',
    ciphertext: item.ciphertext?.B ?? new Uint8Array(),
    deterministic: item.deterministic?.BOOL === true,
    fingerprint: item.fingerprint?.S ?? null,
    ...readLimits(item),
    state,
    version: Number(item.version?.N ?? 0),
    isHoney: !isOrdinary,
  };
}
