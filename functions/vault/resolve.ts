import { advance } from './attempt.ts';
import type { Item } from './attempt.ts';
import type { Call, Subject } from './call.ts';
import type { ResolveCommand } from './command.ts';
import { VaultError } from './errors.ts';
import type { FoundTokens, KnownToken } from './lookup.ts';
import { settle } from './outcome.ts';
import { mayUse } from './policy.ts';
import type { Purpose } from './policy.ts';
import type { Services } from './services.ts';

/** A token of the caller's tenant whose record was checked, and the purpose the caller may use. */
export interface ResolvedToken extends KnownToken {
  readonly purpose: Purpose | null;
  readonly idempotencyKey: string | null;
}

type Needs = Pick<Services, 'lookup' | 'tenantSettings'>;

/** Why the value may not be had for the purpose, or null. The masked view names none and shows all. */
function refusalOf(
  needs: Needs,
  call: Call,
  { record, uses }: KnownToken,
  purpose: Purpose | null,
): VaultError | null {
  if (purpose === null) return null;
  if (record.state === 'REVOKED') return new VaultError('TOKEN_NOT_FOUND', 'REVOKED');
  if (!mayUse(call.actor.groups, record, purpose, needs.tenantSettings(call.tenant))) {
    return new VaultError('PURPOSE_NOT_ALLOWED');
  }
  const isUsedUp = record.maxUses !== null && uses >= record.maxUses;
  return isUsedUp ? new VaultError('ALREADY_USED') : null;
}

function resolveOne(
  needs: Needs,
  call: Call,
  { token, purpose, idempotencyKey }: ResolveCommand,
  found: FoundTokens,
): Item<ResolvedToken> {
  const named = purpose === null ? {} : { purpose };
  const outcome = found.of(token);
  if ('failure' in outcome) return { subject: { asked: token, ...named }, outcome };
  const { dataClass, format } = outcome.value.record;
  const subject: Subject = { token, dataClass, format, ...named };
  const refuse = (failure: VaultError): Item<ResolvedToken> => ({ subject, outcome: { failure } });
  const refusal = refusalOf(needs, call, outcome.value, purpose);
  if (refusal !== null) return refuse(refusal);
  return { subject, outcome: { value: { ...outcome.value, purpose, idempotencyKey } } };
}

/**
 * Looks tokens up for their tenant and checks all but the group: the record and its state, and for a purpose also whether it is allowed and uses are left. One
 * read, each item with its own outcome.
 */
export function createResolve(needs: Needs) {
  return async (
    call: Call,
    items: readonly Item<ResolveCommand>[],
  ): Promise<Item<ResolvedToken>[]> => {
    const tokens = items.flatMap(({ outcome }) =>
      'value' in outcome ? [outcome.value.token] : [],
    );
    const found = await settle(async () =>
      tokens.length > 0 ? needs.lookup.find(call, tokens) : null,
    );
    return advance(items, (command) => {
      if ('value' in found && found.value !== null) {
        return resolveOne(needs, call, command, found.value);
      }
      const failure = 'failure' in found ? found.failure : new VaultError('INTERNAL');
      return { subject: { asked: command.token }, outcome: { failure } };
    });
  };
}
