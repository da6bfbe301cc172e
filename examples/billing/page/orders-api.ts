import type { IdTokenSupplier } from '../../../client/auth.ts';
import { TokenizeDocument } from '../../../client/generated/operations.ts';
import type { Gateway } from '../../../client/gateway.ts';
import type { Overview } from '../billing.ts';
import { holdsCardNumber } from '../../card-number.ts';
import { Refusal } from '../requests.ts';
import type { RefusalCode } from '../requests.ts';

/** What the page needs: the gateway for cards, its own server for everything else. */
export interface Services {
  readonly gateway: Gateway;
  readonly idToken: IdTokenSupplier;
  /** The server's origin. */
  readonly origin: string;
}

export interface OrderForm {
  /** The same for as long as it is the same order. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly amountCents: number;
  readonly card: string;
}

/** Exchanges the card for a token at the gateway, then posts the order with the token. */
export async function sendOrder(services: Services, { card, ...order }: OrderForm): Promise<void> {
  refuseCardNumbers(order.name, order.description);
  const cardToken = await tokenOf(services, card);
  await call(services, '/api/orders', { ...order, cardToken });
}

/** The same for a report. */
export async function sendReport(services: Services, card: string, reason: string): Promise<void> {
  refuseCardNumbers(reason);
  const cardToken = await tokenOf(services, card);
  await call(services, '/api/reports', { cardToken, reason });
}

export async function loadOverview(services: Services): Promise<Overview> {
  return (await call(services, '/api/orders')) as Overview;
}

/** A card number in another field is not sent anywhere. */
function refuseCardNumbers(...texts: readonly string[]): void {
  if (texts.some(holdsCardNumber)) throw new Refusal('CARD_NUMBER');
}

async function tokenOf({ gateway }: Services, card: string): Promise<string> {
  const input = { dataClass: 'PAN', plaintext: card } as const;
  const { tokenize } = await gateway.run(TokenizeDocument, { input });
  return tokenize.token;
}

/** GET, or POST of what is given. */
async function call({ idToken, origin }: Services, path: string, body?: object): Promise<unknown> {
  const response = await fetch(new URL(path, origin), {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: await idToken({ renew: false }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Refusal((answer as { code: RefusalCode }).code);
  return answer;
}
