import { pause } from './backoff.ts';
import type { Call } from './call.ts';
import { VaultError } from './errors.ts';
import type { KnownToken } from './lookup.ts';
import type { Services } from './services.ts';

type Needs = Pick<Services, 'lookup' | 'stateChanges'>;

const MAX_TRIES = 4;

/**
 * Removes a card verification code for the one use it has. It is gone before it is decrypted, so that
 * whatever comes of the charge, nobody uses it again and nothing keeps it (PCI DSS 3.3.1).
 * @throws VaultError TOKEN_NOT_FOUND if another use was first
 */
export async function spendCode(
  { lookup, stateChanges }: Needs,
  call: Call,
  code: KnownToken,
): Promise<void> {
  let known = code;
  for (let tried = 0; tried < MAX_TRIES; tried += 1) {
    if ((await stateChanges.spend(call, known)) === 'changed') return;
    await pause(tried);
    const { token } = code.record;
    const found = (await lookup.find(call, [token])).of(token);
    if ('failure' in found) throw found.failure;
    known = found.value;
  }
  throw new VaultError('TEMPORARILY_UNAVAILABLE');
}
