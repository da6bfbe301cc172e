/**
 * The text of OPAQUE tokens. No Node imports: the recogniser also runs in browsers.
 *
 * `tok_` + 22 base62 characters drawn uniformly (130.9 bits) + the CRC-32 (IEEE 802.3) of all that
 * precedes it as 6 base62 characters, most significant first; 32 characters in all. The checksum
 * catches typing errors and lets scanners recognise tokens; it is no proof of origin.
 */
const PREFIX = 'tok_';
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_LENGTH = 22;
const CHECKSUM_LENGTH = 6;
const SHAPE = /^tok_[0-9A-Za-z]{28}$/;

/** What any token of any format may look like; anything else is no token, without a look-up. */
const PLAUSIBLE = /^[!-~]{8,254}$/;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(ascii: string): number {
  let crc = 0xffffffff;
  for (let index = 0; index < ascii.length; index += 1) {
    crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ ascii.charCodeAt(index)) & 0xff] ?? 0);
  }
  return ~crc >>> 0;
}

function checksum(ascii: string): string {
  let rest = crc32(ascii);
  let text = '';
  for (let place = 0; place < CHECKSUM_LENGTH; place += 1) {
    text = ALPHABET.charAt(rest % ALPHABET.length) + text;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text;
}

/** A new OPAQUE token. `below(n)` must be uniform over 0..n-1 and unpredictable. */
export function opaqueToken(below: (bound: number) => number): string {
  let text = PREFIX;
  for (let place = 0; place < RANDOM_LENGTH; place += 1) {
    text += ALPHABET.charAt(below(ALPHABET.length));
  }
  return text + checksum(text);
}

/** Whether a text is an OPAQUE token as far as can be told without a look-up. */
export function isToken(text: string): boolean {
  if (!SHAPE.test(text)) return false;
  return checksum(text.slice(0, -CHECKSUM_LENGTH)) === text.slice(-CHECKSUM_LENGTH);
}

/** Whether a text could be a token of any format: 8 to 254 printable ASCII characters, no spaces. */
export function isPlausibleToken(text: string): boolean {
  return PLAUSIBLE.test(text);
}
