import type { Item } from './attempt.ts';
import { approvalId, isSamePerson, personOf, stateOf } from './approval.ts';
import type { Approval } from './approval.ts';
import type { DecideApprovalCommand, RevokeApprovalCommand } from './approval-command.ts';
import { pause } from './backoff.ts';
import type { Call, Subject } from './call.ts';
import { VaultError } from './errors.ts';
import type { ErrorCode } from './errors.ts';
import type { ApprovalData } from './event.ts';
import { settle } from './outcome.ts';
import type { Services } from './services.ts';
import { maySee, viewApproval } from './show-approvals.ts';

type Needs = Pick<Services, 'approvals' | 'attempts' | 'clock' | 'envelope'>;

/** What becomes of an approval; the same one if it is so already. Throws why it is refused. */
type Decide<Command> = (call: Call, was: Approval, command: Command, now: Date) => Approval;

/** As many as those have who use the grant meanwhile: a revocation must not wait for their end. */
const MAX_TRIES = 60;
const LONGEST_PAUSE_ROUND = 3;
const MINUTE_MS = 60_000;
/** Refusals that say that there is such an approval: the trail is to say which. */
const FOUND: ReadonlySet<ErrorCode> = new Set(['APPROVAL_CLOSED', 'NOT_AUTHORIZED'] as const);

function decided({ actor }: Call, now: Date) {
  return { decidedBy: actor.id, decidedAt: now.toISOString() };
}

/** Another person decides, and a person it is: no service, not the requester by any name. */
function mustBeAnother(call: Call, { requester }: Approval): void {
  if (call.actor.kind !== 'user') throw new VaultError('NOT_AUTHORIZED');
  if (isSamePerson(requester, personOf(call.actor, call.keys))) {
    throw new VaultError('NOT_AUTHORIZED', 'OWN_REQUEST');
  }
}

const decide: Decide<DecideApprovalCommand> = (call, was, { decision }, now) => {
  mustBeAnother(call, was);
  const state = decision === 'APPROVE' ? 'APPROVED' : 'REJECTED';
  const by = decided(call, now);
  if (was.state === state && was.decidedBy === by.decidedBy) return was;
  if (stateOf(was, now) !== 'REQUESTED') throw new VaultError('APPROVAL_CLOSED');
  const endsAt =
    state === 'APPROVED'
      ? new Date(now.getTime() + was.minutes * MINUTE_MS).toISOString()
      : was.endsAt;
  return { ...was, ...by, state, endsAt };
};

const revoke: Decide<RevokeApprovalCommand> = (call, was, _command, now) => {
  const isAdmin = call.actor.groups.includes('vault-admins');
  if (!isAdmin && !maySee(call, was)) throw new VaultError('APPROVAL_NOT_FOUND', 'UNKNOWN');
  if (was.state === 'REVOKED') return was;
  if (was.state === 'REJECTED') throw new VaultError('APPROVAL_CLOSED');
  return { ...was, ...decided(call, now), state: 'REVOKED' };
};

async function changeOne<Command extends RevokeApprovalCommand>(
  needs: Needs,
  call: Call,
  command: Command,
  next: Decide<Command>,
): Promise<Approval> {
  let [was = null] = await needs.approvals.find(call, [command.number]);
  for (let tried = 0; tried < MAX_TRIES; tried += 1) {
    if (was === null) throw new VaultError('APPROVAL_NOT_FOUND', 'UNKNOWN');
    const changed = next(call, was, command, needs.clock());
    if (changed === was) return changed;
    const replaced = await needs.approvals.replace(call, was, changed);
    if (replaced === 'replaced') return changed;
    was = replaced;
    // The refusal showed the newest state, so the next try comes at once; later ones wait a little.
    if (tried % 2 === 1) await pause(Math.min(tried >> 1, LONGEST_PAUSE_ROUND));
  }
  throw new VaultError('TEMPORARILY_UNAVAILABLE');
}

function createChange<Command extends RevokeApprovalCommand>(needs: Needs, next: Decide<Command>) {
  const one = async (
    call: Call,
    command: Command,
    subject: Subject,
  ): Promise<Item<ApprovalData>> => {
    const changed = await settle(() => changeOne(needs, call, command, next));
    const named = { ...subject, grant: approvalId(command.number) };
    if ('failure' in changed) {
      const isThere = FOUND.has(changed.failure.code);
      return { subject: isThere ? named : subject, outcome: changed };
    }
    return {
      subject: { ...named, purpose: changed.value.purpose },
      outcome: await settle(() => viewApproval(needs, call, changed.value)),
    };
  };
  return (call: Call, items: readonly Item<Command>[]): Promise<Item<ApprovalData>[]> => {
    const subjects = items.filter(({ outcome }) => 'value' in outcome);
    return needs.attempts.run(call, items, (commands) =>
      Promise.all(
        commands.map((command, index) => one(call, command, subjects[index]?.subject ?? {})),
      ),
    );
  };
}

/**
 * Approves or rejects another person's request; the same decision by the same person changes
 * nothing. Outcomes: APPROVAL_NOT_FOUND, APPROVAL_CLOSED, NOT_AUTHORIZED.
 */
export function createDecideApproval(needs: Needs) {
  return createChange(needs, decide);
}

/** Withdraws a request, or ends a grant at once, also while it is being used. */
export function createRevokeApproval(needs: Needs) {
  return createChange(needs, revoke);
}
