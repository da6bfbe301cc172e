import { advance } from './attempt.ts';
import type { Item } from './attempt.ts';
import type { Call } from './call.ts';
import type { TokenizeCommand } from './command.ts';
import { VaultError } from './errors.ts';
import { createIssue } from './issue.ts';
import { orderOf } from './order.ts';
import type { Order } from './order.ts';
import { settleNow } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Services } from './services.ts';
import type { TokenView } from './views.ts';

type Needs = Parameters<typeof createIssue>[0] & Pick<Services, 'attempts' | 'tenantSettings'>;

function itemOf({ value }: Order, outcome: Outcome<TokenView>): Item<TokenView> {
  const { dataClass, format } = value;
  const token = 'value' in outcome ? { token: outcome.value.record.token } : {};
  return { subject: { dataClass, format, ...token }, outcome };
}

/**
 * Exchanges values for tokens: normalize and validate, record the attempt, look for requests that were
 * made before, count the questions of equality, then look for the values' tokens, draw and encrypt
 * what has none, write. Each item has
 * its own outcome: INVALID_INPUT, INVALID_PLAINTEXT, BUDGET_EXCEEDED, IDEMPOTENCY_CONFLICT,
 * TOKEN_REVOKED, TOKEN_SPACE_EXHAUSTED; TOKEN_NOT_FOUND for the token of a repeated request that
 * resolves no more.
 */
export function createTokenize(needs: Needs) {
  const issue = createIssue(needs);
  const effect = async (call: Call, orders: readonly Order[]): Promise<Item<TokenView>[]> => {
    const outcomes = await issue(call, orders);
    const failure = new VaultError('INTERNAL');
    return orders.map((order, index) => itemOf(order, outcomes[index] ?? { failure }));
  };
  return (call: Call, items: readonly Item<TokenizeCommand>[]): Promise<Item<TokenView>[]> => {
    const settings = needs.tenantSettings(call.tenant);
    const orders = advance(items, (command) => ({
      subject: { dataClass: command.dataClass, format: command.format },
      outcome: settleNow(() => orderOf(command, settings, needs.clock())),
    }));
    return needs.attempts.run(call, orders, (standing) => effect(call, standing));
  };
}
