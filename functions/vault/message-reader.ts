import { IV_BYTES, TAG_BYTES } from './aes-gcm.ts';
import {
  COMMITMENT_BYTES,
  FINAL_FRAME,
  FRAMED,
  MESSAGE_ID_BYTES,
  NON_FRAMED,
  PROVIDER_ID,
  VERSION_AND_SUITE,
} from './message-format.ts';
import type { PartName } from './message-format.ts';
import { undecryptable } from './undecryptable.ts';

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
  readonly part: PartName;
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
