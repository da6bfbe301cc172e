import type { Item } from '../vault/attempt.ts';
import { readIdempotencyKey } from '../vault/command.ts';
import { VaultError } from '../vault/errors.ts';
import { fieldsOf } from '../vault/fields.ts';
import type { Fields } from '../vault/fields.ts';
import { isTenantName } from '../vault/identity.ts';
import { settleNow } from '../vault/outcome.ts';

/** A tenant that is to be made or erased: never the caller's own, and so never a `Tenant`. */
export interface TenantCommand {
  /** `[a-z][a-z0-9-]{1,62}` */
  readonly name: string;
  readonly idempotencyKey: string | null;
}

/** One page of the tenants. */
export interface TenantsCommand {
  /** 1 to 100. */
  readonly limit: number;
  /** As received; whether it is ours is another matter. */
  readonly nextToken: string | null;
}

/** Work on the caller's own keys. */
export type KeyWorkCommand = Pick<TenantCommand, 'idempotencyKey'>;

const MAX_LIMIT = 100;
const MAX_CURSOR_LENGTH = 200;

/** `{ tenant, idempotencyKey }`; the name is recorded as its HMAC until it is one of ours. */
export function readTenant(received: unknown): Item<TenantCommand> {
  const { tenant: name, idempotencyKey } = fieldsOf(received);
  const outcome = settleNow(() => {
    if (!isTenantName(name)) throw new VaultError('INVALID_INPUT');
    return { name, idempotencyKey: readIdempotencyKey(idempotencyKey) };
  });
  return { subject: typeof name === 'string' ? { asked: name } : {}, outcome };
}

export function readTenants({ limit, nextToken }: Fields): Item<TenantsCommand> {
  const outcome = settleNow(() => {
    const [size, cursor] = [limit ?? MAX_LIMIT, nextToken ?? null];
    const isSize = Number.isInteger(size) && Number(size) >= 1 && Number(size) <= MAX_LIMIT;
    const isCursor = cursor === null || typeof cursor === 'string';
    if (!isSize || !isCursor || (cursor?.length ?? 0) > MAX_CURSOR_LENGTH) {
      throw new VaultError('INVALID_INPUT');
    }
    return { limit: Number(size), nextToken: cursor };
  });
  return { subject: {}, outcome };
}

export function readKeyWork(received: unknown): Item<KeyWorkCommand> {
  const { idempotencyKey } = fieldsOf(received);
  const outcome = settleNow(() => ({ idempotencyKey: readIdempotencyKey(idempotencyKey) }));
  return { subject: {}, outcome };
}
