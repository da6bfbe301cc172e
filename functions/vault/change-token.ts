import { advance } from './attempt.ts';
import type { Item } from './attempt.ts';
import { pause } from './backoff.ts';
import type { Call, Subject } from './call.ts';
import type { StateCommand } from './command.ts';
import { VaultError } from './errors.ts';
import type { Keyed } from './idempotency-hold.ts';
import type { FoundTokens } from './lookup.ts';
import { settle } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { unresolved } from './resolve.ts';
import type { Services } from './services.ts';

/** What came of one try: the result, or the news that others changed something in between. */
export type Tried<Result> = { readonly done: Result } | 'overtaken';

/**
 * One try of a change, based on what was found and on what is known of its idempotency key, null
 * without one. Throws the reason for which it is refused.
 */
export type Try<Result> = (
  call: Call,
  command: StateCommand,
  found: FoundTokens,
  keyed: Keyed | null,
) => Promise<Tried<Result>>;

/** A command whose token was found: its record, or its tombstone. */
interface Found {
  readonly command: StateCommand;
  readonly found: FoundTokens;
}

export type ChangeNeeds = Pick<
  Services,
  'attempts' | 'idempotencyHold' | 'lookup' | 'stateChanges'
>;

const MAX_TRIES = 16;
const LONGEST_PAUSE_ROUND = 3;

async function tryUntilDone<Result>(
  { idempotencyHold, lookup }: ChangeNeeds,
  call: Call,
  { command, found: first }: Found,
  tryOnce: Try<Result>,
): Promise<Result> {
  const { token, idempotencyKey: key } = command;
  const request = key === null ? null : { operation: call.operation, key, body: [token] };
  let found = first;
  for (let tried = 0; tried < MAX_TRIES; tried += 1) {
    if (tried > 0) {
      await pause(Math.min(tried, LONGEST_PAUSE_ROUND));
      found = await lookup.find(call, [token]);
    }
    const keyed = request === null ? null : await idempotencyHold.look(call, { request, token });
    const result = await tryOnce(call, command, found, keyed);
    if (result !== 'overtaken') return result.done;
  }
  throw new VaultError('TEMPORARILY_UNAVAILABLE');
}

function subjectOf(token: string, found: FoundTokens): Subject {
  const record = found.heldOf(token)?.record;
  if (record !== undefined) return { token, dataClass: record.dataClass, format: record.format };
  return found.tombstoneOf(token) === null ? { asked: token } : { token };
}

function decide(command: StateCommand, found: FoundTokens): Item<Found> {
  const subject = subjectOf(command.token, found);
  const outcome = found.of(command.token);
  if (subject.token === undefined && 'failure' in outcome) {
    return { subject: unresolved(command.token, outcome.failure), outcome };
  }
  return { subject, outcome: { value: { command, found } } };
}

async function locate(
  { lookup }: ChangeNeeds,
  call: Call,
  items: readonly Item<StateCommand>[],
): Promise<Item<Found>[]> {
  const tokens = items.flatMap(({ outcome }) => ('value' in outcome ? [outcome.value.token] : []));
  const found: Outcome<FoundTokens> = await settle(() => lookup.find(call, tokens));
  return advance(items, (command) =>
    'value' in found
      ? decide(command, found.value)
      : { subject: { asked: command.token }, outcome: found },
  );
}

/**
 * Changes a token: look, record the attempt, try, and look again as often as others came in between.
 * There must be a record, or a tombstone; `tryOnce` decides what it does about it.
 */
export function createChange<Result>(needs: ChangeNeeds, tryOnce: Try<Result>) {
  return async (call: Call, items: readonly Item<StateCommand>[]): Promise<Item<Result>[]> => {
    const located = await locate(needs, call, items);
    const standing = located.filter(({ outcome }) => 'value' in outcome);
    return needs.attempts.run(call, located, (values) =>
      Promise.all(
        values.map(async (value, index) => ({
          subject: standing[index]?.subject ?? {},
          outcome: await settle(() => tryUntilDone(needs, call, value, tryOnce)),
        })),
      ),
    );
  };
}
