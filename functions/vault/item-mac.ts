import { createHash, timingSafeEqual } from 'node:crypto';

import type { AttributeValue } from '@aws-sdk/client-dynamodb';

import type { KeyLabel, TenantKeys } from './keys.ts';

/** An item as DynamoDB holds it. */
export type StoredItem = Readonly<Record<string, AttributeValue>>;

const MAC_BYTES = 32;

const LENGTH_BYTES = 4;

/** The parts, each preceded by its length: no two lists of parts give the same bytes. */
export function lengthPrefixed(parts: readonly (Uint8Array | string)[]): Buffer {
  const sizes = parts.map((part) => Buffer.byteLength(part));
  const whole = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + LENGTH_BYTES + size, 0));
  let at = 0;
  parts.forEach((part, index) => {
    at = whole.writeUInt32BE(sizes[index] ?? 0, at);
    at +=
      typeof part === 'string' ? whole.write(part, at, 'utf8') : (whole.set(part, at), part.length);
  });
  return whole;
}

/** The type's tag and the value's bytes; a long value is represented by its SHA-256. */
function encodeValue(value: AttributeValue | undefined): [string, Uint8Array | string] | null {
  if (value?.S !== undefined) return ['S', value.S];
  if (value?.N !== undefined) return ['N', value.N];
  if (value?.BOOL !== undefined) return ['BOOL', Buffer.from([value.BOOL ? 1 : 0])];
  if (value?.B !== undefined) return ['B', createHash('sha256').update(value.B).digest()];
  return null;
}

function macOf(keys: TenantKeys, label: KeyLabel, item: StoredItem): Buffer | null {
  const parts: (Uint8Array | string)[] = [];
  const names = Object.keys(item).filter((name) => name !== 'mac');
  for (const name of names.sort()) {
    const encoded = encodeValue(item[name]);
    if (encoded === null) return null;
    const [type, bytes] = encoded;
    parts.push(name, type, bytes);
  }
  return keys.mac(label, lengthPrefixed(parts));
}

/**
 * The item with its MAC, which covers every attribute but itself, by name, type and value, each part
 * preceded by its length: nothing can be changed, added, removed, or moved from one to the other.
 * The key attribute holds the tenant. Strings, numbers, booleans and binaries only.
 * @throws TypeError for any other type
 */
export function withMac(keys: TenantKeys, label: KeyLabel, item: StoredItem): StoredItem {
  const mac = macOf(keys, label, item);
  if (mac === null) throw new TypeError('An attribute has a type that the MAC does not cover.');
  return { ...item, mac: { B: mac } };
}

/** Whether an item is exactly as the vault wrote it under this label. */
export function hasOurMac(keys: TenantKeys, label: KeyLabel, item: StoredItem): boolean {
  const mac = item.mac?.B;
  const expected = macOf(keys, label, item);
  return mac?.length === MAC_BYTES && expected !== null && timingSafeEqual(mac, expected);
}
