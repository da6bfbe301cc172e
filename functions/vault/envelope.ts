import { buildDecrypt } from '@aws-crypto/decrypt-node';
import { buildEncrypt } from '@aws-crypto/encrypt-node';
import type { KmsHierarchicalKeyRingNode } from '@aws-crypto/kms-keyring-node';
import { AlgorithmSuiteIdentifier, CommitmentPolicy } from '@aws-crypto/material-management-node';

import { loadFault } from './branch-keys.ts';
import { isForged, isServiceFault, VaultError } from './errors.ts';
import type { Tenant } from './identity.ts';
import { Plaintext } from './plaintext.ts';

/** AES-256-GCM, HKDF-SHA-512, key commitment, no signature: writer and reader are one. 0x0478. */
const SUITE = AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY;
const CLIENT = {
  commitmentPolicy: CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT,
  maxEncryptedDataKeys: 1,
};

/**
 * What a ciphertext is bound to and must never change: tenant, token, data class, format, creation.
 * It is readable in the message, so no part of it may come from the plaintext but the token.
 */
export type EncryptionContext = Readonly<Record<string, string>>;

/** Encrypts and decrypts single values as AWS Encryption SDK messages under the tenant's branch key. */
export interface Envelope {
  seal(tenant: Tenant, context: EncryptionContext, plaintext: Plaintext): Promise<Uint8Array>;
  /**
   * @throws VaultError TOKEN_NOT_FOUND (finding UNDECRYPTABLE) if the message is damaged, of another
   * tenant or bound to any other context; errors of the services behind the key store as they are
   */
  open(tenant: Tenant, context: EncryptionContext, ciphertext: Uint8Array): Promise<Plaintext>;
}

/** The library authenticates the message's context but compares it with nothing: we do. */
function isSameContext(expected: EncryptionContext, found: EncryptionContext): boolean {
  const names = Object.keys(expected);
  return (
    names.length === Object.keys(found).length &&
    names.every((name) => expected[name] === found[name])
  );
}

type Decrypt = ReturnType<typeof buildDecrypt>['decrypt'];

async function openMessage(
  decrypt: Decrypt,
  keyring: KmsHierarchicalKeyRingNode,
  ciphertext: Uint8Array,
): ReturnType<Decrypt> {
  const note: { error?: unknown } = {};
  try {
    return await loadFault.run(note, () => decrypt(keyring, ciphertext));
  } catch (error) {
    const fault = note.error ?? error;
    if (isServiceFault(fault) && !isForged(fault)) throw fault;
    throw new VaultError('TOKEN_NOT_FOUND', 'UNDECRYPTABLE', { cause: fault });
  }
}

export function createEnvelope(keyrings: (tenant: Tenant) => KmsHierarchicalKeyRingNode): Envelope {
  const { encrypt } = buildEncrypt(CLIENT);
  const { decrypt } = buildDecrypt(CLIENT);
  return {
    async seal(tenant, context, plaintext) {
      const bytes = Buffer.from(plaintext.expose(), 'utf8');
      const { result } = await encrypt(keyrings(tenant), bytes, {
        suiteId: SUITE,
        encryptionContext: context,
        plaintextLength: bytes.length,
      });
      bytes.fill(0);
      return result;
    },
    async open(tenant, context, ciphertext) {
      const message = await openMessage(decrypt, keyrings(tenant), ciphertext);
      const { suiteId, encryptionContext } = message.messageHeader;
      if (suiteId !== SUITE || !isSameContext(context, encryptionContext)) {
        throw new VaultError('TOKEN_NOT_FOUND', 'UNDECRYPTABLE');
      }
      const plaintext = new Plaintext(message.plaintext.toString('utf8'));
      message.plaintext.fill(0);
      return plaintext;
    },
  };
}
