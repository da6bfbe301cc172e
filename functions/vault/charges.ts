import { timingSafeEqual } from 'node:crypto';

import { CHARGE_STATES } from '../charge/charge-event.ts';
import type { ChargeOutcome, ChargeState } from '../charge/charge-event.ts';
import type { Call } from './call.ts';
import type { ChargeCommand } from './charge-command.ts';
import { VaultError } from './errors.ts';
import { guardOf } from './idempotency.ts';
import type { Guard } from './idempotency.ts';
import { hasOurMac, withMac } from './item-mac.ts';
import type { StoredItem } from './item-mac.ts';
import type { Services } from './services.ts';

/** A charge that was begun, by its idempotency key. */
export interface Charge extends ChargeOutcome {
  /** Under which the processor knows it. */
  readonly reference: string;
  /** ISO 8601 in UTC. */
  readonly chargedAt: string;
}

/** A charge that nobody but its holder goes on with. */
export interface Claim {
  readonly guard: Guard;
  readonly reference: string;
  readonly chargedAt: string;
  readonly writeId: string;
}

/** What was charged and how it ended, so that no key is ever charged twice. */
export interface Charges {
  /**
   * How the charge of this key ended; null if none was begun.
   * @throws VaultError IDEMPOTENCY_CONFLICT if the key came with another request;
   * TEMPORARILY_UNAVAILABLE while it is under way; TOKEN_NOT_FOUND, finding TAMPERED
   */
  find(call: Call, command: ChargeCommand): Promise<Charge | null>;
  /** Begins it, or finds that another call has. Throws as `find`. */
  claim(call: Call, command: ChargeCommand, reference: string): Promise<Charge | Claim>;
  /** @throws VaultError TEMPORARILY_UNAVAILABLE if it cannot be written how it ended */
  conclude(call: Call, claim: Claim, outcome: ChargeOutcome): Promise<Charge>;
  /** Gives the key back: nothing was sent. */
  release(call: Call, claim: Claim): Promise<void>;
}

type Needs = Pick<Services, 'clock' | 'commit' | 'random' | 'read'> & {
  readonly controlTable: string;
};

interface StoredCharge {
  readonly state: ChargeState | 'PENDING';
  readonly charge: Charge;
}

const SCHEMA_VERSION = '1';
const LABEL = 'vault/charge-mac/v1';
/** Longer than the other mutations' day: whoever repeats a charge late must not pay twice. */
const LIFE_SECONDS = 30 * 86_400;
/** A charge under way for longer than a function runs is one whose end nobody wrote down. */
const PENDING_MS = 60_000;
const MAX_ROUNDS = 3;

function guardFor({ clock, controlTable }: Needs, call: Call, command: ChargeCommand): Guard {
  const { token, cvcToken, processor, amount, currency, purpose, idempotencyKey: key } = command;
  const body = [token, cvcToken, processor, String(amount), currency, purpose];
  const request = { operation: 'charge', key, body, lifeSeconds: LIFE_SECONDS } as const;
  return guardOf(call, controlTable, request, clock());
}

function toItem(
  { keys }: Call,
  { guard, reference, chargedAt }: Omit<Claim, 'writeId'>,
  { state, authorization }: { readonly state: StoredCharge['state']; authorization: string | null },
  { writeId, expiresAt }: { readonly writeId: string; readonly expiresAt: number },
): StoredItem {
  return withMac(keys, LABEL, {
    pk: { S: guard.pk },
    schema: { N: SCHEMA_VERSION },
    requestMac: { B: guard.requestMac },
    state: { S: state },
    reference: { S: reference },
    chargedAt: { S: chargedAt },
    ...(authorization === null ? {} : { authorization: { S: authorization } }),
    expiresAt: { N: String(expiresAt) },
    writeId: { S: writeId },
  });
}

function isSame(requestMac: Uint8Array | undefined, guard: Guard): boolean {
  return (
    requestMac?.length === guard.requestMac.length && timingSafeEqual(requestMac, guard.requestMac)
  );
}

function fromItem({ keys }: Call, guard: Guard, item: StoredItem): StoredCharge {
  if (item.pk?.S !== guard.pk || !hasOurMac(keys, LABEL, item)) {
    throw new VaultError('TOKEN_NOT_FOUND', 'TAMPERED');
  }
  const state = CHARGE_STATES.find((one) => one === item.state?.S) ?? 'PENDING';
  if (item.schema?.N !== SCHEMA_VERSION) throw new VaultError('INTERNAL');
  if (!isSame(item.requestMac?.B, guard)) throw new VaultError('IDEMPOTENCY_CONFLICT');
  const charge = {
    state: state === 'PENDING' ? 'UNKNOWN' : state,
    authorization: item.authorization?.S ?? null,
    reference: item.reference?.S ?? '',
    chargedAt: item.chargedAt?.S ?? '',
  } as const;
  return { state, charge };
}

/** The charge that an item tells of; the write id of one past its time, which tells of none. */
function judge(
  { clock }: Needs,
  call: Call,
  guard: Guard,
  item: StoredItem | undefined,
): { readonly charge: Charge } | { readonly replaces: string | null } {
  if (item === undefined) return { replaces: null };
  const now = clock().getTime();
  const isOver = Number(item.expiresAt?.N) * 1000 <= now;
  if (isOver && item.pk?.S === guard.pk && hasOurMac(call.keys, LABEL, item)) {
    return { replaces: item.writeId?.S ?? null };
  }
  const { state, charge } = fromItem(call, guard, item);
  const isUnderWay = state === 'PENDING' && now - Date.parse(charge.chargedAt) < PENDING_MS;
  if (isUnderWay) throw new VaultError('TEMPORARILY_UNAVAILABLE');
  return { charge };
}

async function read(needs: Needs, call: Call, guard: Guard) {
  const items = await needs.read([guard]);
  return judge(needs, call, guard, items.of(guard.table, guard.pk));
}

/** Writes over what `replaces` names; the item in the way where that is something else. */
async function put({ commit }: Needs, table: string, item: StoredItem, replaces: string | null) {
  const [written] = await commit([[{ table, item, kind: 'put', replaces }]]);
  if (written === undefined) throw new VaultError('INTERNAL');
  if ('failure' in written) throw written.failure;
  return written.value[0] ?? null;
}

async function claim(
  needs: Needs,
  call: Call,
  command: ChargeCommand,
  reference: string,
): Promise<Charge | Claim> {
  const guard = guardFor(needs, call, command);
  let found = await read(needs, call, guard);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if ('charge' in found) return found.charge;
    const begun = { guard, reference, chargedAt: needs.clock().toISOString() };
    const writeId = needs.random.uuid();
    const pending = { state: 'PENDING', authorization: null } as const;
    const item = toItem(call, begun, pending, { writeId, expiresAt: guard.expiresAt });
    const loss = await put(needs, guard.table, item, found.replaces);
    if (loss === null) return { ...begun, writeId };
    found = judge(needs, call, guard, loss.item);
  }
  throw new VaultError('TEMPORARILY_UNAVAILABLE');
}

/** Nobody else writes over a claim; if it is another's now, nothing more is said of it. */
async function replace(needs: Needs, call: Call, claimed: Claim, outcome: ChargeOutcome | null) {
  const { guard, writeId } = claimed;
  const state = outcome ?? ({ state: 'PENDING', authorization: null } as const);
  const kept = { writeId: needs.random.uuid(), expiresAt: outcome === null ? 1 : guard.expiresAt };
  const loss = await put(needs, guard.table, toItem(call, claimed, state, kept), writeId);
  if (loss !== null) throw new VaultError('TEMPORARILY_UNAVAILABLE');
}

/**
 * Keeps charges in the control table, where the idempotency items of other mutations are, with a MAC.
 * A key is claimed before anything is taken or decrypted, and what became of it is written before
 * anyone is told.
 */
export function createCharges(needs: Needs): Charges {
  return {
    async find(call, command) {
      const found = await read(needs, call, guardFor(needs, call, command));
      return 'charge' in found ? found.charge : null;
    },
    claim: (call, command, reference) => claim(needs, call, command, reference),
    async conclude(call, claimed, outcome) {
      await replace(needs, call, claimed, outcome);
      const { reference, chargedAt } = claimed;
      return { ...outcome, reference, chargedAt };
    },
    release: (call, claimed) => replace(needs, call, claimed, null),
  };
}
