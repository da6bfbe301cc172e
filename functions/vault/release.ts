import type { Item } from './attempt.ts';
import type { Call } from './call.ts';
import type { ResolveCommand } from './command.ts';
import { VaultError } from './errors.ts';
import { settle } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { permit } from './permit.ts';
import type { PermitNeeds } from './permit.ts';
import type { Plaintext } from './plaintext.ts';
import { encryptionContextOf } from './record.ts';
import type { VaultRecord } from './record.ts';
import { createResolve } from './resolve.ts';
import type { ResolvedToken } from './resolve.ts';
import type { Services } from './services.ts';

type Needs = PermitNeeds &
  Pick<
    Services,
    'attempts' | 'clock' | 'envelope' | 'lookup' | 'metrics' | 'tenantSettings' | 'uses'
  >;

function decryptOne({ envelope }: Needs, call: Call, record: VaultRecord) {
  const context = encryptionContextOf(call.tenant, record);
  return envelope.open(call.tenant, context, record.ciphertext);
}

/**
 * Uses come after budgets, which come back by themselves, and before decryption. Where a batch names
 * a token more than once, all its uses are taken in one write and serve the first of its items.
 */
async function takeUses(
  { uses }: Needs,
  call: Call,
  values: readonly ResolvedToken[],
  permits: readonly Outcome<true>[],
): Promise<Outcome<true>[]> {
  const byToken = new Map<string, number[]>();
  values.forEach(({ record: { token } }, index) => {
    const permitted = permits[index];
    if (permitted === undefined || 'failure' in permitted) return;
    byToken.set(token, [...(byToken.get(token) ?? []), index]);
  });
  const taken = [...permits];
  const takeFor = async (indexes: readonly number[]): Promise<void> => {
    const value = values[indexes[0] ?? 0];
    if (value === undefined) return;
    const got = await settle(() => uses.take(call, value, indexes.length));
    indexes.forEach((index, place) => {
      const usedUp = { failure: new VaultError('ALREADY_USED') };
      if ('failure' in got) taken[index] = got;
      else taken[index] = place < got.value ? { value: true } : usedUp;
    });
  };
  await Promise.all([...byToken.values()].map(takeFor));
  return taken;
}

/**
 * Releases plaintext. Everything `detokenize` decided is decided again, now; then the attempt is
 * recorded, budgets or grants and uses are taken, and only then it is decrypted. Each item has its
 * own outcome.
 */
export function createRelease(needs: Needs) {
  const resolve = createResolve(needs);
  return async (call: Call, items: readonly Item<ResolveCommand>[]): Promise<Item<Plaintext>[]> => {
    const resolved = await resolve(call, items);
    const subjects = resolved.filter(({ outcome }) => 'value' in outcome);
    const released = await needs.attempts.run(call, resolved, async (values) => {
      const permits = await permit(needs, call, values);
      const taken = await takeUses(needs, call, values, permits);
      const openOne = async ({ record }: ResolvedToken, index: number) => {
        const use = taken[index];
        const isTaken = use !== undefined && 'value' in use;
        if (isTaken) return settle(() => decryptOne(needs, call, record));
        return use ?? { failure: new VaultError('INTERNAL') };
      };
      const opened = await Promise.all(values.map(openOne));
      return opened.map((outcome, index) => ({
        subject: subjects[index]?.subject ?? {},
        outcome,
      }));
    });
    countReleased(needs, call, released);
    return released;
  };
}

function countReleased({ metrics }: Needs, call: Call, items: readonly Item<Plaintext>[]): void {
  const count = items.filter(({ outcome }) => 'value' in outcome).length;
  if (count === 0) return;
  metrics.count('Released', { requestId: call.requestId, actor: call.actor.id }, count);
}

/** The reply of a release: the one place where a plaintext leaves the vault. */
export function releasedText(plaintext: Plaintext): string {
  return plaintext.expose();
}
