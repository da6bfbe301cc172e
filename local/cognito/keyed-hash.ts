import { createHmac } from 'node:crypto';

import type { PoolRecord } from './state.ts';

type Purpose = 'refresh-token' | 'reset-code' | 'absent-user';

/** HMAC-SHA-256 under the pool's secret, one domain per purpose. */
export function keyedHash(
  pool: Pick<PoolRecord, 'secret'>,
  purpose: Purpose,
  ...parts: readonly string[]
): Buffer {
  const mac = createHmac('sha256', Buffer.from(pool.secret, 'base64'));
  return mac.update(JSON.stringify([purpose, ...parts])).digest();
}
