import { isToken } from '../../client/token.ts';
import { holdsCardNumber } from '../card-number.ts';

/** What the page posts for an order: a token in place of the card. */
export interface OrderRequest {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly amountCents: number;
  readonly cardToken: string;
}

export interface ReportRequest {
  readonly cardToken: string;
  readonly reason: string;
}

/** Why a request is refused. None of them tells what was received. */
export type RefusalCode =
  | 'NOT_SIGNED_IN'
  | 'INVALID_REQUEST'
  | 'NOT_A_TOKEN'
  | 'CARD_NUMBER'
  | 'UNKNOWN_TOKEN'
  | 'CONFLICT';

/** A request that is refused; it holds its code and nothing of the request. */
export class Refusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode) {
    super(code);
    this.code = code;
  }
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MAX_NAME = 80;
const MAX_DESCRIPTION = 400;
const MAX_CENTS = 1_000_000_000;

/** @throws Refusal if it is no order, or holds anything like a card number. */
export function readOrder(body: unknown): OrderRequest {
  const { id, name, description, amountCents, cardToken } = fieldsOf(body);
  if (typeof id !== 'string' || !UUID.test(id)) throw new Refusal('INVALID_REQUEST');
  const isAmount = Number.isInteger(amountCents) && Number(amountCents) > 0;
  if (!isAmount || Number(amountCents) > MAX_CENTS) throw new Refusal('INVALID_REQUEST');
  return {
    id,
    name: readText(name, { min: 1, max: MAX_NAME }),
    description: readText(description, { min: 0, max: MAX_DESCRIPTION }),
    amountCents: Number(amountCents),
    cardToken: readToken(cardToken),
  };
}

/** @throws Refusal if it is no report, or holds anything like a card number. */
export function readReport(body: unknown): ReportRequest {
  const { cardToken, reason } = fieldsOf(body);
  return {
    cardToken: readToken(cardToken),
    reason: readText(reason, { min: 1, max: MAX_NAME }),
  };
}

function fieldsOf(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body !== 'object' || body === null) throw new Refusal('INVALID_REQUEST');
  return body as Readonly<Record<string, unknown>>;
}

function readText(
  text: unknown,
  { min, max }: { readonly min: number; readonly max: number },
): string {
  if (typeof text !== 'string' || text.length < min || text.length > max) {
    throw new Refusal('INVALID_REQUEST');
  }
  if (holdsCardNumber(text)) throw new Refusal('CARD_NUMBER');
  return text;
}

/** Told by its checksum, so that nothing else is ever asked for or kept in its place. */
function readToken(token: unknown): string {
  if (typeof token !== 'string' || !isToken(token)) throw new Refusal('NOT_A_TOKEN');
  return token;
}
