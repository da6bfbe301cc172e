import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

import { writeFileDurably } from './durable-file.ts';

/** A value kept in a file that only the passphrase opens. Its owner changes `value`, then saves. */
export interface SealedFile<T> {
  readonly value: T;
  /** Returns when the new state is on disk; a crash leaves the old state or the new one. */
  save(): void;
}

export interface SealedFileOptions<T> {
  readonly path: string;
  readonly passphrase: string;
  /** Bound into the seal, so that one service's file does not open as another's. */
  readonly purpose: string;
  readonly initial: () => T;
}

interface Seal {
  readonly version: 1;
  readonly salt: string;
  readonly iv: string;
  readonly tag: string;
  readonly ciphertext: string;
}

/** scrypt with N = 2^16, r = 8, p = 1 (RFC 7914): about 0.2 s and 64 MiB, once per start. */
const SCRYPT = { N: 1 << 16, r: 8, p: 1, maxmem: 128 << 20 };

/**
 * Opens or creates a file sealed by AES-256-GCM under a key that scrypt derives from the
 * passphrase. The file has mode 0600.
 *
 * @throws Error when the passphrase is wrong or the file was altered.
 */
export function openSealedFile<T>(options: SealedFileOptions<T>): SealedFile<T> {
  const { path, passphrase, purpose } = options;
  const stored = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Seal) : null;
  const salt = stored === null ? randomBytes(16) : Buffer.from(stored.salt, 'base64');
  const key = scryptSync(passphrase, salt, 32, SCRYPT);
  const value = stored === null ? options.initial() : (unseal(stored, key, purpose) as T);
  const save = () => {
    writeFileDurably(path, JSON.stringify(seal(value, key, salt, purpose)));
  };
  if (stored === null) save();
  return { value, save };
}

function seal(value: unknown, key: Buffer, salt: Buffer, purpose: string): Seal {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(associatedData(purpose));
  const ciphertext = Buffer.concat([cipher.update(JSON.stringify(value)), cipher.final()]);
  return {
    version: 1,
    salt: salt.toString('base64'),
    iv: iv.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    ciphertext: ciphertext.toString('base64'),
  };
}

function unseal(stored: Seal, key: Buffer, purpose: string): unknown {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(stored.iv, 'base64'), {
      authTagLength: 16,
    });
    decipher.setAAD(associatedData(purpose));
    decipher.setAuthTag(Buffer.from(stored.tag, 'base64'));
    const opened = decipher.update(Buffer.from(stored.ciphertext, 'base64'));
    return JSON.parse(Buffer.concat([opened, decipher.final()]).toString('utf8'));
  } catch {
    throw new Error(`The sealed file for ${purpose} does not open: wrong passphrase or altered.`);
  }
}

function associatedData(purpose: string): Buffer {
  return Buffer.from(`tokenization-gateway/sealed-file/v1/${purpose}`);
}
