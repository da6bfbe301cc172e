import { undecryptable } from './undecryptable.ts';

/**
 * What a ciphertext is bound to and must never change: tenant, token, data class, format, creation.
 * It is readable in the message, so no part of it may come from the plaintext but the token.
 */
export type EncryptionContext = Readonly<Record<string, string>>;

/** The AAD section of a header has a length of two bytes. */
const MAX_BYTES = 65_535;
const LONE_SURROGATE = /\p{Surrogate}/u;

function writeText(target: Buffer, text: Buffer, offset: number): number {
  target.writeUInt16BE(text.length, offset);
  return offset + 2 + text.copy(target, offset + 2);
}

/**
 * The context as the message format has it: the number of pairs, then each pair with its lengths,
 * sorted by the bytes of the names, which no locale changes; nothing at all if there are no pairs.
 * Two contexts have the same bytes only if every pair is the same.
 * https://github.com/awslabs/aws-encryption-sdk-specification/blob/master/framework/structures.md#serialization
 * @returns null if it has no such form: a name that is empty or reserved (`aws-crypto-`), text that
 * UTF-8 cannot hold, or more than 65,535 bytes
 */
export function encodeContext(context: EncryptionContext): Buffer | null {
  const pairs: [name: Buffer, value: Buffer][] = [];
  let length = 2;
  for (const [name, value] of Object.entries(context)) {
    if (name === '' || name.startsWith('aws-crypto-')) return null;
    if (LONE_SURROGATE.test(name) || LONE_SURROGATE.test(value)) return null;
    const pair: [Buffer, Buffer] = [Buffer.from(name, 'utf8'), Buffer.from(value, 'utf8')];
    length += 4 + pair[0].length + pair[1].length;
    pairs.push(pair);
  }
  if (length > MAX_BYTES) return null;
  if (pairs.length === 0) return Buffer.alloc(0);
  pairs.sort(([one], [other]) => Buffer.compare(one, other));
  const encoded = Buffer.allocUnsafe(length);
  let offset = encoded.writeUInt16BE(pairs.length);
  for (const [name, value] of pairs) {
    offset = writeText(encoded, value, writeText(encoded, name, offset));
  }
  return encoded;
}

/** @throws TypeError for a context that no message can be bound to */
export function contextToBind(context: EncryptionContext): Buffer {
  const encoded = encodeContext(context);
  if (encoded === null) throw new TypeError('The encryption context cannot be encoded.');
  return encoded;
}

/** @throws VaultError TOKEN_NOT_FOUND (UNDECRYPTABLE) for a context that no message is bound to */
export function contextToMeet(context: EncryptionContext): Buffer {
  const encoded = encodeContext(context);
  if (encoded === null) throw undecryptable();
  return encoded;
}
