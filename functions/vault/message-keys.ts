import { createHmac, timingSafeEqual } from 'node:crypto';

import { KEY_BYTES } from './aes-gcm.ts';
import { COMMITMENT_BYTES, SUITE_ID } from './message-format.ts';

/** HKDF's info and the number of the block, of which one holds more than is asked for. */
const FIRST_BLOCK = Buffer.of(1);
const KEY_INFO = Buffer.concat([SUITE_ID, Buffer.from('DERIVEKEY'), FIRST_BLOCK]);
const COMMITMENT_INFO = Buffer.concat([Buffer.from('COMMITKEY'), FIRST_BLOCK]);

export interface MessageKeys {
  /** Encrypts header and body. */
  readonly key: Buffer;
  /** What the header says of the data key, so that a message has one only. */
  readonly commitment: Buffer;
}

/**
 * HKDF-SHA-512 (RFC 5869) of the data key with the message id as salt, extracted once and expanded
 * twice. Made of HMACs: `hkdfSync` extracts each time and takes three times as long.
 * https://github.com/awslabs/aws-encryption-sdk-specification/blob/master/framework/algorithm-suites.md
 */
export function deriveMessageKeys(dataKey: Buffer, messageId: Buffer): MessageKeys {
  const extracted = createHmac('sha512', messageId).update(dataKey).digest();
  const block = createHmac('sha512', extracted).update(KEY_INFO).digest();
  const commitment = createHmac('sha512', extracted).update(COMMITMENT_INFO).digest();
  extracted.fill(0);
  block.fill(0, KEY_BYTES);
  return {
    key: block.subarray(0, KEY_BYTES),
    commitment: commitment.subarray(0, COMMITMENT_BYTES),
  };
}

export function isCommittedTo(keys: MessageKeys, commitment: Buffer): boolean {
  return timingSafeEqual(keys.commitment, commitment);
}
