import { createHash, timingSafeEqual } from 'node:crypto';

import type { AttributeValue } from '@aws-sdk/client-dynamodb';

import type { Call } from './call.ts';
import { isDataClass, isTokenFormat } from './data-classes.ts';
import type { DataClass, TokenFormat } from './data-classes.ts';
import type { EncryptionContext } from './envelope.ts';
import { VaultError } from './errors.ts';
import type { Tenant } from './identity.ts';

/** What the vault keeps of a token: its ciphertext and what may be known without decrypting. */
export interface VaultRecord {
  readonly token: string;
  readonly dataClass: DataClass;
  readonly format: TokenFormat;
  readonly masked: string;
  /** ISO 8601 in UTC with milliseconds. */
  readonly created: string;
  readonly ciphertext: Uint8Array;
}

/** A vault record as DynamoDB holds it. */
export type RecordItem = Readonly<Record<string, AttributeValue>>;

type Owner = Pick<Call, 'tenant' | 'keys'>;

const SCHEMA_VERSION = '1';

export function recordKey(tenant: Tenant, token: string): string {
  return `${tenant}#token#${token}`;
}

/** What binds the ciphertext to its record. */
export function encryptionContextOf(
  tenant: Tenant,
  record: Omit<VaultRecord, 'ciphertext' | 'masked'>,
): EncryptionContext {
  return {
    tenant,
    token: record.token,
    'data-class': record.dataClass,
    format: record.format,
    created: record.created,
  };
}

function lengthPrefixed(parts: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(part.length);
      return [length, part];
    }),
  );
}

/** The type's tag and the value's bytes; a long value is represented by its SHA-256. */
function encodeValue(value: AttributeValue): [string, Uint8Array] {
  if (value.S !== undefined) return ['S', Buffer.from(value.S, 'utf8')];
  if (value.N !== undefined) return ['N', Buffer.from(value.N, 'utf8')];
  if (value.B !== undefined) return ['B', createHash('sha256').update(value.B).digest()];
  throw new VaultError('TOKEN_NOT_FOUND', 'TAMPERED');
}

/**
 * The record MAC covers every attribute of the item but itself, by name, type and value, each part
 * preceded by its length: nothing can be changed, added, removed, or moved from one to the other.
 * The key attribute holds tenant and token.
 */
function macOf({ keys }: Owner, item: RecordItem): Buffer {
  const names = Object.keys(item).filter((name) => name !== 'mac');
  const parts = names.sort().flatMap((name) => {
    const [type, bytes] = encodeValue(item[name] ?? { NULL: true });
    return [Buffer.from(name, 'utf8'), Buffer.from(type, 'utf8'), bytes];
  });
  return keys.mac('vault/record-mac/v1', lengthPrefixed(parts));
}

/** The item to write. `writeId` tells our own write from another's when the answer got lost. */
export function toItem(owner: Owner, record: VaultRecord, writeId: string): RecordItem {
  const item: RecordItem = {
    pk: { S: recordKey(owner.tenant, record.token) },
    schema: { N: SCHEMA_VERSION },
    state: { S: 'ACTIVE' },
    dataClass: { S: record.dataClass },
    format: { S: record.format },
    masked: { S: record.masked },
    created: { S: record.created },
    writeId: { S: writeId },
    ciphertext: { B: record.ciphertext },
  };
  return { ...item, mac: { B: macOf(owner, item) } };
}

function hasOurMac(owner: Owner, item: RecordItem): boolean {
  const mac = item.mac?.B;
  return mac?.length === 32 && timingSafeEqual(mac, macOf(owner, item));
}

/**
 * The record in an item, checked: it is the one asked for, and as the vault wrote it.
 * @throws VaultError TOKEN_NOT_FOUND, finding UNKNOWN, TAMPERED or INACTIVE
 */
export function fromItem(owner: Owner, token: string, item: RecordItem | undefined): VaultRecord {
  if (item === undefined) throw new VaultError('TOKEN_NOT_FOUND', 'UNKNOWN');
  const isAsked = item.pk?.S === recordKey(owner.tenant, token);
  if (!isAsked || !hasOurMac(owner, item)) throw new VaultError('TOKEN_NOT_FOUND', 'TAMPERED');
  const { dataClass, format, masked, created, ciphertext, state, schema } = item;
  if (state?.S !== 'ACTIVE') throw new VaultError('TOKEN_NOT_FOUND', 'INACTIVE');
  const [className, formatName] = [dataClass?.S, format?.S];
  if (schema?.N !== SCHEMA_VERSION || !isDataClass(className) || !isTokenFormat(formatName)) {
    throw new VaultError('INTERNAL');
  }
  return {
    token,
    dataClass: className,
    format: formatName,
    masked: masked?.S ?? '',
    created: created?.S ?? '',
    ciphertext: ciphertext?.B ?? new Uint8Array(),
  };
}
