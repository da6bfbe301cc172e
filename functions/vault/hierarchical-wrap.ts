import { createHmac } from 'node:crypto';

import { decryptGcm, encryptGcm, IV_BYTES, KEY_BYTES, TAG_BYTES } from './aes-gcm.ts';
import { PROVIDER_ID, encodeKeyHead } from './message-format.ts';

const SALT_BYTES = 16;
const VERSION_BYTES = 16;
const VERSION_OFFSET = SALT_BYTES + IV_BYTES;
const KEY_OFFSET = VERSION_OFFSET + VERSION_BYTES;
const TAG_OFFSET = KEY_OFFSET + KEY_BYTES;

/** A wrapped data key: salt, IV, version of the branch key, encrypted key, tag. */
export const WRAPPED_KEY_BYTES = TAG_OFFSET + TAG_BYTES;
/** What wrapping takes of randomness: salt and IV. */
export const WRAP_RANDOM_BYTES = SALT_BYTES + IV_BYTES;

/** One version of a tenant's branch key, with all that every message under it has in common. */
export interface BranchKey {
  readonly id: string;
  /** A version 4 UUID. */
  readonly version: string;
  readonly versionBytes: Buffer;
  /** 32 bytes. Overwritten with zeros when the key leaves the cache: not to be kept. */
  readonly secret: Buffer;
  /** How the associated data of each wrapping begins. */
  readonly wrapAad: Buffer;
  /** How the section of encrypted data keys begins, up to the wrapped key. */
  readonly keyHead: Buffer;
}

export function createBranchKey(id: string, version: string, secret: Buffer): BranchKey {
  const versionBytes = Buffer.from(version.replaceAll('-', ''), 'hex');
  return {
    id,
    version,
    versionBytes,
    secret,
    wrapAad: Buffer.concat([PROVIDER_ID, Buffer.from(id, 'utf8'), versionBytes]),
    keyHead: encodeKeyHead(id, WRAPPED_KEY_BYTES),
  };
}

const LABEL_AND_SEPARATOR = Buffer.concat([PROVIDER_ID, Buffer.of(0)]);
const FIRST_BLOCK = Buffer.of(0, 0, 0, 1);
const LENGTH_IN_BITS = Buffer.of(0, 0, 1, 0);

/**
 * The key that wraps one data key: KDF in counter mode with HMAC-SHA-256, NIST SP 800-108r1, of which
 * 32 bytes are the first block alone.
 */
function wrappingKeyOf(branchKey: BranchKey, salt: Buffer): Buffer {
  return createHmac('sha256', branchKey.secret)
    .update(Buffer.concat([FIRST_BLOCK, LABEL_AND_SEPARATOR, salt, LENGTH_IN_BITS]))
    .digest();
}

/**
 * Wraps a data key as the hierarchical keyring does, bound to the encoded encryption context.
 * https://github.com/awslabs/aws-encryption-sdk-specification/blob/master/framework/aws-kms/aws-kms-hierarchical-keyring.md#branch-key-wrapping
 */
export function wrapDataKey(
  branchKey: BranchKey,
  context: Buffer,
  dataKey: Buffer,
  random: Buffer,
): Buffer {
  const salt = random.subarray(0, SALT_BYTES);
  const iv = random.subarray(SALT_BYTES, WRAP_RANDOM_BYTES);
  const wrappingKey = wrappingKeyOf(branchKey, salt);
  const aad = Buffer.concat([branchKey.wrapAad, context]);
  const { ciphertext, tag } = encryptGcm(wrappingKey, iv, aad, dataKey);
  wrappingKey.fill(0);
  return Buffer.concat([salt, iv, branchKey.versionBytes, ciphertext, tag], WRAPPED_KEY_BYTES);
}

/** @returns null unless this branch key wrapped it, bound to this context */
export function unwrapDataKey(
  branchKey: BranchKey,
  context: Buffer,
  wrapped: Buffer,
): Buffer | null {
  const wrappingKey = wrappingKeyOf(branchKey, wrapped.subarray(0, SALT_BYTES));
  const iv = wrapped.subarray(SALT_BYTES, VERSION_OFFSET);
  const aad = Buffer.concat([branchKey.wrapAad, context]);
  const encrypted = {
    ciphertext: wrapped.subarray(KEY_OFFSET, TAG_OFFSET),
    tag: wrapped.subarray(TAG_OFFSET),
  };
  const dataKey = decryptGcm(wrappingKey, iv, aad, encrypted);
  wrappingKey.fill(0);
  return dataKey;
}

/** A version 4 UUID without its dashes. */
const VERSION_4 = /^(.{8})(.{4})(4.{3})([89ab].{3})(.{12})$/;

/** The version of the branch key that wrapped a data key; null if it names none that can be. */
export function versionOf(wrapped: Buffer): string | null {
  const parts = VERSION_4.exec(wrapped.toString('hex', VERSION_OFFSET, KEY_OFFSET));
  return parts === null ? null : parts.slice(1).join('-');
}
