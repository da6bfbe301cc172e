import type { Call, Trail } from './call.ts';
import { asVaultError, VaultError } from './errors.ts';
import type { VaultReply } from './event.ts';
import { fieldsOf, listOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { errorReply } from './operation.ts';
import type { Operations } from './operation.ts';
import { isOperation } from './policy.ts';
import type { Services } from './services.ts';

/** An event's members before anything is believed of them. */
interface Received {
  readonly operation: unknown;
  readonly identity: unknown;
  readonly sourceIps: readonly unknown[];
  readonly arguments: Fields;
}

/** What a door needs to tell who comes, and to record who is turned away. */
export type DoorServices = Pick<Services, 'attempts' | 'identify' | 'standings' | 'tenantKeys'>;

function receive(event: unknown): Received {
  const { operation, identity, origin, arguments: received } = fieldsOf(event);
  const sourceIps = listOf(fieldsOf(origin).sourceIp);
  return { operation, identity, sourceIps, arguments: fieldsOf(received) };
}

function isCall(trail: Trail): trail is Call {
  return (
    trail.operation !== 'UNKNOWN' &&
    trail.actor !== null &&
    trail.tenant !== null &&
    trail.keys !== null &&
    trail.standing !== null
  );
}

/** A tenant without keys is none of ours; a caller learns no more than one without a tenant. */
async function trailOf(
  { identify, standings, tenantKeys }: DoorServices,
  operations: Operations,
  { operation, identity, sourceIps }: Received,
  requestId: string,
): Promise<{ trail: Trail; refusal: VaultError | null }> {
  const { actor, tenant } = identify(identity);
  const isOurs = isOperation(operation) && operations[operation] !== undefined;
  const named = isOurs ? operation : 'UNKNOWN';
  const trail = {
    operation: named,
    requestId,
    sourceIps,
    actor,
    tenant: null,
    keys: null,
    standing: null,
  } as const;
  if (actor === null || tenant === null) {
    return { trail, refusal: new VaultError('TENANT_REQUIRED') };
  }
  try {
    const keys = await tenantKeys(tenant);
    if (keys === null) return { trail, refusal: new VaultError('TENANT_REQUIRED') };
    const refusal = named === 'UNKNOWN' ? new VaultError('INVALID_INPUT') : null;
    return { trail: { ...trail, tenant, keys, standing: standings(tenant, actor) }, refusal };
  } catch (error) {
    return { trail, refusal: asVaultError(error) };
  }
}

/** Answers events that are one call: same operation and caller, one reply each. */
async function answerTogether(
  services: DoorServices,
  operations: Operations,
  received: readonly [Received, ...Received[]],
  requestId: string,
): Promise<VaultReply[]> {
  try {
    const { trail, refusal } = await trailOf(services, operations, received[0], requestId);
    const answer = isCall(trail) ? operations[trail.operation] : undefined;
    if (refusal !== null || !isCall(trail) || answer === undefined) {
      throw await services.attempts.refuse(trail, [], refusal ?? new VaultError('INTERNAL'));
    }
    const argumentsList = received.map((one) => one.arguments);
    return await answer(trail, argumentsList);
  } catch (error) {
    const reply = errorReply(asVaultError(error));
    return received.map(() => reply);
  }
}

/** AppSync batches the items of one request, so one caller; should it ever mix, none is taken for another. */
async function answerBatchInvoke(
  services: DoorServices,
  operations: Operations,
  events: readonly unknown[],
  requestId: string,
): Promise<VaultReply[]> {
  const calls = new Map<string, { at: number; received: Received }[]>();
  events.forEach((event, at) => {
    const received = receive(event);
    const operation = received.operation === 'release' ? 'release' : null;
    const caller = JSON.stringify([operation, received.identity, received.sourceIps]);
    const entry = { at, received: { ...received, operation } };
    calls.set(caller, [...(calls.get(caller) ?? []), entry]);
  });
  const replies: VaultReply[] = [];
  for (const entries of calls.values()) {
    const [first, ...rest] = entries.map(({ received }) => received);
    if (first === undefined) continue;
    const answered = await answerTogether(services, operations, [first, ...rest], requestId);
    entries.forEach(({ at }, index) => {
      replies[at] = answered[index] ?? errorReply(new VaultError('INTERNAL'));
    });
  }
  return replies;
}

/**
 * The door of a function: an event of any shape to a reply, or an array of `release` events to as
 * many items in the same order. Never throws; what is not a known reason becomes INTERNAL.
 */
export function createDoor(
  services: DoorServices,
  operations: Operations,
): (event: unknown, requestId: string) => Promise<VaultReply | VaultReply[]> {
  return async (event, requestId) => {
    if (Array.isArray(event)) {
      return answerBatchInvoke(services, operations, event, requestId);
    }
    const replies = await answerTogether(services, operations, [receive(event)], requestId);
    return replies[0] ?? errorReply(new VaultError('INTERNAL'));
  };
}
