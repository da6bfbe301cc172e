import type { ChargeOutcome } from '../charge/charge-event.ts';
import type { Item } from './attempt.ts';
import { spendCode } from './spend-code.ts';
import type { Call, Subject } from './call.ts';
import type { ChargeCommand } from './charge-command.ts';
import type { ChargeData } from './charge-data.ts';
import { isOffered } from './charge-settings.ts';
import type { Charge, Claim } from './charges.ts';
import { VaultError } from './errors.ts';
import type { FoundTokens, KnownToken } from './lookup.ts';
import { settle } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { mayCharge } from './policy.ts';
import { encryptionContextOf } from './record.ts';
import type { VaultRecord } from './record.ts';
import { unresolved } from './resolve.ts';
import type { Services } from './services.ts';

type Needs = Pick<
  Services,
  | 'attempts'
  | 'budgets'
  | 'chargeFunction'
  | 'charges'
  | 'chargeSettings'
  | 'envelope'
  | 'lookup'
  | 'metrics'
  | 'random'
  | 'stateChanges'
  | 'uses'
>;

/** A charge of which all was decided that can be decided before anything is taken. */
interface Prepared {
  readonly command: ChargeCommand;
  readonly subject: Subject;
  /** Null of a repetition whose token no longer resolves. */
  readonly card: KnownToken | null;
  readonly code: KnownToken | null;
  /** How the charge of this key ended; null if none was begun. */
  readonly repeated: Charge | null;
  /** What it is to be known by. */
  readonly reference: string;
}

/** A charge as it is answered; the card only while its token resolves. */
export interface ChargeView {
  readonly command: ChargeCommand;
  readonly charge: Charge;
  readonly card: VaultRecord | null;
}

function refusalOfCard({ record, uses }: KnownToken): VaultError | null {
  if (record.state === 'REVOKED') return new VaultError('TOKEN_NOT_FOUND', 'REVOKED');
  if (record.dataClass !== 'PAN') return new VaultError('INVALID_INPUT');
  const isUsedUp = record.maxUses !== null && uses >= record.maxUses;
  return isUsedUp ? new VaultError('ALREADY_USED') : null;
}

function refusalOfCode({ record }: KnownToken): VaultError | null {
  return record.dataClass === 'CVC' ? null : new VaultError('INVALID_INPUT');
}

/** @throws VaultError why the token cannot be charged, or be charged with */
function required(
  found: FoundTokens,
  token: string,
  refusalOf: (known: KnownToken) => VaultError | null,
): KnownToken {
  const outcome = found.of(token);
  if ('failure' in outcome) throw outcome.failure;
  const refusal = refusalOf(outcome.value);
  if (refusal !== null) throw refusal;
  return outcome.value;
}

function isHoney(found: FoundTokens, token: string | null): boolean {
  const outcome = token === null ? null : found.of(token);
  return outcome !== null && 'failure' in outcome && outcome.failure.finding === 'HONEY_TOKEN';
}

/** A honey token behind another refusal is a use, too: it is told in the trail, and changes no answer. */
function toldHoney(
  found: FoundTokens,
  { token, cvcToken }: ChargeCommand,
  outcome: Outcome<Prepared>,
): Outcome<Prepared> {
  const isUse = isHoney(found, token) || isHoney(found, cvcToken);
  if ('value' in outcome || !isUse) return outcome;
  return { failure: new VaultError(outcome.failure.code, 'HONEY_TOKEN') };
}

/** Tokens appear in the trail only if they are the tenant's, honey tokens also. */
function subjectOf(found: FoundTokens, { token, cvcToken, purpose }: ChargeCommand): Subject {
  const outcome = found.of(token);
  const card =
    'failure' in outcome
      ? unresolved(token, outcome.failure)
      : { token, dataClass: outcome.value.record.dataClass, format: outcome.value.record.format };
  const isKnown = cvcToken !== null && ('value' in found.of(cvcToken) || isHoney(found, cvcToken));
  return { ...card, ...(isKnown ? { cvcToken } : {}), purpose };
}

async function prepare(
  { charges, chargeSettings, lookup, random }: Needs,
  call: Call,
  command: ChargeCommand,
): Promise<Item<Prepared>> {
  const { token, cvcToken, processor, purpose } = command;
  const found = await settle(() =>
    lookup.find(call, cvcToken === null ? [token] : [token, cvcToken]),
  );
  if ('failure' in found) return { subject: { asked: token, purpose }, outcome: found };
  const isOurs = isOffered(chargeSettings, call.tenant, command);
  const named = { ...subjectOf(found.value, command), ...(isOurs ? { processor } : {}) };
  const outcome = await settle(async () => {
    const repeated = await charges.find(call, command);
    const reference = repeated?.reference ?? random.uuid();
    const subject = { ...named, reference };
    if (repeated !== null) {
      if (!mayCharge(purpose)) throw new VaultError('PURPOSE_NOT_ALLOWED');
      const card = found.value.of(token);
      const record = 'value' in card ? card.value : null;
      return { command, subject, card: record, code: null, repeated, reference };
    }
    const card = required(found.value, token, refusalOfCard);
    const code = cvcToken === null ? null : required(found.value, cvcToken, refusalOfCode);
    if (!mayCharge(purpose)) throw new VaultError('PURPOSE_NOT_ALLOWED');
    if (!isOurs) throw new VaultError('INVALID_INPUT');
    return { command, subject, card, code, repeated, reference };
  });
  const told = toldHoney(found.value, command, outcome);
  return { subject: 'value' in told ? told.value.subject : named, outcome: told };
}

function open({ envelope }: Needs, call: Call, { record }: KnownToken) {
  return envelope.open(call.tenant, encryptionContextOf(call.tenant, record), record.ciphertext);
}

/** Uses and the code are consumed before anything is decrypted: a crash loses them, never gives two. */
async function openValues(needs: Needs, call: Call, card: KnownToken, code: KnownToken | null) {
  if ((await needs.uses.take(call, card, 1)) < 1) throw new VaultError('ALREADY_USED');
  if (code !== null) await spendCode(needs, call, code);
  return Promise.all([open(needs, call, card), code === null ? null : open(needs, call, code)]);
}

/** Nobody will know how it ended: someone has to ask the processor. */
function countUnknown({ metrics }: Needs, { requestId }: Call, { reference }: Claim): void {
  metrics.count('ChargeUnknown', { requestId, reference });
}

/** Writes down how it ended; if that fails, it will read UNKNOWN. */
async function conclude(
  needs: Needs,
  call: Call,
  claimed: Claim,
  outcome: ChargeOutcome,
): Promise<Charge> {
  const concluded = await settle(() => needs.charges.conclude(call, claimed, outcome));
  if (outcome.state === 'UNKNOWN' || 'failure' in concluded) countUnknown(needs, call, claimed);
  if ('failure' in concluded) throw concluded.failure;
  return concluded.value;
}

async function chargeOnce(
  needs: Needs,
  call: Call,
  { command, card, code, reference }: Prepared,
): Promise<Charge> {
  const { budgets, charges, chargeFunction } = needs;
  if (card === null || chargeFunction === null) throw new VaultError('INTERNAL');
  const { isTaken } = await budgets.take(call, { kind: 'CHARGE', purposes: [command.purpose] });
  if (isTaken[0] !== true) throw new VaultError('BUDGET_EXCEEDED');
  const claimed = await charges.claim(call, command, reference);
  if (!('guard' in claimed)) return claimed;
  const opened = await settle(() => openValues(needs, call, card, code));
  if ('failure' in opened) {
    // Should even that fail, the key will answer UNKNOWN: too little is promised, never too much.
    const released = await settle(() => charges.release(call, claimed));
    if ('failure' in released) countUnknown(needs, call, claimed);
    throw opened.failure;
  }
  const { processor, amount, currency } = command;
  const order = { processor, amount, currency, reference };
  const outcome = await chargeFunction.charge(order, ...opened.value);
  return conclude(needs, call, claimed, outcome);
}

async function perform(needs: Needs, call: Call, prepared: Prepared): Promise<Item<ChargeView>> {
  const { command, card, repeated, subject } = prepared;
  const outcome = await settle(() => repeated ?? chargeOnce(needs, call, prepared));
  if ('failure' in outcome) return { subject, outcome };
  const { reference, state: charge } = outcome.value;
  return {
    subject: { ...subject, reference, charge },
    outcome: { value: { command, charge: outcome.value, card: card?.record ?? null } },
  };
}

/**
 * Charges a card without anyone reading it: decides, records the attempt, takes budget, claims the
 * key, consumes the use and the code, decrypts, and hands both values to the charge function. What
 * came of it is written before it is told. A repeated request is authorized and recorded anew and
 * told how the charge ended; it takes nothing and sends nothing.
 * Outcomes: TOKEN_NOT_FOUND, INVALID_INPUT, PURPOSE_NOT_ALLOWED, ALREADY_USED, BUDGET_EXCEEDED,
 * IDEMPOTENCY_CONFLICT, TEMPORARILY_UNAVAILABLE.
 */
export function createChargeCard(needs: Needs) {
  return async (call: Call, items: readonly Item<ChargeCommand>[]): Promise<Item<ChargeView>[]> => {
    const prepared = await Promise.all(
      items.map(async ({ subject, outcome }) =>
        'value' in outcome ? prepare(needs, call, outcome.value) : { subject, outcome },
      ),
    );
    return needs.attempts.run(call, prepared, (values) =>
      Promise.all(values.map((value) => perform(needs, call, value))),
    );
  };
}

/** What `Charge` shows. */
export function chargeData({ command, charge, card }: ChargeView): ChargeData {
  const { token, processor, amount, currency } = command;
  const { reference, state, authorization, chargedAt } = charge;
  const seen = { masked: card?.masked ?? null, brand: card?.brand ?? null };
  return {
    ...{ reference, state, authorization, processor, amount, currency, token },
    ...{ ...seen, chargedAt },
  };
}
