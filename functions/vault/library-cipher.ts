import { buildDecrypt } from '@aws-crypto/decrypt-node';
import { buildEncrypt } from '@aws-crypto/encrypt-node';
import type { KmsHierarchicalKeyRingNode } from '@aws-crypto/kms-keyring-node';
import { AlgorithmSuiteIdentifier, CommitmentPolicy } from '@aws-crypto/material-management-node';

import type { BranchKeys } from './branch-keys.ts';
import { contextToBind } from './encryption-context.ts';
import type { EncryptionContext, MessageCipher } from './envelope.ts';
import { createKeyrings, withLoans } from './keyrings.ts';
import { loadFailure, undecryptable } from './undecryptable.ts';

const SUITE = AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY;
const CLIENT = {
  commitmentPolicy: CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT,
  maxEncryptedDataKeys: 1,
};

/** The library authenticates the message's context but compares it with nothing: we do. */
function isSameContext(expected: EncryptionContext, found: EncryptionContext): boolean {
  const names = Object.keys(expected);
  return (
    names.length === Object.keys(found).length &&
    names.every((name) => expected[name] === found[name])
  );
}

type Decrypt = ReturnType<typeof buildDecrypt>['decrypt'];

async function decryptAny(
  decrypt: Decrypt,
  keyring: KmsHierarchicalKeyRingNode,
  message: Uint8Array,
): ReturnType<Decrypt> {
  return withLoans(async (loans) => {
    try {
      return await decrypt(keyring, message);
    } catch (error) {
      throw loadFailure(loans.fault ?? error);
    }
  });
}

/**
 * Messages by the AWS Encryption SDK itself. It ignores bytes after the end of a message; the MAC of
 * the record that holds the message does not.
 */
export function createLibraryCipher(branchKeys: BranchKeys): MessageCipher {
  const { encrypt } = buildEncrypt(CLIENT);
  const { decrypt } = buildDecrypt(CLIENT);
  const keyrings = createKeyrings(branchKeys);
  return {
    async encrypt(tenant, context, bytes) {
      contextToBind(context);
      const options = {
        suiteId: SUITE,
        encryptionContext: context,
        plaintextLength: bytes.length,
      };
      const { result } = await withLoans(() => encrypt(keyrings(tenant), bytes, options));
      return result;
    },
    async decrypt(tenant, context, bytes) {
      const message = await decryptAny(decrypt, keyrings(tenant), bytes);
      const { suiteId, encryptionContext } = message.messageHeader;
      if (suiteId !== SUITE || !isSameContext(context, encryptionContext)) throw undecryptable();
      return message.plaintext;
    },
  };
}
