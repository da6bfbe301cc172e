import { timingSafeEqual } from 'node:crypto';

import type { Call } from './call.ts';
import { canonicalJson } from './canonical-json.ts';
import { VaultError } from './errors.ts';

/** What a cursor goes on from, and the question that it belongs to, in canonical texts. */
export interface CursorScope {
  readonly call: Pick<Call, 'keys' | 'operation'>;
  /** The arguments that choose what is listed. */
  readonly question: string;
}

const MAX_LENGTH = 512;
const CURSOR = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{43})$/;

function macOf({ call, question }: CursorScope, position: string): Buffer {
  const message = canonicalJson([call.operation, question, position]);
  return call.keys.mac('vault/audit-cursor/v1', Buffer.from(message, 'utf8'));
}

/**
 * A cursor: a position, and its HMAC under a key of the tenant. Nobody can make one up, and one that
 * belongs to another tenant, operation or question is none here.
 */
export function writeCursor(scope: CursorScope, position: string): string {
  const mac = macOf(scope, position).toString('base64url');
  return `${Buffer.from(position, 'utf8').toString('base64url')}.${mac}`;
}

/** @throws VaultError INVALID_INPUT for whatever `writeCursor` did not write for this very question */
export function readCursor(scope: CursorScope, received: string): string {
  const [, encoded = '', mac = ''] =
    received.length > MAX_LENGTH ? [] : (CURSOR.exec(received) ?? []);
  const position = Buffer.from(encoded, 'base64url').toString('utf8');
  const given = Buffer.from(mac, 'base64url');
  const expected = macOf(scope, position);
  const isOurs = given.length === expected.length && timingSafeEqual(given, expected);
  if (!isOurs) throw new VaultError('INVALID_INPUT');
  return position;
}
