import type { Item } from './attempt.ts';
import type { Call } from './call.ts';
import type { ResolveCommand } from './command.ts';
import { createResolve } from './resolve.ts';
import type { ResolvedToken } from './resolve.ts';
import type { Services } from './services.ts';

/**
 * Resolves tokens to what may be known without decrypting: serves `detokenize`, where a purpose is
 * named and checked, and the masked view `token`, where none is. Never decrypts.
 */
export function createDetokenize(needs: Pick<Services, 'attempts' | 'lookup' | 'tenantSettings'>) {
  const resolve = createResolve(needs);
  return async (
    call: Call,
    items: readonly Item<ResolveCommand>[],
  ): Promise<Item<ResolvedToken>[]> => {
    const resolved = await resolve(call, items);
    return needs.attempts.run(call, resolved, () =>
      Promise.resolve(resolved.filter(({ outcome }) => 'value' in outcome)),
    );
  };
}
