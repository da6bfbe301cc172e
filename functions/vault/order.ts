import type { TokenizeCommand } from './command.ts';
import { admit } from './data-classes.ts';
import type { AdmittedValue } from './data-classes.ts';
import { VaultError } from './errors.ts';
import { instantOf } from './record.ts';
import type { TenantSettings } from './settings.ts';

/** An admitted value and what its token is to be like: all rules are kept, only tokens are missing. */
export interface Order {
  readonly value: AdmittedValue;
  readonly deterministic: boolean;
  /** ISO 8601 in UTC, whole seconds. */
  readonly expiresAt: string | null;
  /** Whether it is to be a honey token. */
  readonly isHoney: boolean;
  /** As received. */
  readonly command: TokenizeCommand;
}

/** PCI DSS 3.3: no longer than it takes to authorize. */
export const CVC_LIFE_SECONDS = 3600;

/**
 * Whether equal values are to share this token. A token that ends, by time or by use, is no one's
 * lasting name for a value.
 */
function isDeterministic(command: TokenizeCommand, { equality }: AdmittedValue): boolean {
  const isLimited = command.expiresAt !== null || command.maxUses !== null;
  if (command.deterministic === null) return equality === 'DEFAULT' && !isLimited;
  if (command.deterministic && (equality === 'REFUSED' || isLimited)) {
    throw new VaultError('INVALID_INPUT');
  }
  return command.deterministic;
}

function expiryOf({ dataClass, expiresAt }: TokenizeCommand, now: Date): string | null {
  const seconds = Math.floor(now.getTime() / 1000);
  const latest = dataClass === 'CVC' ? seconds + CVC_LIFE_SECONDS : Infinity;
  const expiry = expiresAt ?? latest;
  if (expiry <= seconds || expiry > latest) throw new VaultError('INVALID_INPUT');
  return expiry === Infinity ? null : instantOf(String(expiry));
}

/**
 * Decides all that can be decided about a request without looking anything up.
 * @throws VaultError INVALID_INPUT, INVALID_PLAINTEXT
 */
export function orderOf(command: TokenizeCommand, settings: TenantSettings, now: Date): Order {
  const value = admit(command, settings, now);
  return {
    value,
    deterministic: isDeterministic(command, value),
    expiresAt: expiryOf(command, now),
    isHoney: false,
    command,
  };
}
