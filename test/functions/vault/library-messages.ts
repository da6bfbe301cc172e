import { buildEncrypt } from '@aws-crypto/encrypt-node';
import {
  AlgorithmSuiteIdentifier,
  CommitmentPolicy,
  getEncryptHelper,
  NodeAlgorithmSuite,
  NodeDefaultCryptographicMaterialsManager,
} from '@aws-crypto/material-management-node';
import { aadFactory, ContentType, serializeFactory } from '@aws-crypto/serialize';
import { randomBytes } from 'node:crypto';

import type { BranchKeys } from '../../../functions/vault/branch-keys.ts';
import type { EncryptionContext } from '../../../functions/vault/envelope.ts';
import type { Tenant } from '../../../functions/vault/identity.ts';
import { createKeyrings, withLoans } from '../../../functions/vault/keyrings.ts';

export const OTHER_SUITE =
  AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY_ECDSA_P384;
const SUITE = AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY;
const { REQUIRE_ENCRYPT_REQUIRE_DECRYPT: commitmentPolicy } = CommitmentPolicy;
const { encrypt } = buildEncrypt({ commitmentPolicy, maxEncryptedDataKeys: 1 });

const fromUtf8 = (text: string) => Buffer.from(text, 'utf8');
const serialize = serializeFactory(fromUtf8, { utf8Sorting: true });
const { messageAAD, messageAADContentString } = aadFactory(fromUtf8);

type WriteMessage = (
  tenant: Tenant,
  context: EncryptionContext,
  plaintext: Buffer,
) => Promise<Buffer>;

interface Choices {
  /** 4,096 by the library's own choice. */
  readonly frameLength?: number;
  readonly suiteId?: AlgorithmSuiteIdentifier;
}

/** Messages by the AWS Encryption SDK. */
export function libraryMessages(branchKeys: BranchKeys, choices: Choices = {}): WriteMessage {
  const keyrings = createKeyrings(branchKeys);
  return async (tenant, encryptionContext, plaintext) => {
    const options = { suiteId: SUITE, ...choices, encryptionContext };
    const { result } = await withLoans(() => encrypt(keyrings(tenant), plaintext, options));
    return result;
  };
}

/** Messages without frames. The library reads them and does not write them, but has all the parts. */
export function unframedMessages(branchKeys: BranchKeys): WriteMessage {
  const keyrings = createKeyrings(branchKeys);
  const suite = new NodeAlgorithmSuite(SUITE);
  return async (tenant, encryptionContext, plaintext) => {
    const manager = new NodeDefaultCryptographicMaterialsManager(keyrings(tenant));
    const asked = { suite, encryptionContext, commitmentPolicy };
    const material = await withLoans(() => manager.getEncryptionMaterials(asked));
    const messageId = randomBytes(32);
    const { getCipher, keyCommitment } = getEncryptHelper(material).getCipherInfo(messageId);
    const parts = { encryptionContext, messageId, frameLength: 0, suiteData: keyCommitment };
    const { encryptedDataKeys } = material;
    const built = serialize.buildMessageHeader({ ...parts, suite, encryptedDataKeys });
    const contentType = ContentType.NO_FRAMING;
    const header = Buffer.from(serialize.serializeMessageHeader({ ...built, contentType }));
    const authenticate = getCipher(serialize.headerAuthIv(12)).setAAD(header);
    authenticate.final();
    const iv = serialize.nonFramedBodyIv(12);
    const part = messageAADContentString({ contentType, isFinalFrame: true });
    const aad = Buffer.from(messageAAD(messageId, part, 1, plaintext.length));
    const cipher = getCipher(iv).setAAD(aad);
    const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
    const length = Buffer.alloc(8);
    length.writeBigUInt64BE(BigInt(plaintext.length));
    const tags = [authenticate.getAuthTag(), cipher.getAuthTag()] as const;
    return Buffer.concat([header, tags[0], iv, length, ciphertext, tags[1]]);
  };
}
