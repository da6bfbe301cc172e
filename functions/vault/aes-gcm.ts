import { createCipheriv, createDecipheriv } from 'node:crypto';

export const KEY_BYTES = 32;
export const IV_BYTES = 12;
export const TAG_BYTES = 16;

const CIPHER = 'aes-256-gcm';
/** Never a shorter tag, whoever passes one. */
const OPTIONS = { authTagLength: TAG_BYTES };

export interface Encrypted {
  /** As long as the plaintext. */
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
}

/** AES-256-GCM (NIST SP 800-38D) of all at once. */
export function encryptGcm(
  key: Uint8Array,
  iv: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
): Encrypted {
  const cipher = createCipheriv(CIPHER, key, iv, OPTIONS).setAAD(aad);
  const ciphertext = cipher.update(plaintext);
  cipher.final();
  return { ciphertext, tag: cipher.getAuthTag() };
}

/** @returns null, and leaves no plaintext behind, if it is not authentic */
export function decryptGcm(
  key: Uint8Array,
  iv: Uint8Array,
  aad: Uint8Array,
  { ciphertext, tag }: Encrypted,
): Buffer | null {
  const decipher = createDecipheriv(CIPHER, key, iv, OPTIONS).setAAD(aad).setAuthTag(tag);
  const plaintext = decipher.update(ciphertext);
  try {
    decipher.final();
    return plaintext;
  } catch {
    plaintext.fill(0);
    return null;
  }
}
