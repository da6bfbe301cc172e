import { createHash } from 'node:crypto';

import { GatewayError } from '../../../client/gateway-error.ts';
import type { Gateway } from '../../../client/gateway.ts';
import { isToken } from '../../../client/token.ts';
import { holdsCardNumber } from '../../card-number.ts';
import { CHARGE } from './charge-document.ts';
import { OrderError } from './order-error.ts';
import type {
  CallerClaims,
  OrderData,
  OrderEvent,
  OrderReply,
  PaymentData,
} from './order-event.ts';
import type { BegunTry, Order, OrderTable } from './order-table.ts';

/** What the order service works with. */
export interface OrderServices {
  readonly table: OrderTable;
  /** The vault, which this service may ask to charge and could not ask to read. */
  readonly gateway: Pick<Gateway, 'run'>;
  readonly tenant: string;
  readonly processor: string;
  readonly clock: () => Date;
}

type Arguments = OrderEvent['arguments'];

const MAX_AMOUNT = 99_999_999;
const MAX_ROUNDS = 4;
/** The vault did nothing: card or code cannot be charged. */
const REFUSALS = ['TOKEN_NOT_FOUND', 'ALREADY_USED', 'INVALID_INPUT', 'PURPOSE_NOT_ALLOWED'];

function refuse(): never {
  throw new OrderError('INVALID_INPUT');
}

/** Anybody can make the checksum of a token, also of one that holds a card number. */
function readToken(received: unknown): string {
  const isMade = typeof received === 'string' && isToken(received) && !holdsCardNumber(received);
  return isMade ? received : refuse();
}

function readCode(received: unknown): string | null {
  return received === null || received === undefined ? null : readToken(received);
}

function readText(received: unknown, shape: RegExp): string {
  return typeof received === 'string' && shape.test(received) ? received : refuse();
}

function readAmount(received: unknown): number {
  const isAmount = Number.isInteger(received);
  return isAmount && Number(received) >= 1 && Number(received) <= MAX_AMOUNT
    ? Number(received)
    : refuse();
}

/** Never a card number: the order's number is made of it, and could be tried until it fits. */
function readKey(received: unknown): string {
  const key = readText(received, /^[^]{1,128}$/);
  return holdsCardNumber(key) ? refuse() : key;
}

function orderId(owner: string, key: string): string {
  const digest = createHash('sha256').update(JSON.stringify([owner, key]));
  return `order-${digest.digest('hex').slice(0, 32)}`;
}

export function orderData({ id, amount, currency, createdAt, payment }: Order): OrderData {
  const isPaid = payment?.state === 'AUTHORIZED';
  const state = isPaid ? 'PAID' : payment?.state === 'UNKNOWN' ? 'UNKNOWN' : 'OPEN';
  return { id, state, amount, currency, createdAt, payment };
}

async function createOrder({ table, clock }: OrderServices, owner: string, received: Arguments) {
  const order: Order = {
    id: orderId(owner, readKey(received.idempotencyKey)),
    owner,
    token: readToken(received.token),
    amount: readAmount(received.amount),
    currency: readText(received.currency, /^[A-Z]{3}$/),
    createdAt: clock().toISOString(),
    ...{ tries: 0, begun: null, payment: null },
  };
  if (await table.add(order)) return order;
  const known = await table.find(order.id);
  const isSame =
    known?.token === order.token &&
    known.amount === order.amount &&
    known.currency === order.currency;
  if (!isSame) throw new OrderError('IDEMPOTENCY_CONFLICT');
  return known;
}

/** Another's order looks like none. */
async function findOrder(
  { table }: OrderServices,
  { subject, groups }: CallerClaims,
  id: unknown,
): Promise<Order> {
  const order = await table.find(readText(id, /^order-[0-9a-f]{32}$/));
  const isAllowed = order?.owner === subject || groups.includes('payment-staff');
  if (order === null || !isAllowed) throw new OrderError('ORDER_NOT_FOUND');
  return order;
}

/** What else the vault's answers mean here. Whether it was away or is at it, nothing is known. */
function asOrderError(error: unknown): OrderError {
  return new OrderError(error instanceof GatewayError ? 'PAYMENT_UNDER_WAY' : 'INTERNAL');
}

/**
 * One key for each try, and one body: whoever pays at the same time, or again after a crash, is told of
 * the same charge. Null if the vault refused it.
 */
async function charge(
  { gateway, processor }: OrderServices,
  { id, token, amount, currency, tries }: Order,
  { cvcToken }: BegunTry,
): Promise<PaymentData | null> {
  const input = {
    ...{ token, processor, amount, currency, purpose: 'PAYMENT' as const },
    idempotencyKey: `${id}/${tries}`,
    ...(cvcToken === null ? {} : { cvcToken }),
  };
  try {
    return (await gateway.run(CHARGE, { input })).charge;
  } catch (error) {
    if (error instanceof GatewayError && REFUSALS.includes(error.code)) return null;
    throw asOrderError(error);
  }
}

function isSettled({ payment }: Order): boolean {
  return payment?.state === 'AUTHORIZED' || payment?.state === 'UNKNOWN';
}

/** The order with how its try ended; a refused one was none, and keeps its key. */
function concluded(order: Order, payment: PaymentData | null): Order {
  if (payment === null) return { ...order, begun: null };
  const isOver = payment.state === 'DECLINED' || payment.state === 'FAILED';
  return { ...order, payment, begun: null, tries: order.tries + (isOver ? 1 : 0) };
}

/**
 * Notes with what a try is begun before it is: the code is gone by the time that anybody goes on with
 * it. Null if another was faster, or began with a code that was refused.
 */
async function tryToPay(
  services: OrderServices,
  order: Order,
  cvcToken: string | null,
): Promise<Order | null> {
  const { table } = services;
  const begun = order.begun ?? { cvcToken };
  const trying = { ...order, begun };
  if (order.begun === null && !(await table.replace(order, trying))) return null;
  const payment = await charge(services, trying, begun);
  const next = concluded(trying, payment);
  const isNoted = await table.replace(trying, next);
  if (!isNoted) return null;
  if (payment !== null) return next;
  if (begun.cvcToken === cvcToken) throw new OrderError('CARD_REFUSED');
  return null;
}

async function payBill(services: OrderServices, caller: CallerClaims, received: Arguments) {
  const cvcToken = readCode(received.cvcToken);
  const id = received.orderId;
  const { tries } = await findOrder(services, caller, id);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const order = await findOrder(services, caller, id);
    // Who was overtaken by a try that ended without a charge is told of that one, and begins none.
    if (isSettled(order) || order.tries > tries) return order;
    const paid = await tryToPay(services, order, cvcToken);
    if (paid !== null) return paid;
  }
  throw new OrderError('PAYMENT_UNDER_WAY');
}

async function run(
  services: OrderServices,
  { operation, caller, arguments: received }: OrderEvent,
) {
  const isKnown = caller.tokenUse === 'id' && caller.tenant === services.tenant;
  if (!isKnown) throw new OrderError('NOT_AUTHORIZED');
  if (operation === 'createOrder') return createOrder(services, caller.subject, received);
  if (operation === 'payBill') return payBill(services, caller, received);
  if (operation === 'order') return findOrder(services, caller, received.id);
  return refuse();
}

/** Answers an event with an order or with a code. Never throws and writes nothing. */
export function createOrders(services: OrderServices) {
  return async (event: OrderEvent): Promise<OrderReply> => {
    try {
      return { data: orderData(await run(services, event)) };
    } catch (error) {
      const { code, message } = error instanceof OrderError ? error : new OrderError('INTERNAL');
      return { error: { code, message } };
    }
  };
}
