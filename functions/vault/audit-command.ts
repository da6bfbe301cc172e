import type { Item } from './attempt.ts';
import { canonicalJson } from './canonical-json.ts';
import { ERROR_CODES, VaultError } from './errors.ts';
import { fieldsOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { readInstant } from './instant.ts';
import { settleNow } from './outcome.ts';
import { isOperation } from './policy.ts';

/** Which events are asked for; null leaves a member open. */
export interface AuditFilter {
  readonly actor: string | null;
  readonly operation: string | null;
  readonly code: string | null;
}

/** `question` holds all that chooses what is listed: a cursor goes with one question only. */
export interface PageCommand {
  /** 1 to 100. */
  readonly limit: number;
  readonly nextToken: string | null;
  readonly question: string;
}

export interface AuditEventsCommand extends PageCommand {
  readonly filter: AuditFilter;
  /** In milliseconds, from the one up to the other, at most 31 days. */
  readonly from: number;
  readonly to: number;
}

export interface ProofCommand {
  readonly id: string;
}

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;
const DAY_MS = 86_400_000;
const MAX_RANGE_MS = 31 * DAY_MS;
/** No trail is older, and what no clock can have shown is not recorded either. */
const EARLIEST = Date.UTC(2020, 0);
const MAX_TEXT = 192;

function refuse(): never {
  throw new VaultError('INVALID_INPUT');
}

function optionalText(received: unknown): string | null {
  if (received === null || received === undefined) return null;
  return typeof received === 'string' && received.length <= MAX_TEXT ? received : refuse();
}

function readLimit(received: unknown): number {
  const limit = received ?? DEFAULT_LIMIT;
  const isLimit = typeof limit === 'number' && Number.isInteger(limit);
  return isLimit && limit >= 1 && limit <= MAX_LIMIT ? limit : refuse();
}

function readTime(received: unknown, now: number): number | null {
  if (received === null || received === undefined) return null;
  const seconds = typeof received === 'string' ? readInstant(received) : null;
  const time = (seconds ?? 0) * 1000;
  return time >= EARLIEST && time <= now + DAY_MS ? time : refuse();
}

function readToken(received: unknown): string | null {
  if (received === null || received === undefined) return null;
  return typeof received === 'string' ? received : refuse();
}

function readFilter({ actor, operation, code }: Fields): AuditFilter {
  const filter = {
    actor: optionalText(actor),
    operation: optionalText(operation),
    code: optionalText(code),
  };
  const isKnown =
    (filter.operation === null || isOperation(filter.operation)) &&
    (filter.code === null || ['OK', 'PARTIAL', ...ERROR_CODES].includes(filter.code));
  return isKnown ? filter : refuse();
}

function readEvents({ filter: received, limit, nextToken }: Fields, now: number) {
  const fields = fieldsOf(received);
  const filter = readFilter(fields);
  const [givenFrom, givenTo] = [readTime(fields.from, now), readTime(fields.to, now)];
  const to = givenTo ?? now;
  const from = givenFrom ?? to - DAY_MS;
  if (from > to || to - from > MAX_RANGE_MS) refuse();
  const question = canonicalJson({ ...filter, from: givenFrom, to: givenTo });
  return { filter, from, to, question, limit: readLimit(limit), nextToken: readToken(nextToken) };
}

/** `{ filter: { from, to, actor, operation, code }, limit, nextToken }`; the last 24 hours if open. */
export function readAuditEvents(fields: Fields, now: number): Item<AuditEventsCommand> {
  const outcome = settleNow(() => readEvents(fields, now));
  if ('failure' in outcome) return { subject: {}, outcome };
  const { from, to, filter } = outcome.value;
  const asked = filter.actor === null ? {} : { asked: filter.actor };
  const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  return { subject: { ...range, ...asked }, outcome };
}

/** `{ limit, nextToken }` */
export function readCheckpoints({ limit, nextToken }: Fields): Item<PageCommand> {
  const outcome = settleNow(() => ({
    limit: readLimit(limit),
    nextToken: readToken(nextToken),
    question: '',
  }));
  return { subject: {}, outcome };
}

/** `{ id }`, of any form: what is no event's id is no event. */
export function readProof({ id }: Fields): Item<ProofCommand> {
  const outcome = settleNow(() => (typeof id === 'string' ? { id } : refuse()));
  return { subject: typeof id === 'string' ? { asked: id } : {}, outcome };
}
