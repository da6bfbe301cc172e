import { IV_BYTES } from './aes-gcm.ts';

/** The provider of the one encrypted data key: the hierarchical keyring. */
export const PROVIDER_ID = Buffer.from('aws-kms-hierarchy');
export const MESSAGE_ID_BYTES = 32;
export const COMMITMENT_BYTES = 32;
/** AES-256-GCM, HKDF-SHA-512, key commitment, no signature: writer and reader are one. */
export const SUITE_ID = Buffer.of(0x04, 0x78);

const VERSION_2 = 2;
export const VERSION_AND_SUITE = Buffer.concat([Buffer.of(VERSION_2), SUITE_ID]);
export const FRAMED = 2;
export const NON_FRAMED = 1;
/** What the library announces unless told otherwise; values longer than that announce their length. */
const USUAL_FRAME_BYTES = 4096;
export const FINAL_FRAME = 0xffff_ffff;

/** What the body's associated data calls the parts of it. */
const BODY_PARTS = {
  frame: Buffer.from('AWSKMSEncryptionClient Frame'),
  finalFrame: Buffer.from('AWSKMSEncryptionClient Final Frame'),
  singleBlock: Buffer.from('AWSKMSEncryptionClient Single Block'),
} as const;

/** The pieces that a body can have. */
export type PartName = keyof typeof BODY_PARTS;

/** The header's tag is made under an IV of zeros. */
export const HEADER_IV = Buffer.alloc(IV_BYTES);

function uint16(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

/** How the section of encrypted data keys begins: one key, its provider, its branch key, its length. */
export function encodeKeyHead(branchKeyId: string, wrappedKeyBytes: number): Buffer {
  const info = Buffer.from(branchKeyId, 'utf8');
  const provider = [uint16(PROVIDER_ID.length), PROVIDER_ID];
  return Buffer.concat([
    uint16(1),
    ...provider,
    uint16(info.length),
    info,
    uint16(wrappedKeyBytes),
  ]);
}

export interface HeaderParts {
  readonly messageId: Buffer;
  readonly context: Buffer;
  readonly keyHead: Buffer;
  readonly wrappedKey: Buffer;
  readonly commitment: Buffer;
}

/** The header of a message whose content is one final frame of `contentBytes`. */
export function encodeHeader(parts: HeaderParts, contentBytes: number): Buffer {
  const content = Buffer.allocUnsafe(5);
  content.writeUInt8(FRAMED);
  content.writeUInt32BE(Math.max(USUAL_FRAME_BYTES, contentBytes), 1);
  return Buffer.concat([
    VERSION_AND_SUITE,
    parts.messageId,
    uint16(parts.context.length),
    parts.context,
    parts.keyHead,
    parts.wrappedKey,
    content,
    parts.commitment,
  ]);
}

/** The IV of a frame is its number. */
export function frameIv(sequenceNumber: number): Buffer {
  const iv = Buffer.alloc(IV_BYTES);
  iv.writeUInt32BE(sequenceNumber, IV_BYTES - 4);
  return iv;
}

/** What precedes the content of the first and final frame. */
export function encodeFinalFrameHead(iv: Buffer, contentBytes: number): Buffer {
  const head = Buffer.allocUnsafe(12 + IV_BYTES);
  head.writeUInt32BE(FINAL_FRAME);
  head.writeUInt32BE(1, 4);
  iv.copy(head, 8);
  head.writeUInt32BE(contentBytes, 8 + IV_BYTES);
  return head;
}

/** https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/body-aad-reference.html */
export function bodyAad(
  messageId: Buffer,
  part: PartName,
  sequenceNumber: number,
  contentBytes: number,
): Buffer {
  const numbers = Buffer.alloc(12);
  numbers.writeUInt32BE(sequenceNumber);
  numbers.writeUInt32BE(contentBytes, 8);
  return Buffer.concat([messageId, BODY_PARTS[part], numbers]);
}
