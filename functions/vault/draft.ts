import type { ReadItems } from './batch-read.ts';
import type { Call } from './call.ts';
import { VaultError } from './errors.ts';
import { fingerprintKey, macOfValue, namedToken } from './fingerprint.ts';
import type { NamedToken } from './fingerprint.ts';
import { guardOf, judgeGuard } from './idempotency.ts';
import type { Guard, KeyedRequest } from './idempotency.ts';
import type { StoredItem } from './item-mac.ts';
import type { LookupTables } from './lookup.ts';
import { CVC_LIFE_SECONDS } from './order.ts';
import type { Order } from './order.ts';
import { settleNow } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { TokenView } from './views.ts';

/** An item of a batch that is to have a token. */
export interface Member {
  readonly order: Order;
  readonly claim: Claim | null;
  outcome: Outcome<TokenView> | undefined;
}

/** An idempotency key in a batch, with the items that came with it. */
export interface Claim {
  readonly guards: readonly Guard[];
  /** By guard: the write id of the item past its time that is to be replaced. */
  readonly replaces: (string | null)[];
  /** The token that the same request got before. */
  repeats: string | null;
}

/**
 * Items of a batch that are to have one token: equal values, or one request several times. What is
 * known so far changes with each round of reading and writing.
 */
export interface Draft {
  readonly members: Member[];
  /** The key of the fingerprint item; null for a token that shares nothing. */
  readonly fingerprint: string | null;
  /** What that item names. */
  named: NamedToken | null;
  /** Whether the named token was found to be gone, so that another may take its place. */
  isNamedGone: boolean;
  /** The token that the value has. */
  known: TokenView | null;
  /** Whether the last write failed because the token drawn was taken, not because of a race. */
  isTaken: boolean;
}

/** The request as the caller sent it. The value of a CVC must not outlive its hour, in no form. */
function bodyOf(call: Call, { command }: Order, withValue: boolean): (string | null)[] {
  const { dataClass, customClass, format, deterministic, expiresAt, maxUses, metadata } = command;
  const label = 'vault/idempotency-value/v1';
  return [
    dataClass,
    customClass,
    format,
    JSON.stringify([deterministic, expiresAt, maxUses]),
    JSON.stringify(metadata.map(({ key, value }) => [key, value])),
    withValue ? macOfValue(call.keys, label, '', command.plaintext) : null,
  ];
}

/** One guard for a day; for a CVC it says nothing of the value, which a second one does for an hour. */
function guardsOf(tables: LookupTables, call: Call, order: Order, key: string, now: Date): Guard[] {
  const isCode = order.command.dataClass === 'CVC';
  const asked = (withValue: boolean): KeyedRequest => {
    return { operation: 'tokenize', key, body: bodyOf(call, order, withValue) };
  };
  const lasting = guardOf(call, tables.controlTable, asked(!isCode), now);
  if (!isCode) return [lasting];
  const brief = { ...asked(true), part: 'value', lifeSeconds: CVC_LIFE_SECONDS } as const;
  return [lasting, guardOf(call, tables.cvcTable, brief, now)];
}

function isSameRequest(one: Claim, other: readonly Guard[]): boolean {
  return one.guards.every(({ requestMac }, index) => {
    const mac = other[index]?.requestMac;
    return mac !== undefined && requestMac.equals(mac);
  });
}

/** Claims by idempotency key: an item whose key stands for another item of the batch is refused. */
function createClaims(tables: LookupTables, call: Call, now: Date) {
  const claims = new Map<string, Claim>();
  return (order: Order): Outcome<Claim | null> => {
    const key = order.command.idempotencyKey;
    if (key === null) return { value: null };
    const guards = guardsOf(tables, call, order, key, now);
    const known = claims.get(key);
    if (known !== undefined) {
      if (isSameRequest(known, guards)) return { value: known };
      return { failure: new VaultError('IDEMPOTENCY_CONFLICT') };
    }
    const claim = { guards, replaces: guards.map(() => null), repeats: null };
    claims.set(key, claim);
    return { value: claim };
  };
}

/** Sorts orders into drafts: all members, in order, and what is to be made for them. */
export function draftsOf(
  tables: LookupTables,
  call: Call,
  orders: readonly Order[],
  now: Date,
): { members: Member[]; drafts: Draft[] } {
  const claimOf = createClaims(tables, call, now);
  const drafts = new Map<unknown, Draft>();
  const members = orders.map((order): Member => {
    const claim = claimOf(order);
    if ('failure' in claim) return { order, claim: null, outcome: claim };
    const member: Member = { order, claim: claim.value, outcome: undefined };
    const fingerprint = order.deterministic ? fingerprintKey(call, order.value) : null;
    const sameness = fingerprint ?? member.claim ?? member;
    const draft = drafts.get(sameness) ?? {
      members: [],
      fingerprint,
      named: null,
      isNamedGone: false,
      known: null,
      isTaken: false,
    };
    draft.members.push(member);
    drafts.set(sameness, draft);
    return member;
  });
  return { members, drafts: [...drafts.values()] };
}

export function openMembers(draft: Draft): Member[] {
  return draft.members.filter(({ outcome }) => outcome === undefined);
}

/** The distinct claims of the members that wait for the token. */
export function openClaims(draft: Draft): Claim[] {
  return [...new Set(openMembers(draft).flatMap(({ claim }) => claim ?? []))];
}

/** Gives every waiting member its outcome. */
export function conclude(draft: Draft, outcome: Outcome<TokenView>): void {
  for (const member of openMembers(draft)) member.outcome = outcome;
}

function fail(draft: Draft, claim: Claim, failed: Outcome<never>): void {
  for (const member of openMembers(draft)) if (member.claim === claim) member.outcome = failed;
}

/**
 * Takes note of a claim's guards as they were read. A request is a repetition only if all of them say
 * so: of two guards that one transaction writes, a read may find the first without the second. Then
 * the write decides, which sees both.
 */
export function noteGuards(
  call: Call,
  draft: Draft,
  claim: Claim,
  items: ReadItems,
  now: Date,
): void {
  const found = settleNow(() =>
    claim.guards.map((guard) => judgeGuard(call, guard, items.of(guard.table, guard.pk), now)),
  );
  if ('failure' in found) {
    fail(draft, claim, found);
    return;
  }
  const [first] = found.value;
  const isRepeated = found.value.every((finding) => finding.isRepeated);
  if (isRepeated && first?.isRepeated === true) claim.repeats = first.token;
  found.value.forEach((finding, index) => {
    claim.replaces[index] = finding.isRepeated ? null : finding.replaces;
  });
}

/** Takes note of a guard's item in the way: a conflict fails the members that came with the key. */
export function noteGuard(
  call: Call,
  draft: Draft,
  claim: Claim,
  index: number,
  item: StoredItem | undefined,
  now: Date,
): void {
  const guard = claim.guards[index];
  if (guard === undefined) return;
  const found = settleNow(() => judgeGuard(call, guard, item, now));
  if ('failure' in found) {
    fail(draft, claim, found);
  } else if (!found.value.isRepeated) {
    claim.replaces[index] = found.value.replaces;
  } else if (index === 0) {
    claim.repeats = found.value.token;
  }
}

/** Takes note of the fingerprint's item, which may name a token. */
export function noteFingerprint(call: Call, draft: Draft, item: StoredItem | undefined): void {
  const { fingerprint } = draft;
  if (fingerprint === null) return;
  const named = settleNow(() => namedToken(call, fingerprint, item));
  if ('failure' in named) conclude(draft, named);
  else Object.assign(draft, { named: named.value, isNamedGone: false });
}
