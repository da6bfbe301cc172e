import type { Call } from './call.ts';
import type { EncryptionContext } from './envelope.ts';
import { VaultError } from './errors.ts';
import type { Finding } from './errors.ts';
import { listOf } from './fields.ts';
import type { Actor, Tenant } from './identity.ts';
import { hasOurMac, lengthPrefixed, withMac } from './item-mac.ts';
import type { StoredItem } from './item-mac.ts';
import type { TenantKeys } from './keys.ts';
import { isPurpose } from './policy.ts';
import type { Purpose } from './policy.ts';
import type { Form, Versioned } from './versioned-item.ts';

const DECIDED_STATES = ['REQUESTED', 'APPROVED', 'REJECTED', 'REVOKED'] as const;

type KeptState = (typeof DECIDED_STATES)[number];

/** What an approval looks like from outside: time and use end it without anyone writing that. */
export type ApprovalState = KeptState | 'EXPIRED' | 'USED_UP';

/** A person as far as we can tell: the actor, and HMACs of what the identity provider verified. */
export interface Person {
  /** The actor's id; no service's is a user's, too. */
  readonly id: string;
  readonly persons: readonly string[];
}

/** A request for plaintexts beyond what one may have alone; once approved, the grant itself. */
export interface Approval extends Versioned {
  /** 1 and on, in the order of the requests of a tenant. */
  readonly number: number;
  readonly state: KeptState;
  readonly requester: Person;
  readonly purpose: Purpose;
  /** The tokens it is for; any of the tenant if null. */
  readonly tokens: readonly string[] | null;
  /** How many plaintexts may be handed out. */
  readonly count: number;
  readonly used: number;
  /** How long the grant is to last, from the approval on. */
  readonly minutes: number;
  /** ISO 8601 in UTC. */
  readonly requestedAt: string;
  /** Of a request, until when it may be decided; of a grant, until when it may be used. */
  readonly endsAt: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  /** Ticket and reason, encrypted. */
  readonly note: Uint8Array;
}

/** Undecided for a day, a request has expired. */
export const OPEN_MS = 86_400_000;

const SCHEMA_VERSION = '1';
const LABEL = 'vault/approval-mac/v1';
const KEPT_SECONDS = 90 * 86_400;
const ID = /^approval-([1-9][0-9]{0,11})$/;

export function approvalId(number: number): string {
  return `approval-${number}`;
}

/** Null if it is no id of an approval. */
export function numberOf(id: string): number | null {
  const [, digits] = ID.exec(id) ?? [];
  return digits === undefined ? null : Number(digits);
}

export function approvalKey(tenant: Tenant, number: number): string {
  return `${tenant}#approval#${number}`;
}

/** What binds ticket and reason to their request. */
export function noteContext(tenant: Tenant, number: number): EncryptionContext {
  return { tenant, approval: approvalId(number) };
}

/** Of what is verified of a person only HMACs are kept: an e-mail address is personal data. */
export function personOf({ id, persons }: Actor, keys: TenantKeys): Person {
  const macs = persons.map((one) =>
    keys.mac('vault/person/v1', lengthPrefixed([Buffer.from(one, 'utf8')])).toString('base64url'),
  );
  return { id, persons: macs };
}

/** Whether two actors are one person: the same subject, or anything verified that both share. */
export function isSamePerson(one: Person, other: Person): boolean {
  return one.id === other.id || one.persons.some((mac) => other.persons.includes(mac));
}

export function stateOf({ state, endsAt, used, count }: Approval, now: Date): ApprovalState {
  if (state === 'APPROVED' && used >= count) return 'USED_UP';
  const mayEnd = state === 'APPROVED' || state === 'REQUESTED';
  return mayEnd && Date.parse(endsAt) <= now.getTime() ? 'EXPIRED' : state;
}

/** Why a grant may not be used, or null: what it is asked for, by whom, when. */
export function obstacle(
  approval: Approval,
  person: Person,
  { token, purpose, now }: { token: string; purpose: Purpose | null; now: Date },
): Finding | null {
  if (approval.requester.id !== person.id) return 'GRANT_UNKNOWN';
  const state = stateOf(approval, now);
  if (state !== 'APPROVED') return state === 'USED_UP' ? 'GRANT_USED_UP' : 'GRANT_CLOSED';
  const isFor = approval.purpose === purpose && (approval.tokens?.includes(token) ?? true);
  return isFor ? null : 'GRANT_MISMATCH';
}

function toItem({ tenant, keys }: Pick<Call, 'tenant' | 'keys'>, one: Approval, writeId: string) {
  const keptUntil = Math.floor(Date.parse(one.requestedAt) / 1000) + KEPT_SECONDS;
  const { decidedBy, decidedAt } = one;
  return withMac(keys, LABEL, {
    pk: { S: approvalKey(tenant, one.number) },
    schema: { N: SCHEMA_VERSION },
    state: { S: one.state },
    requester: { S: one.requester.id },
    persons: { S: JSON.stringify(one.requester.persons) },
    purpose: { S: one.purpose },
    ...(one.tokens === null ? {} : { tokens: { S: JSON.stringify(one.tokens) } }),
    count: { N: String(one.count) },
    used: { N: String(one.used) },
    minutes: { N: String(one.minutes) },
    requestedAt: { S: one.requestedAt },
    endsAt: { S: one.endsAt },
    ...(decidedBy === null ? {} : { decidedBy: { S: decidedBy } }),
    ...(decidedAt === null ? {} : { decidedAt: { S: decidedAt } }),
    note: { B: one.note },
    version: { N: String(one.version) },
    writeId: { S: writeId },
    expiresAt: { N: String(keptUntil) },
  });
}

function textsIn(json: string | undefined): string[] {
  return listOf(JSON.parse(json ?? '[]')).map(String);
}

/**
 * The approval in an item, checked; null if there is none.
 * @throws VaultError APPROVAL_REQUIRED, finding TAMPERED: what nobody approved opens nothing
 */
export function approvalIn(
  { tenant, keys }: Pick<Call, 'tenant' | 'keys'>,
  number: number,
  item: StoredItem | undefined,
): Approval | null {
  if (item === undefined) return null;
  if (item.pk?.S !== approvalKey(tenant, number) || !hasOurMac(keys, LABEL, item)) {
    throw new VaultError('APPROVAL_REQUIRED', 'TAMPERED');
  }
  const state = DECIDED_STATES.find((one) => one === item.state?.S);
  const purpose = item.purpose?.S;
  const isKnown = item.schema?.N === SCHEMA_VERSION && state !== undefined;
  if (!isKnown || !isPurpose(purpose)) throw new VaultError('INTERNAL');
  return {
    number,
    state,
    requester: { id: item.requester?.S ?? '', persons: textsIn(item.persons?.S) },
    purpose,
    tokens: item.tokens?.S === undefined ? null : textsIn(item.tokens.S),
    count: Number(item.count?.N),
    used: Number(item.used?.N),
    minutes: Number(item.minutes?.N),
    requestedAt: item.requestedAt?.S ?? '',
    endsAt: item.endsAt?.S ?? '',
    decidedBy: item.decidedBy?.S ?? null,
    decidedAt: item.decidedAt?.S ?? null,
    note: item.note?.B ?? new Uint8Array(),
    version: Number(item.version?.N),
    writeIds: [item.writeId?.S ?? ''],
  };
}

/** An approval that was there and is gone was not removed by us. */
export function approvalForm(call: Pick<Call, 'tenant' | 'keys'>, number: number): Form<Approval> {
  return {
    toItem: (approval, writeId) => toItem(call, approval, writeId),
    fromItem: (item) => {
      const approval = approvalIn(call, number, item);
      if (approval === null) throw new VaultError('APPROVAL_REQUIRED', 'TAMPERED');
      return approval;
    },
    isStored: () => true,
  };
}
