import type { Item } from './attempt.ts';
import { OPEN_MS, approvalId, noteContext, numberOf, personOf } from './approval.ts';
import type { Approval } from './approval.ts';
import type { RequestApprovalCommand } from './approval-command.ts';
import { pause } from './backoff.ts';
import type { Call, Subject } from './call.ts';
import { VaultError } from './errors.ts';
import type { ApprovalData } from './event.ts';
import { guardOf, judgeGuard, takeGuard } from './idempotency.ts';
import type { Guard } from './idempotency.ts';
import { settle } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { Plaintext } from './plaintext.ts';
import { createResolve } from './resolve.ts';
import type { Services } from './services.ts';
import { viewApproval } from './show-approvals.ts';
import type { Action } from './transaction.ts';

type Needs = Pick<
  Services,
  | 'approvals'
  | 'attempts'
  | 'clock'
  | 'commit'
  | 'envelope'
  | 'lookup'
  | 'random'
  | 'read'
  | 'tables'
  | 'tenantSettings'
>;

/** What a request was answered with before, or what is to be written with it. */
type Keyed = { readonly number: number } | { readonly guards: readonly Action[] };

/** A token that cannot be asked for, and why. */
interface Unresolved {
  readonly subject: Subject;
  readonly failure: VaultError;
}

const MAX_TRIES = 16;
const LONGEST_PAUSE_ROUND = 3;

/** The request as the caller sent it; what he wrote of it as HMACs, by the guard itself. */
function guardFor({ clock, tables }: Needs, call: Call, command: RequestApprovalCommand) {
  const { idempotencyKey: key, tokens, count, purpose, ticket, reason, minutes } = command;
  if (key === null) return null;
  const body = [JSON.stringify([tokens, count, minutes]), purpose, ticket, reason];
  return guardOf(call, tables.controlTable, { operation: 'requestApproval', key, body }, clock());
}

async function keyedBy(
  needs: Needs,
  call: Call,
  guard: Guard | null,
  number: number,
): Promise<Keyed> {
  if (guard === null) return { guards: [] };
  const item = (await needs.read([guard])).of(guard.table, guard.pk);
  const finding = judgeGuard(call, guard, item, needs.clock());
  if (finding.isRepeated) {
    const repeated = numberOf(finding.token ?? '');
    if (repeated === null) throw new VaultError('INTERNAL');
    return { number: repeated };
  }
  const taken = { token: approvalId(number), writeId: needs.random.uuid() };
  return { guards: [takeGuard(call, guard, taken, finding.replaces)] };
}

async function draft(
  { clock, envelope }: Needs,
  call: Call,
  { ticket, reason, tokens, count, purpose, minutes }: RequestApprovalCommand,
  number: number,
): Promise<Approval> {
  const now = clock();
  const text = new Plaintext(JSON.stringify([ticket, reason]));
  return {
    ...{ number, tokens, count, purpose, minutes, used: 0, version: 0, writeIds: [] },
    state: 'REQUESTED',
    requester: personOf(call.actor, call.keys),
    requestedAt: now.toISOString(),
    endsAt: new Date(now.getTime() + OPEN_MS).toISOString(),
    decidedBy: null,
    decidedAt: null,
    note: await envelope.seal(call.tenant, noteContext(call.tenant, number), text),
  };
}

/** Null if somebody else's request took the number. */
async function tryOnce(needs: Needs, call: Call, command: RequestApprovalCommand) {
  const newest = await needs.approvals.newest(call);
  const number = newest.number + 1;
  const keyed = await keyedBy(needs, call, guardFor(needs, call, command), number);
  if ('number' in keyed) return (await needs.approvals.find(call, [keyed.number]))[0] ?? null;
  const approval = await draft(needs, call, command, number);
  const added = needs.approvals.additions(call, newest, approval);
  const [written] = await needs.commit([[...added, ...keyed.guards]]);
  if (written !== undefined && 'failure' in written) throw written.failure;
  return written?.value.length === 0 ? approval : null;
}

async function request(needs: Needs, call: Call, command: RequestApprovalCommand) {
  for (let tried = 0; tried < MAX_TRIES; tried += 1) {
    if (tried > 0) await pause(Math.min(tried, LONGEST_PAUSE_ROUND));
    const approval = await tryOnce(needs, call, command);
    if (approval !== null) return approval;
  }
  throw new VaultError('TEMPORARILY_UNAVAILABLE');
}

/**
 * One may ask only for what one could have now: the first token that does not resolve so, or null. A
 * honey token behind it is a use, too: it is told in the trail, and changes no answer.
 */
async function firstUnresolved(
  resolve: ReturnType<typeof createResolve>,
  call: Call,
  { tokens, purpose }: RequestApprovalCommand,
): Promise<Unresolved | null> {
  if (tokens === null) return null;
  const none = { idempotencyKey: null, grant: null };
  const items = tokens.map((token) => ({
    subject: { asked: token },
    outcome: { value: { token, purpose, ...none } },
  }));
  const refused = (await resolve(call, items)).flatMap(({ subject, outcome }) =>
    'failure' in outcome ? [{ subject, failure: outcome.failure }] : [],
  );
  const [first = null] = refused;
  const honey = refused.find(({ failure }) => failure.finding === 'HONEY_TOKEN');
  if (first === null || honey === undefined) return first;
  return { subject: honey.subject, failure: new VaultError(first.failure.code, 'HONEY_TOKEN') };
}

async function requestOne(
  needs: Needs,
  resolve: ReturnType<typeof createResolve>,
  call: Call,
  command: RequestApprovalCommand,
): Promise<Item<ApprovalData>> {
  const { purpose, ticket } = command;
  const unresolved = await settle(() => firstUnresolved(resolve, call, command));
  if ('failure' in unresolved) return { subject: { purpose, ticket }, outcome: unresolved };
  if (unresolved.value !== null) {
    const { subject, failure } = unresolved.value;
    return { subject: { ...subject, purpose, ticket }, outcome: { failure } };
  }
  const made: Outcome<Approval> = await settle(() => request(needs, call, command));
  if ('failure' in made) return { subject: { purpose, ticket }, outcome: made };
  return {
    subject: { purpose, ticket, grant: approvalId(made.value.number) },
    outcome: await settle(() => viewApproval(needs, call, made.value)),
  };
}

/**
 * Asks for plaintexts beyond what the caller may have alone. Outcomes: INVALID_INPUT,
 * TOKEN_NOT_FOUND, PURPOSE_NOT_ALLOWED, IDEMPOTENCY_CONFLICT.
 */
export function createRequestApproval(needs: Needs) {
  const resolve = createResolve(needs);
  return (
    call: Call,
    items: readonly Item<RequestApprovalCommand>[],
  ): Promise<Item<ApprovalData>[]> =>
    needs.attempts.run(call, items, (commands) =>
      Promise.all(commands.map((command) => requestOne(needs, resolve, call, command))),
    );
}
