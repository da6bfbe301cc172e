import { randomBytes } from 'node:crypto';

import { branchKeyIdOf } from './branch-keys.ts';
import type { BranchKeys, KeyWork } from './branch-keys.ts';
import { contextToBind, contextToMeet } from './encryption-context.ts';
import type { MessageCipher } from './envelope.ts';
import { versionOf, WRAPPED_KEY_BYTES } from './hierarchical-wrap.ts';
import { parseMessage } from './message-reader.ts';
import type { Message } from './message-reader.ts';
import { openMessage, sealMessage } from './one-shot-message.ts';
import { loadFailure, undecryptable } from './undecryptable.ts';

/**
 * The version of the branch key to load for a message. All that can be told without a key is told
 * first: who is not meant by a message causes no load.
 */
function versionToLoad(message: Message, branchKeyId: string, context: Buffer): string {
  const { wrappedKey } = message;
  const isMeant = message.branchKeyId === branchKeyId && message.context.equals(context);
  const version = isMeant && wrappedKey.length === WRAPPED_KEY_BYTES ? versionOf(wrappedKey) : null;
  if (version === null) throw undecryptable();
  return version;
}

async function useVersion<Result>(
  branchKeys: BranchKeys,
  branchKeyId: string,
  version: string,
  work: KeyWork<Result>,
): Promise<Result> {
  try {
    return await branchKeys.useVersion(branchKeyId, version, work);
  } catch (error) {
    throw loadFailure(error);
  }
}

/**
 * Writes and reads messages in one go, without streams: all is done at once where the branch key is
 * cached. Built from the AWS Encryption SDK's specification on node:crypto, because the library's
 * serializer alone takes as long as all of the cryptography.
 */
export function createOneShotCipher(branchKeys: BranchKeys): MessageCipher {
  return {
    async encrypt(tenant, context, bytes) {
      const bound = contextToBind(context);
      return branchKeys.useActive(branchKeyIdOf(tenant), (key) =>
        sealMessage(key, bound, bytes, randomBytes),
      );
    },
    async decrypt(tenant, context, bytes) {
      const met = contextToMeet(context);
      const message = parseMessage(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      const branchKeyId = branchKeyIdOf(tenant);
      const version = versionToLoad(message, branchKeyId, met);
      return useVersion(branchKeys, branchKeyId, version, (key) => openMessage(key, met, message));
    },
  };
}
