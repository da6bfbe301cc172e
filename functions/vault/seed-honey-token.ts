import { advance } from './attempt.ts';
import type { Item } from './attempt.ts';
import type { Call } from './call.ts';
import { readTokenize } from './command.ts';
import type { TokenizeCommand } from './command.ts';
import { VaultError } from './errors.ts';
import { fieldsOf } from './fields.ts';
import { createIssue } from './issue.ts';
import { orderOf } from './order.ts';
import type { Order } from './order.ts';
import { settle, settleNow } from './outcome.ts';
import type { Services } from './services.ts';
import type { TokenView } from './views.ts';

type Needs = Parameters<typeof createIssue>[0] & Pick<Services, 'attempts' | 'tenantSettings'>;

/** `{ dataClass, customClass, plaintext, format, metadata }`: random, without an end or a key. */
export function readHoneyToken(received: unknown): Item<TokenizeCommand> {
  const { dataClass, customClass, plaintext, format, metadata } = fieldsOf(received);
  return readTokenize({
    ...{ dataClass, customClass, plaintext, format, metadata },
    deterministic: false,
  });
}

/** A code lives for an hour: it is no bait. */
function honeyOrder(needs: Needs, call: Call, command: TokenizeCommand): Order {
  const order = orderOf(command, needs.tenantSettings(call.tenant), needs.clock());
  if (command.dataClass === 'CVC') throw new VaultError('INVALID_INPUT');
  return { ...order, isHoney: true };
}

/**
 * Makes a token that nobody has a reason to use: to be put where it can be stolen. Any use of it
 * answers as an unknown token does, and alarms. Its record is written as any other; that it is one
 * stands nowhere, and the trail names it by its HMAC until it is used.
 */
export function createSeedHoneyToken(needs: Needs) {
  const issue = createIssue(needs);
  const seedOne = async (call: Call, order: Order): Promise<Item<TokenView>> => {
    const { dataClass, format } = order.value;
    const outcome = await settle(async () => {
      const [issued] = await issue(call, [order]);
      if (issued === undefined || 'failure' in issued) {
        throw issued?.failure ?? new VaultError('INTERNAL');
      }
      return issued.value;
    });
    const asked = 'value' in outcome ? { asked: outcome.value.record.token } : {};
    return { subject: { dataClass, format, ...asked }, outcome };
  };
  return (call: Call, items: readonly Item<TokenizeCommand>[]): Promise<Item<TokenView>[]> => {
    const orders = advance(items, (command) => ({
      subject: { dataClass: command.dataClass, format: command.format },
      outcome: settleNow(() => honeyOrder(needs, call, command)),
    }));
    return needs.attempts.run(call, orders, (all) =>
      Promise.all(all.map((order) => seedOne(call, order))),
    );
  };
}
