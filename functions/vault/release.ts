import type { Item } from './attempt.ts';
import type { Call } from './call.ts';
import type { ResolveCommand } from './command.ts';
import { settle } from './outcome.ts';
import type { Plaintext } from './plaintext.ts';
import { encryptionContextOf } from './record.ts';
import type { VaultRecord } from './record.ts';
import { createResolve } from './resolve.ts';
import type { Services } from './services.ts';

type Needs = Pick<Services, 'attempts' | 'envelope' | 'store'>;

function decryptOne({ envelope }: Needs, call: Call, record: VaultRecord) {
  const context = encryptionContextOf(call.tenant, record);
  return envelope.open(call.tenant, context, record.ciphertext);
}

/**
 * Releases plaintext. Everything `detokenize` decided is decided again, now; then the attempt is
 * recorded, and only then decrypted. Each item has its own outcome.
 */
export function createRelease(needs: Needs) {
  const resolve = createResolve(needs);
  return async (call: Call, items: readonly Item<ResolveCommand>[]): Promise<Item<Plaintext>[]> => {
    const resolved = await resolve(call, items);
    const standing = resolved.filter(({ outcome }) => 'value' in outcome);
    return needs.attempts.run(call, resolved, (values) =>
      Promise.all(
        values.map(async ({ record }, index) => ({
          subject: standing[index]?.subject ?? {},
          outcome: await settle(() => decryptOne(needs, call, record)),
        })),
      ),
    );
  };
}

/** The reply of a release: the one place where a plaintext leaves the vault. */
export function releasedText(plaintext: Plaintext): string {
  return plaintext.expose();
}
