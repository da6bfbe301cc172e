/**
 * Recognises OPAQUE tokens, in browsers and anywhere else, without a look-up and without the vault.
 *
 * An OPAQUE token is `tok_`, 22 random base62 characters and, as 6 more, the CRC-32 (IEEE 802.3) of
 * all before it: 32 characters. Every one is recognised; of other texts in this shape, one in
 * 4.3×10^9. The checksum shows that a text was not mistyped or cut off, not who made it.
 */
const CHECKSUM_LENGTH = 6;
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SHAPE = /^tok_[0-9A-Za-z]{28}$/;

function crc32(ascii: string): number {
  let crc = 0xffffffff;
  for (let index = 0; index < ascii.length; index += 1) {
    crc ^= ascii.charCodeAt(index);
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/** The number that base62 digits stand for; six of them stay below 2^36. */
function readBase62(digits: string): number {
  return Array.from(digits).reduce((sum, digit) => sum * 62 + ALPHABET.indexOf(digit), 0);
}

/** Whether a text is an OPAQUE token, as far as can be told from the text. */
export function isToken(text: string): boolean {
  if (!SHAPE.test(text)) return false;
  return readBase62(text.slice(-CHECKSUM_LENGTH)) === crc32(text.slice(0, -CHECKSUM_LENGTH));
}
