import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/*
 * Time-based one-time passwords as authenticator apps make them: SHA-1, 6 digits, 30 seconds.
 * Sources: RFC 6238, RFC 4226; base32 from RFC 4648 §6.
 */

const STEP_MS = 30_000;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** 32 base32 characters: 160 random bits, as RFC 4226 §4 recommends. */
export function createSoftwareTokenSecret(): string {
  return Array.from(randomBytes(32), (byte) => ALPHABET.charAt(byte % 32)).join('');
}

/** The code of one time step. */
export function codeOf(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', decodeBase32(secret)).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0xf;
  const number = (mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000;
  return String(number).padStart(6, '0');
}

/**
 * The time step whose code this is, of the current one and its two neighbours, or null. The caller
 * must refuse a step that is not later than the last one accepted: a code works once.
 */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  const current = Math.floor(now.getTime() / STEP_MS);
  const steps = [current, current - 1, current + 1];
  return steps.find((step) => sameCode(codeOf(secret, step), code)) ?? null;
}

function sameCode(expected: string, offered: string): boolean {
  const left = Buffer.from(expected);
  const right = Buffer.from(offered);
  return left.length === right.length && timingSafeEqual(left, right);
}

function decodeBase32(text: string): Buffer {
  const bits = Array.from(text, (character) =>
    ALPHABET.indexOf(character).toString(2).padStart(5, '0'),
  ).join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => parseInt(byte, 2)));
}
