import { fromBase64, sha256, toHex } from './hashes.ts';

/** Named by what makes it: tests run where no browser's types are. */
type PublicKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** The public key that seals are checked with. */
export interface SealKey {
  readonly key: PublicKey;
  /** SHA-256 of the key (SubjectPublicKeyInfo) in hex, to compare with a copy kept elsewhere. */
  readonly fingerprint: string;
}

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' };
const HALF = 32;

/** @throws DOMException unless it is the PEM of a public key on P-256 */
export async function importSealKey(pem: string): Promise<SealKey> {
  const base64 = pem.replaceAll(/-----[A-Z ]+-----|\s/g, '');
  const bytes = fromBase64(base64);
  const key = await crypto.subtle.importKey('spki', bytes, CURVE, false, ['verify']);
  return { key, fingerprint: toHex(await sha256(bytes)) };
}

/** One INTEGER of the DER form: its value in 32 bytes, and where the next begins. */
function readInteger(der: Uint8Array, at: number): { value: Uint8Array; end: number } {
  const length = der[at + 1] ?? 0;
  const start = at + 2;
  const digits = der.subarray(start, start + length);
  const significant = digits.subarray(Math.max(0, digits.length - HALF));
  const value = new Uint8Array(HALF);
  value.set(significant, HALF - significant.length);
  return { value, end: start + length };
}

/** From DER, as KMS signs, to the two numbers side by side that browsers check (IEEE P1363). */
function sideBySide(der: Uint8Array): Uint8Array<ArrayBuffer> {
  const r = readInteger(der, 2);
  const s = readInteger(der, r.end);
  const both = new Uint8Array(2 * HALF);
  both.set(r.value);
  both.set(s.value, HALF);
  return both;
}

/** Whether the key's owner signed these bytes; `signature` is DER. */
export function isSigned(
  { key }: SealKey,
  bytes: Uint8Array<ArrayBuffer>,
  signature: Uint8Array,
): Promise<boolean> {
  return crypto.subtle.verify(SIGNATURE, key, sideBySide(signature), bytes);
}
