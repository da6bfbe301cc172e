import { cognitoAuth } from '../../client/auth.ts';
import { GatewayError } from '../../client/gateway-error.ts';
import { createGateway } from '../../client/gateway.ts';
import { TokenDocument } from '../../client/generated/operations.ts';
import { repeatCards, suspectOrders } from './analysis.ts';
import type { RepeatCard, SuspectOrder } from './analysis.ts';
import type { Caller } from './identity.ts';
import { listOrders, placeOrder, reportCard } from './orders.ts';
import { readOrder, readReport, Refusal } from './requests.ts';
import type { BillingDatabase, OrderRow } from './tables.ts';

/** What the Orders page shows. */
export interface Overview {
  readonly orders: readonly OrderRow[];
  readonly repeatCards: readonly RepeatCard[];
  readonly suspectOrders: readonly SuspectOrder[];
}

/** What the server does for a verified caller. A body is what was posted, unchecked. */
export interface Billing {
  overview(caller: Caller): Promise<Overview>;
  /** @throws Refusal */
  place(caller: Caller, body: unknown): Promise<{ readonly id: string }>;
  /** @throws Refusal */
  report(caller: Caller, body: unknown): Promise<{ readonly masked: string }>;
}

export function createBilling(database: BillingDatabase, graphql: string): Billing {
  return {
    overview: async ({ tenant }) => ({
      orders: await listOrders(database, tenant),
      repeatCards: await repeatCards(database, tenant),
      suspectOrders: await suspectOrders(database, tenant),
    }),
    place: async (caller, body) => {
      const { id, name, description, amountCents, cardToken } = readOrder(body);
      const placed = await placeOrder(database, {
        ...{ id, tenant: caller.tenant, name, description, amount_cents: amountCents },
        card_token: cardToken,
        card_masked: await maskedOf(graphql, caller, cardToken),
        created_at: new Date().toISOString(),
      });
      if (placed === 'conflict') throw new Refusal('CONFLICT');
      return { id };
    },
    report: async (caller, body) => {
      const { cardToken, reason } = readReport(body);
      const masked = await maskedOf(graphql, caller, cardToken);
      const reported_at = new Date().toISOString();
      const report = { tenant: caller.tenant, card_token: cardToken, reason, reported_at };
      await reportCard(database, report);
      return { masked };
    },
  };
}

/**
 * Asks the gateway, as the caller, what the token stands for: a page's own word for the mask is none,
 * and a token of another tenant is unknown.
 */
async function maskedOf(endpoint: string, { idToken }: Caller, token: string): Promise<string> {
  const gateway = createGateway({ endpoint, auth: cognitoAuth(() => idToken) });
  const { token: known } = await gateway.run(TokenDocument, { token }).catch(unknownToken);
  if (known?.dataClass !== 'PAN') throw new Refusal('UNKNOWN_TOKEN');
  return known.masked;
}

function unknownToken(error: unknown): { readonly token: null } {
  if (error instanceof GatewayError && error.code === 'TOKEN_NOT_FOUND') return { token: null };
  throw error;
}
