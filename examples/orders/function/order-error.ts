/** Why something was refused. The sentences are fixed: nothing that was received is in one. */
const MESSAGES = {
  INVALID_INPUT: 'The request breaks a rule of this API. A card is named by its token only.',
  NOT_AUTHORIZED: 'The caller may not do this.',
  ORDER_NOT_FOUND: 'There is no such order.',
  IDEMPOTENCY_CONFLICT: 'This idempotency key came with another order.',
  CARD_REFUSED: 'The card of this order, or the code that came with it, cannot be charged.',
  PAYMENT_UNDER_WAY: 'The order is being paid, or could not be right now. Ask again.',
  INTERNAL: 'The order service failed.',
} as const;

export type OrderErrorCode = keyof typeof MESSAGES;

export class OrderError extends Error {
  readonly code: OrderErrorCode;

  constructor(code: OrderErrorCode) {
    super(MESSAGES[code]);
    this.name = 'OrderError';
    this.code = code;
  }
}
