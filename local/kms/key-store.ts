import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { openSealedFile } from '../protocol/sealed-file.ts';
import type { SealedFile } from '../protocol/sealed-file.ts';
import type { KeyUsage } from './key-specs.ts';

export type KeyState = 'Enabled' | 'Disabled' | 'PendingDeletion';
export type MaterialOrigin = 'CREATION' | 'AUTOMATIC' | 'ON_DEMAND';

/** One generation of a key's material. All times are seconds since 1970. */
export interface BackingKey {
  /** 16 bytes, hex. It is in every blob that this generation made. */
  readonly id: string;
  /** Base64: raw bytes, or PKCS #8 DER for key pairs. Never leaves this process. */
  readonly secret: string;
  readonly createdAt: number;
  readonly origin: MaterialOrigin;
}

export interface Tag {
  readonly TagKey: string;
  readonly TagValue: string;
}

export interface StoredKey {
  readonly id: string;
  readonly spec: string;
  readonly usage: KeyUsage;
  readonly description: string;
  readonly createdAt: number;
  state: KeyState;
  deletionAt: number | null;
  policy: string;
  tags: readonly Tag[];
  rotation: { readonly periodInDays: number; readonly nextAt: number } | null;
  /** Oldest first; the last one makes new blobs, all of them open old ones. */
  readonly backingKeys: BackingKey[];
}

export interface StoredAlias {
  readonly createdAt: number;
  updatedAt: number;
  target: string;
}

export interface KeyStoreState {
  keys: Record<string, StoredKey>;
  aliases: Record<string, StoredAlias>;
}

/** The keys of this KMS. What `change` did is on disk when it returns, and undone when it throws. */
export interface KeyStore {
  readonly state: KeyStoreState;
  change<T>(mutate: (state: KeyStoreState) => T): T;
}

const FILE_NAME = 'kms.sealed';

/** @throws Error when the passphrase is wrong or the file was altered. */
export function openKeyStore(dataDir: string, passphrase: string): KeyStore {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  removeLeftovers(dataDir);
  const file = openSealedFile<KeyStoreState>({
    path: join(dataDir, FILE_NAME),
    passphrase,
    purpose: 'kms',
    initial: noKeys,
  });
  return keyStoreIn(file);
}

export const noKeys = (): KeyStoreState => ({ keys: {}, aliases: {} });

/** A store whose state is kept as the file keeps it. */
export function keyStoreIn(file: SealedFile<KeyStoreState>): KeyStore {
  const change = <T>(mutate: (state: KeyStoreState) => T): T => {
    const before = structuredClone(file.value);
    try {
      const result = mutate(file.value);
      file.save();
      return result;
    } catch (error) {
      // What the caller is not told must not be used either, nor saved by the next change.
      Object.assign(file.value, before);
      throw error;
    }
  };
  return { state: file.value, change };
}

/** A new generation of material; `secret` is wiped. */
export function newBackingKey(secret: Buffer, now: number, origin: MaterialOrigin): BackingKey {
  const encoded = secret.toString('base64');
  secret.fill(0);
  return { id: randomBytes(16).toString('hex'), secret: encoded, createdAt: now, origin };
}

/** The generation that makes new blobs, MACs and signatures. */
export function currentBackingKey(key: StoredKey): BackingKey {
  const current = key.backingKeys.at(-1);
  if (current === undefined) throw new TypeError('A stored key has no material.');
  return current;
}

/** Half-written files of a process that was killed: sealed, but of no more use. */
function removeLeftovers(dataDir: string): void {
  for (const name of readdirSync(dataDir)) {
    if (name.startsWith(`${FILE_NAME}.`) && name.endsWith('.tmp')) rmSync(join(dataDir, name));
  }
}
