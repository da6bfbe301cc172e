import { decryptGcm, encryptGcm, KEY_BYTES } from './aes-gcm.ts';
import { unwrapDataKey, wrapDataKey, WRAP_RANDOM_BYTES } from './hierarchical-wrap.ts';
import type { BranchKey } from './hierarchical-wrap.ts';
import {
  bodyAad,
  encodeFinalFrameHead,
  encodeHeader,
  frameIv,
  HEADER_IV,
  MESSAGE_ID_BYTES,
} from './message-format.ts';
import { deriveMessageKeys, isCommittedTo } from './message-keys.ts';
import type { MessageKeys } from './message-keys.ts';
import type { BodyPart, Message } from './message-reader.ts';
import { undecryptable } from './undecryptable.ts';

const NOTHING = Buffer.alloc(0);
const FIRST_IV = frameIv(1);
const RANDOM_BYTES = KEY_BYTES + MESSAGE_ID_BYTES + WRAP_RANDOM_BYTES;

/** Gives unpredictable bytes; a test gives known ones. */
export type DrawBytes = (length: number) => Buffer;

function encryptFrame({ key }: MessageKeys, messageId: Buffer, plaintext: Buffer): Buffer[] {
  const { length } = plaintext;
  const aad = bodyAad(messageId, 'finalFrame', 1, length);
  const { ciphertext, tag } = encryptGcm(key, FIRST_IV, aad, plaintext);
  return [encodeFinalFrameHead(FIRST_IV, length), ciphertext, tag];
}

/** Writes a message under a data key of its own, in one frame, at once. */
export function sealMessage(
  branchKey: BranchKey,
  context: Buffer,
  plaintext: Buffer,
  drawBytes: DrawBytes,
): Buffer {
  const drawn = drawBytes(RANDOM_BYTES);
  const dataKey = drawn.subarray(0, KEY_BYTES);
  const messageId = drawn.subarray(KEY_BYTES, KEY_BYTES + MESSAGE_ID_BYTES);
  const wrapRandom = drawn.subarray(KEY_BYTES + MESSAGE_ID_BYTES);
  const keys = deriveMessageKeys(dataKey, messageId);
  const wrappedKey = wrapDataKey(branchKey, context, dataKey, wrapRandom);
  dataKey.fill(0);
  const { keyHead } = branchKey;
  const parts = { messageId, context, keyHead, wrappedKey, commitment: keys.commitment };
  const header = encodeHeader(parts, plaintext.length);
  const { tag } = encryptGcm(keys.key, HEADER_IV, header, NOTHING);
  const frame = encryptFrame(keys, messageId, plaintext);
  keys.key.fill(0);
  return Buffer.concat([header, tag, ...frame]);
}

function decryptPart({ key }: MessageKeys, messageId: Buffer, one: BodyPart): Buffer | null {
  const aad = bodyAad(messageId, one.part, one.sequenceNumber, one.ciphertext.length);
  return decryptGcm(key, one.iv, aad, one);
}

/** All or nothing: what was decrypted before a part that is not authentic is wiped. */
function decryptBody(keys: MessageKeys, { messageId, body }: Message): Buffer | null {
  const clear: Buffer[] = [];
  for (const one of body) {
    const part = decryptPart(keys, messageId, one);
    if (part === null) {
      for (const known of clear) known.fill(0);
      return null;
    }
    clear.push(part);
  }
  if (clear.length === 1) return clear[0] ?? null;
  const whole = Buffer.concat(clear);
  for (const part of clear) part.fill(0);
  return whole;
}

function isHeaderAuthentic({ key }: MessageKeys, { header, headerTag }: Message): boolean {
  const empty = { ciphertext: NOTHING, tag: headerTag };
  return decryptGcm(key, HEADER_IV, header, empty) !== null;
}

/**
 * Opens a message that is bound to exactly this context. In the order of the specification: data key,
 * commitment, header, body.
 * @throws VaultError TOKEN_NOT_FOUND (UNDECRYPTABLE) if anything about it is not as it was written
 */
export function openMessage(branchKey: BranchKey, context: Buffer, message: Message): Buffer {
  const dataKey = unwrapDataKey(branchKey, context, message.wrappedKey);
  if (dataKey === null) throw undecryptable();
  const keys = deriveMessageKeys(dataKey, message.messageId);
  dataKey.fill(0);
  const isWhole = isCommittedTo(keys, message.commitment) && isHeaderAuthentic(keys, message);
  const plaintext = isWhole ? decryptBody(keys, message) : null;
  keys.key.fill(0);
  if (plaintext === null) throw undecryptable();
  return plaintext;
}
