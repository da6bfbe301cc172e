import type { BranchKeys } from './branch-keys.ts';
import type { EnvelopeKind } from './configuration.ts';
import type { EncryptionContext } from './encryption-context.ts';
import type { Tenant } from './identity.ts';
import { createLibraryCipher } from './library-cipher.ts';
import { createOneShotCipher } from './one-shot-cipher.ts';
import { Plaintext } from './plaintext.ts';

export type { EncryptionContext } from './encryption-context.ts';

/** Encrypts and decrypts single values as AWS Encryption SDK messages under the tenant's branch key. */
export interface Envelope {
  /** @throws TypeError for a context that no message can be bound to */
  seal(tenant: Tenant, context: EncryptionContext, plaintext: Plaintext): Promise<Uint8Array>;
  /**
   * @throws VaultError TOKEN_NOT_FOUND (finding UNDECRYPTABLE) if the message is damaged, of another
   * tenant or bound to any other context; errors of the services behind the key store as they are
   */
  open(tenant: Tenant, context: EncryptionContext, ciphertext: Uint8Array): Promise<Plaintext>;
}

/** Turns bytes into messages and back; refuses as an envelope does. */
export interface MessageCipher {
  encrypt(tenant: Tenant, context: EncryptionContext, bytes: Buffer): Promise<Buffer>;
  decrypt(tenant: Tenant, context: EncryptionContext, message: Uint8Array): Promise<Buffer>;
}

/** The two kinds write and read the same messages: each opens what the other sealed. */
export function createEnvelope(kind: EnvelopeKind, branchKeys: BranchKeys): Envelope {
  const cipher =
    kind === 'library' ? createLibraryCipher(branchKeys) : createOneShotCipher(branchKeys);
  return {
    async seal(tenant, context, plaintext) {
      const bytes = Buffer.from(plaintext.expose(), 'utf8');
      try {
        return await cipher.encrypt(tenant, context, bytes);
      } finally {
        bytes.fill(0);
      }
    },
    async open(tenant, context, ciphertext) {
      const bytes = await cipher.decrypt(tenant, context, ciphertext);
      const plaintext = new Plaintext(bytes.toString('utf8'));
      bytes.fill(0);
      return plaintext;
    },
  };
}
