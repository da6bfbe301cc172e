import { IV_BYTES, TAG_BYTES } from './aes-gcm.ts';
import { undecryptable } from './undecryptable.ts';

/** The provider of the one encrypted data key: the hierarchical keyring. */
export const PROVIDER_ID = Buffer.from('aws-kms-hierarchy');
export const MESSAGE_ID_BYTES = 32;
export const COMMITMENT_BYTES = 32;
/** AES-256-GCM, HKDF-SHA-512, key commitment, no signature: writer and reader are one. */
export const SUITE_ID = Buffer.of(0x04, 0x78);

const VERSION_2 = 2;
const VERSION_AND_SUITE = Buffer.concat([Buffer.of(VERSION_2), SUITE_ID]);
const FRAMED = 2;
const NON_FRAMED = 1;
/** What the library announces unless told otherwise; values longer than that announce their length. */
const USUAL_FRAME_BYTES = 4096;
const FINAL_FRAME = 0xffff_ffff;

/** What the body's associated data calls the parts of it. */
const BODY_PARTS = {
  frame: Buffer.from('AWSKMSEncryptionClient Frame'),
  finalFrame: Buffer.from('AWSKMSEncryptionClient Final Frame'),
  singleBlock: Buffer.from('AWSKMSEncryptionClient Single Block'),
} as const;

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
  part: keyof typeof BODY_PARTS,
  sequenceNumber: number,
  contentBytes: number,
): Buffer {
  const numbers = Buffer.alloc(12);
  numbers.writeUInt32BE(sequenceNumber);
  numbers.writeUInt32BE(contentBytes, 8);
  return Buffer.concat([messageId, BODY_PARTS[part], numbers]);
}

/** Reads on from where it is; what is not there is refused before anything is made of its length. */
class Cursor {
  readonly #bytes: Buffer;
  #offset = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get offset(): number {
    return this.#offset;
  }

  get isAtEnd(): boolean {
    return this.#offset === this.#bytes.length;
  }

  /** A view of the next bytes. */
  take(length: number): Buffer {
    const start = this.#offset;
    if (length > this.#bytes.length - start) throw undecryptable();
    this.#offset = start + length;
    return this.#bytes.subarray(start, this.#offset);
  }

  takeUint8(): number {
    return this.take(1).readUInt8();
  }

  takeUint16(): number {
    return this.take(2).readUInt16BE();
  }

  takeUint32(): number {
    return this.take(4).readUInt32BE();
  }

  takeSized(): Buffer {
    return this.take(this.takeUint16());
  }
}

/** A piece of the body with its own IV and tag. */
export interface BodyPart {
  readonly part: keyof typeof BODY_PARTS;
  readonly sequenceNumber: number;
  readonly iv: Buffer;
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
}

/** A message in its parts, all views of it; nothing of it is authentic yet. */
export interface Message {
  /** All of the header that its tag covers. */
  readonly header: Buffer;
  readonly headerTag: Buffer;
  readonly messageId: Buffer;
  readonly context: Buffer;
  readonly branchKeyId: string;
  readonly wrappedKey: Buffer;
  readonly commitment: Buffer;
  readonly body: readonly BodyPart[];
}

function takeKey(cursor: Cursor): Pick<Message, 'branchKeyId' | 'wrappedKey'> {
  if (cursor.takeUint16() !== 1) throw undecryptable();
  if (!cursor.takeSized().equals(PROVIDER_ID)) throw undecryptable();
  return { branchKeyId: cursor.takeSized().toString('utf8'), wrappedKey: cursor.takeSized() };
}

function takePart(
  cursor: Cursor,
  part: BodyPart['part'],
  sequenceNumber: number,
  lengthOf: () => number,
): BodyPart {
  const iv = cursor.take(IV_BYTES);
  const ciphertext = cursor.take(lengthOf());
  return { part, sequenceNumber, iv, ciphertext, tag: cursor.take(TAG_BYTES) };
}

function takeSingleBlock(cursor: Cursor): BodyPart[] {
  const takeLength = () => {
    if (cursor.takeUint32() !== 0) throw undecryptable();
    return cursor.takeUint32();
  };
  return [takePart(cursor, 'singleBlock', 1, takeLength)];
}

/** Frames are numbered from 1 without gaps; the final one, and only it, may be shorter or empty. */
function takeFrames(cursor: Cursor, frameBytes: number): BodyPart[] {
  const takeLength = () => {
    const length = cursor.takeUint32();
    if (length > frameBytes) throw undecryptable();
    return length;
  };
  const frames: BodyPart[] = [];
  for (;;) {
    const expected = frames.length + 1;
    const first = cursor.takeUint32();
    const isFinal = first === FINAL_FRAME;
    if ((isFinal ? cursor.takeUint32() : first) !== expected) throw undecryptable();
    if (isFinal) return [...frames, takePart(cursor, 'finalFrame', expected, takeLength)];
    frames.push(takePart(cursor, 'frame', expected, () => frameBytes));
  }
}

function takeBody(cursor: Cursor, contentType: number, frameBytes: number): BodyPart[] {
  if (contentType === FRAMED) return takeFrames(cursor, frameBytes);
  if (contentType === NON_FRAMED && frameBytes === 0) return takeSingleBlock(cursor);
  throw undecryptable();
}

/**
 * Takes a message of version 2 and suite 0x0478 with one encrypted data key apart: framed, as the
 * library writes it in one frame or many, or not framed. It ends where its body does.
 * https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/message-format.html
 * @throws VaultError TOKEN_NOT_FOUND (UNDECRYPTABLE) if it is no such message
 */
export function parseMessage(bytes: Buffer): Message {
  const cursor = new Cursor(bytes);
  if (!cursor.take(VERSION_AND_SUITE.length).equals(VERSION_AND_SUITE)) throw undecryptable();
  const messageId = cursor.take(MESSAGE_ID_BYTES);
  const context = cursor.takeSized();
  const key = takeKey(cursor);
  const contentType = cursor.takeUint8();
  const frameBytes = cursor.takeUint32();
  const commitment = cursor.take(COMMITMENT_BYTES);
  const header = bytes.subarray(0, cursor.offset);
  const headerTag = cursor.take(TAG_BYTES);
  const body = takeBody(cursor, contentType, frameBytes);
  if (!cursor.isAtEnd) throw undecryptable();
  return { header, headerTag, messageId, context, ...key, commitment, body };
}
