import { approvalId, obstacle, personOf } from './approval.ts';
import type { Approval } from './approval.ts';
import { advance } from './attempt.ts';
import type { Item } from './attempt.ts';
import type { Call, Subject } from './call.ts';
import type { ResolveCommand } from './command.ts';
import { VaultError } from './errors.ts';
import type { Finding } from './errors.ts';
import type { FoundTokens, KnownToken } from './lookup.ts';
import { settle } from './outcome.ts';
import { mayUse } from './policy.ts';
import type { Purpose } from './policy.ts';
import type { Services } from './services.ts';

/** A token of the caller's tenant whose record was checked, and the purpose the caller may use. */
export interface ResolvedToken extends KnownToken {
  readonly purpose: Purpose | null;
  /** The approval that it is asked for under, which allows it as far as is known. */
  readonly grant: Approval | null;
  readonly idempotencyKey: string | null;
}

type Needs = Pick<Services, 'approvals' | 'clock' | 'lookup' | 'tenantSettings'>;

/** The approvals that are named, by number. */
type Grants = ReadonlyMap<number, Approval | null>;

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

/** Of what did not resolve the trail has the HMAC only, but of a honey token its name. */
export function unresolved(token: string, { finding }: VaultError): Subject {
  return finding === 'HONEY_TOKEN' ? { token } : { asked: token };
}

/** Why a grant that was named does not help, or null. */
function findingOf(
  { clock }: Needs,
  { actor, keys }: Call,
  grant: Approval | null,
  asked: { readonly token: string; readonly purpose: Purpose | null },
): Finding | null {
  if (grant === null) return 'GRANT_UNKNOWN';
  return obstacle(grant, personOf(actor, keys), { ...asked, now: clock() });
}

async function readGrants(
  { approvals }: Needs,
  call: Call,
  commands: readonly ResolveCommand[],
): Promise<Grants> {
  const numbers = [...new Set(commands.flatMap(({ grant }) => grant ?? []))];
  if (numbers.length === 0) return new Map();
  const found = await approvals.find(call, numbers);
  return new Map(numbers.map((number, index) => [number, found[index] ?? null]));
}

function resolveOne(
  needs: Needs,
  call: Call,
  { token, purpose, grant: number, idempotencyKey }: ResolveCommand,
  { found, grants }: { readonly found: FoundTokens; readonly grants: Grants },
): Item<ResolvedToken> {
  const grant = number === null ? null : (grants.get(number) ?? null);
  const named = {
    ...(purpose === null ? {} : { purpose }),
    ...(grant === null ? {} : { grant: approvalId(grant.number) }),
  };
  const outcome = found.of(token);
  if ('failure' in outcome) {
    return { subject: { ...unresolved(token, outcome.failure), ...named }, outcome };
  }
  const { dataClass, format } = outcome.value.record;
  const subject: Subject = { token, dataClass, format, ...named };
  const refuse = (failure: VaultError): Item<ResolvedToken> => ({ subject, outcome: { failure } });
  const refusal = refusalOf(needs, call, outcome.value, purpose);
  if (refusal !== null) return refuse(refusal);
  if (number !== null) {
    const finding = findingOf(needs, call, grant, { token, purpose });
    if (finding !== null) return refuse(new VaultError('APPROVAL_REQUIRED', finding));
  }
  return { subject, outcome: { value: { ...outcome.value, purpose, grant, idempotencyKey } } };
}

/**
 * Looks tokens up for their tenant and checks all but group and standing: the record and its state,
 * for a purpose also whether it is allowed and uses are left, and of a grant whether it allows this.
 * Each item has its own outcome.
 */
export function createResolve(needs: Needs) {
  return async (
    call: Call,
    items: readonly Item<ResolveCommand>[],
  ): Promise<Item<ResolvedToken>[]> => {
    const commands = items.flatMap(({ outcome }) => ('value' in outcome ? [outcome.value] : []));
    const tokens = commands.map(({ token }) => token);
    const found = await settle(async () => {
      if (tokens.length === 0) return null;
      const [all, grants] = await Promise.all([
        needs.lookup.find(call, tokens),
        readGrants(needs, call, commands),
      ]);
      return { found: all, grants };
    });
    return advance(items, (command) => {
      if ('value' in found && found.value !== null) {
        return resolveOne(needs, call, command, found.value);
      }
      const failure = 'failure' in found ? found.failure : new VaultError('INTERNAL');
      return { subject: { asked: command.token }, outcome: { failure } };
    });
  };
}
