import { createHash } from 'node:crypto';

import { GatewayError } from '../../../client/gateway-error.ts';
import type { Gateway } from '../../../client/gateway.ts';
import { isToken } from '../../../client/token.ts';
import { CHARGE } from './charge-document.ts';
import { looksLikeCard } from './card-number.ts';
import { OrderError } from './order-error.ts';
import type {
  CallerClaims,
  OrderData,
  OrderEvent,
  OrderReply,
  PaymentData,
} from './order-event.ts';
import type { Order, OrderTable } from './order-table.ts';

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
const MAX_TRIES = 3;

function refuse(): never {
  throw new OrderError('INVALID_INPUT');
}

/** Only what the vault gave out: a card number, in whatever dress, has no such checksum. */
function readToken(received: unknown): string {
  return typeof received === 'string' && isToken(received) ? received : refuse();
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
  return looksLikeCard(key) ? refuse() : key;
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
    ...{ tries: 0, payment: null },
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

/** What the vault's refusals mean here. Whether it refused or was away, nothing is known to be charged. */
function asOrderError(error: unknown): OrderError {
  if (!(error instanceof GatewayError)) return new OrderError('INTERNAL');
  const refusals = ['TOKEN_NOT_FOUND', 'ALREADY_USED', 'INVALID_INPUT', 'PURPOSE_NOT_ALLOWED'];
  return new OrderError(refusals.includes(error.code) ? 'CARD_REFUSED' : 'PAYMENT_UNDER_WAY');
}

/** One key for each try: whoever pays at the same time is told of the same charge. */
async function charge(
  { gateway, processor }: OrderServices,
  { id, token, amount, currency, tries }: Order,
  cvcToken: string | null,
): Promise<PaymentData> {
  const input = {
    ...{ token, processor, amount, currency, purpose: 'PAYMENT' as const },
    idempotencyKey: `${id}/${tries}`,
    ...(cvcToken === null ? {} : { cvcToken }),
  };
  try {
    return (await gateway.run(CHARGE, { input })).charge;
  } catch (error) {
    throw asOrderError(error);
  }
}

function isSettled({ payment }: Order): boolean {
  return payment?.state === 'AUTHORIZED' || payment?.state === 'UNKNOWN';
}

async function payBill(services: OrderServices, caller: CallerClaims, received: Arguments) {
  const { orderId: id, cvcToken: code } = received;
  const cvcToken = code === null || code === undefined ? null : readToken(code);
  let order = await findOrder(services, caller, id);
  const begun = order.tries;
  for (let round = 0; round < MAX_TRIES; round += 1) {
    // Who was overtaken by a try that ended without a charge is told of that one, and begins none.
    if (isSettled(order) || order.tries > begun) return order;
    const payment = await charge(services, order, cvcToken);
    if (await services.table.notePayment(order, payment)) {
      const isOver = payment.state === 'DECLINED' || payment.state === 'FAILED';
      return { ...order, payment, tries: order.tries + (isOver ? 1 : 0) };
    }
    order = await findOrder(services, caller, id);
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
