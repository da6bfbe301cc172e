import { timingSafeEqual } from 'node:crypto';

import type { Call } from './call.ts';
import { VaultError } from './errors.ts';
import type { Operation } from './event.ts';
import { hasOurMac, lengthPrefixed, withMac } from './item-mac.ts';
import type { StoredItem } from './item-mac.ts';
import type { Owner } from './record.ts';
import type { Action } from './transaction.ts';

/** A request that came with an idempotency key. */
export interface KeyedRequest {
  /** Of the request as one item: `tokenize` also where it came in a batch. */
  readonly operation: Operation;
  /** 1 to 128 characters of the caller's choice. */
  readonly key: string;
  /** All that makes the request what it is, in a fixed order, values as their HMACs. */
  readonly body: readonly (string | null)[];
  /** Which guard this is, of a request that has several; absent of the first. */
  readonly part?: 'value';
  /** How long the key stands for this request; a day if absent. */
  readonly lifeSeconds?: number;
}

/** The item that a keyed request leaves: where it is, and what it says of the request. */
export interface Guard {
  readonly table: string;
  readonly pk: string;
  /** HMAC of key and body, so that equal bodies do not show as such. */
  readonly requestMac: Buffer;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

/** What a guard's item says: nothing that still holds, or that this very request took effect. */
export type GuardFinding =
  /** `replaces` is the write id of an item past its time. */
  | { readonly isRepeated: false; readonly replaces: string | null }
  /** `token` is what the request was answered with; null where it names none. */
  | { readonly isRepeated: true; readonly token: string | null };

const DAY_SECONDS = 86_400;
const SCHEMA_VERSION = '1';
const LABEL = 'vault/idempotency-mac/v1';

function utf8(parts: readonly string[]): Buffer {
  return lengthPrefixed(parts.map((part) => Buffer.from(part, 'utf8')));
}

/**
 * The guard of a request: `<tenant>#idempotency#<operation>#<HMAC of actor and key>`, with `#<part>`
 * behind the operation if it has several. Neither the key nor the body can be told, or tried, from it.
 */
export function guardOf(
  { tenant, actor, keys }: Pick<Call, 'tenant' | 'actor' | 'keys'>,
  table: string,
  request: KeyedRequest,
  now: Date,
): Guard {
  const { operation, part, key, body, lifeSeconds = DAY_SECONDS } = request;
  const keyMac = keys.mac('vault/idempotency-key/v1', utf8([actor.kind, actor.id, key]));
  const name = part === undefined ? operation : `${operation}#${part}`;
  const pk = `${tenant}#idempotency#${name}#${keyMac.toString('base64url')}`;
  return {
    table,
    pk,
    requestMac: keys.mac('vault/idempotency-request/v1', utf8([pk, JSON.stringify(body)])),
    expiresAt: Math.floor(now.getTime() / 1000) + lifeSeconds,
  };
}

/** Records the request with its effect, in the same transaction: there is no half-done state. */
export function takeGuard(
  owner: Pick<Owner, 'keys'>,
  guard: Guard,
  { token, writeId }: { readonly token: string | null; readonly writeId: string },
  replaces: string | null,
): Action {
  const item = withMac(owner.keys, LABEL, {
    pk: { S: guard.pk },
    schema: { N: SCHEMA_VERSION },
    requestMac: { B: guard.requestMac },
    ...(token === null ? {} : { token: { S: token } }),
    expiresAt: { N: String(guard.expiresAt) },
    writeId: { S: writeId },
  });
  return { table: guard.table, item, kind: 'put', replaces };
}

/** Whether a guard was taken by this very write: the SDK repeated it. */
export function isTakenBy(item: StoredItem | undefined, writeId: string): boolean {
  return item?.writeId?.S === writeId;
}

function isSame(requestMac: Uint8Array | undefined, guard: Guard): boolean {
  return (
    requestMac?.length === guard.requestMac.length && timingSafeEqual(requestMac, guard.requestMac)
  );
}

/**
 * What the item of a guard says about the request, checked. An item past its time counts for
 * nothing, whether DynamoDB has removed it or not.
 * @throws VaultError IDEMPOTENCY_CONFLICT if the key came with another request
 * @throws VaultError TOKEN_NOT_FOUND, finding TAMPERED
 */
export function judgeGuard(
  owner: Pick<Owner, 'keys'>,
  guard: Guard,
  item: StoredItem | undefined,
  now: Date,
): GuardFinding {
  if (item === undefined) return { isRepeated: false, replaces: null };
  if (item.pk?.S !== guard.pk || !hasOurMac(owner.keys, LABEL, item)) {
    throw new VaultError('TOKEN_NOT_FOUND', 'TAMPERED');
  }
  if (Number(item.expiresAt?.N) * 1000 <= now.getTime()) {
    return { isRepeated: false, replaces: item.writeId?.S ?? null };
  }
  if (item.schema?.N !== SCHEMA_VERSION) throw new VaultError('INTERNAL');
  if (!isSame(item.requestMac?.B, guard)) throw new VaultError('IDEMPOTENCY_CONFLICT');
  return { isRepeated: true, token: item.token?.S ?? null };
}
