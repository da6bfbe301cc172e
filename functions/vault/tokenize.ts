import { advance } from './attempt.ts';
import type { Item } from './attempt.ts';
import type { Call } from './call.ts';
import type { TokenizeCommand } from './command.ts';
import { VaultError } from './errors.ts';
import { createIssue } from './issue.ts';
import { orderOf } from './order.ts';
import type { Order } from './order.ts';
import { settle, settleNow } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Services } from './services.ts';
import type { TokenView } from './views.ts';

type Needs = Parameters<typeof createIssue>[0] &
  Pick<Services, 'attempts' | 'equalityBudget' | 'tenantSettings'>;

function itemOf({ value }: Order, outcome: Outcome<TokenView>): Item<TokenView> {
  const { dataClass, format } = value;
  const token = 'value' in outcome ? { token: outcome.value.record.token } : {};
  return { subject: { dataClass, format, ...token }, outcome };
}

/** Which orders may go on: each deterministic one is a question of equality, the first ones first. */
async function withinBudget(
  { equalityBudget }: Needs,
  call: Call,
  orders: readonly Order[],
): Promise<Map<Order, VaultError>> {
  const asking = orders.filter(({ deterministic }) => deterministic);
  const taken = await settle(() => equalityBudget.take(call, asking.length));
  const granted = 'value' in taken ? taken.value : 0;
  const refusal = 'failure' in taken ? taken.failure : new VaultError('BUDGET_EXCEEDED');
  return new Map(asking.slice(granted).map((order) => [order, refusal]));
}

/**
 * Exchanges values for tokens: normalize and validate, record the attempt, count the questions of
 * equality, then look for the values' tokens, draw and encrypt what has none, write. Each item has
 * its own outcome: INVALID_INPUT, INVALID_PLAINTEXT, BUDGET_EXCEEDED, IDEMPOTENCY_CONFLICT,
 * TOKEN_REVOKED, TOKEN_SPACE_EXHAUSTED; TOKEN_NOT_FOUND for the token of a repeated request that
 * resolves no more.
 */
export function createTokenize(needs: Needs) {
  const issue = createIssue(needs);
  const effect = async (call: Call, orders: readonly Order[]): Promise<Item<TokenView>[]> => {
    const refused = await withinBudget(needs, call, orders);
    const admitted = orders.filter((order) => !refused.has(order));
    const outcomes = await issue(call, admitted);
    const issued = new Map(admitted.map((order, index) => [order, outcomes[index]]));
    return orders.map((order) => {
      const failure = refused.get(order) ?? new VaultError('INTERNAL');
      return itemOf(order, issued.get(order) ?? { failure });
    });
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
