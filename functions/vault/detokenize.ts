import type { Item } from './attempt.ts';
import type { Call } from './call.ts';
import type { ResolveCommand } from './command.ts';
import { VaultError } from './errors.ts';
import type { HeldRequest } from './idempotency-hold.ts';
import type { Outcome } from './outcome.ts';
import { createResolve } from './resolve.ts';
import type { ResolvedToken } from './resolve.ts';
import type { Services } from './services.ts';

type Needs = Pick<Services, 'attempts' | 'idempotencyHold' | 'lookup' | 'tenantSettings'>;

/** A batch asks for each item what a single operation asks for: one key serves both. */
function keyedRequest(value: ResolvedToken): HeldRequest[] {
  const { idempotencyKey: key, purpose, record } = value;
  if (key === null) return [];
  const { token } = record;
  return [{ token, request: { operation: 'detokenize', key, body: [token, purpose] } }];
}

/** A key only keeps other requests away: what it came with is done anew each time. */
async function hold(
  { idempotencyHold }: Needs,
  call: Call,
  values: readonly ResolvedToken[],
): Promise<Outcome<ResolvedToken>[]> {
  const recorded = await idempotencyHold.record(call, values.flatMap(keyedRequest));
  let next = 0;
  return values.map((value) => {
    if (value.idempotencyKey === null) return { value };
    const held = recorded[next++] ?? { failure: new VaultError('INTERNAL') };
    return 'failure' in held ? held : { value };
  });
}

/**
 * Resolves tokens to what may be known without decrypting: serves `detokenize`, where a purpose is
 * named and checked, and the masked view `token`, where none is. Never decrypts.
 */
export function createDetokenize(needs: Needs) {
  const resolve = createResolve(needs);
  return async (
    call: Call,
    items: readonly Item<ResolveCommand>[],
  ): Promise<Item<ResolvedToken>[]> => {
    const resolved = await resolve(call, items);
    const subjects = resolved.filter(({ outcome }) => 'value' in outcome);
    return needs.attempts.run(call, resolved, async (values) => {
      const held = await hold(needs, call, values);
      return held.map((outcome, index) => ({ subject: subjects[index]?.subject ?? {}, outcome }));
    });
  };
}
