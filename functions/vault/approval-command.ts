import type { Item } from './attempt.ts';
import { numberOf } from './approval.ts';
import { readIdempotencyKey } from './command.ts';
import { VaultError } from './errors.ts';
import { fieldsOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { looksSensitive } from './metadata.ts';
import { readPage } from './numbered-page.ts';
import type { NumberedPage } from './numbered-page.ts';
import { settleNow } from './outcome.ts';
import { isPurpose } from './policy.ts';
import type { Purpose } from './policy.ts';
import { isPlausibleToken } from './token.ts';

export interface RequestApprovalCommand {
  /** 1 to 50 different ones; null where only their number is named. */
  readonly tokens: readonly string[] | null;
  /** 1 to 10,000. */
  readonly count: number;
  readonly purpose: Purpose;
  readonly ticket: string;
  readonly reason: string;
  /** 1 to 480. */
  readonly minutes: number;
  readonly idempotencyKey: string | null;
}

export interface DecideApprovalCommand {
  readonly number: number;
  readonly decision: 'APPROVE' | 'REJECT';
}

export interface RevokeApprovalCommand {
  readonly number: number;
}

const MAX_TOKENS = 50;
const MAX_COUNT = 10_000;
const MAX_MINUTES = 480;
const [MAX_TICKET, MAX_REASON] = [64, 500];
const REFUSED_CHARACTERS = /[\p{Cc}\p{Surrogate}]/u;

function refuse(): never {
  throw new VaultError('INVALID_INPUT');
}

function wholeNumber(received: unknown, most: number): number {
  const isNumber = typeof received === 'number' && Number.isInteger(received);
  return isNumber && received >= 1 && received <= most ? received : refuse();
}

function readTokens(received: unknown): string[] | null {
  if (received === null || received === undefined) return null;
  if (!Array.isArray(received) || received.length === 0) return refuse();
  if (received.length > MAX_TOKENS) throw new VaultError('BATCH_TOO_LARGE');
  const tokens = received.map((token: unknown) => {
    if (typeof token !== 'string') return refuse();
    if (!isPlausibleToken(token)) throw new VaultError('TOKEN_NOT_FOUND', 'MALFORMED');
    return token;
  });
  return new Set(tokens).size === tokens.length ? tokens : refuse();
}

/** What people write may hold what it must not: it is looked through as metadata is. */
function readNote(received: unknown, longest: number): string {
  const isNote =
    typeof received === 'string' &&
    received.trim() !== '' &&
    Array.from(received).length <= longest &&
    !REFUSED_CHARACTERS.test(received);
  return isNote && !looksSensitive(received) ? received : refuse();
}

function readRequest(fields: Fields): RequestApprovalCommand {
  const { purpose, count } = fields;
  const tokens = readTokens(fields.tokens);
  const isCounted = count !== null && count !== undefined;
  if (!isPurpose(purpose) || isCounted === (tokens !== null)) return refuse();
  return {
    tokens,
    count: tokens?.length ?? wholeNumber(count, MAX_COUNT),
    purpose,
    ticket: readNote(fields.ticket, MAX_TICKET),
    reason: readNote(fields.reason, MAX_REASON),
    minutes: wholeNumber(fields.minutes, MAX_MINUTES),
    idempotencyKey: readIdempotencyKey(fields.idempotencyKey),
  };
}

/** `{ tokens or count, purpose, ticket, reason, minutes, idempotencyKey }` */
export function readRequestApproval(received: unknown): Item<RequestApprovalCommand> {
  const fields = fieldsOf(received);
  const { purpose, ticket } = fields;
  const subject = {
    ...(isPurpose(purpose) ? { purpose } : {}),
    ...(typeof ticket === 'string' ? { ticket } : {}),
  };
  return { subject, outcome: settleNow(() => readRequest(fields)) };
}

function readNumber(id: unknown): number {
  if (typeof id !== 'string') return refuse();
  const number = numberOf(id);
  if (number === null) throw new VaultError('APPROVAL_NOT_FOUND', 'MALFORMED');
  return number;
}

/** `{ id, decision }` */
export function readDecideApproval(received: unknown): Item<DecideApprovalCommand> {
  const { id, decision } = fieldsOf(received);
  if (decision !== 'APPROVE' && decision !== 'REJECT') {
    return { subject: {}, outcome: { failure: new VaultError('INVALID_INPUT') } };
  }
  const outcome = settleNow((): DecideApprovalCommand => ({ number: readNumber(id), decision }));
  return { subject: { decision }, outcome };
}

/** `{ id }` */
export function readRevokeApproval({ id }: Fields): Item<RevokeApprovalCommand> {
  return { subject: {}, outcome: settleNow(() => ({ number: readNumber(id) })) };
}

/** `{ limit, nextToken }` */
export function readShowApprovals(fields: Fields): Item<NumberedPage> {
  return { subject: {}, outcome: settleNow(() => readPage(fields)) };
}
