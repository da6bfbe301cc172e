import { hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { LOCK_FILE } from './lock.ts';
import { writeFileDurably } from './protocol/durable-file.ts';
import type { AccessKey } from './protocol/signature.ts';

/** One data directory and the secret that everything local is derived from. */
export interface Installation {
  readonly dataDir: string;
  /** A path inside the data directory. */
  path(...names: string[]): string;
  /** The key with which a principal signs its calls. The same after a restart. */
  accessKey(principal: string): AccessKey;
  /** What seals a service's file. */
  passphrase(service: string): string;
  /** Where the audit trail begins: a whole minute, eleven before the installation was made. */
  trailBegin(): string;
  /** A seeded user's password: 24 characters of all four kinds that the password policy asks for. */
  password(username: string): string;
}

const SECRET_FILE = 'installation.key';
const TRAIL_BEGIN_FILE = 'trail-begin';
const MINUTE_MS = 60_000;
/** So that two windows can be sealed at once, and what is broken shows at the first start. */
const MINUTES_BEFORE = 11;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * Opens a data directory that is locked for this process. Access keys, passwords and passphrases are
 * derived from one random secret (mode 0600) by HKDF-SHA-256 (RFC 5869), so none of them is stored.
 */
export function openInstallation(dataDir: string, fresh: boolean): Installation {
  if (fresh) removeState(dataDir);
  const secret = readSecret(join(dataDir, SECRET_FILE));
  const derive = (label: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', secret, '', `tokenization-gateway/local/v1/${label}`, bytes));
  return {
    dataDir,
    path: (...names) => join(dataDir, ...names),
    accessKey: (principal) => ({
      accessKeyId: `AKIA${letters(derive(`access-key-id/${principal}`, 16), BASE32)}`,
      secretAccessKey: derive(`secret-access-key/${principal}`, 30).toString('base64url'),
      principal,
    }),
    passphrase: (service) => derive(`passphrase/${service}`, 32).toString('base64url'),
    trailBegin: () => readTrailBegin(join(dataDir, TRAIL_BEGIN_FILE)),
    password: (username) => `Pw1-${letters(derive(`password/${username}`, 20), BASE62)}`,
  };
}

/** Refuses to empty a folder that is not ours: `--data-dir .` must not cost anyone a project. */
function removeState(dataDir: string): void {
  const names = readdirSync(dataDir).filter((name) => name !== LOCK_FILE);
  if (names.length > 0 && !names.includes(SECRET_FILE)) {
    throw new Error('--fresh: this folder was not made by the gateway and is left alone.');
  }
  for (const name of names) rmSync(join(dataDir, name), { recursive: true });
}

function readSecret(path: string): Buffer {
  if (!existsSync(path)) writeFileDurably(path, `${randomBytes(32).toString('base64')}\n`);
  const secret = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64');
  if (secret.length !== 32) throw new Error(`${SECRET_FILE} is damaged: start with --fresh.`);
  return secret;
}

function readTrailBegin(path: string): string {
  if (!existsSync(path)) {
    const minute = Math.floor(Date.now() / MINUTE_MS) - MINUTES_BEFORE;
    writeFileDurably(path, `${new Date(minute * MINUTE_MS).toISOString()}\n`);
  }
  return readFileSync(path, 'utf8').trim();
}

/** One letter a byte; the slight bias of the modulus costs nothing at these lengths. */
function letters(bytes: Buffer, alphabet: string): string {
  return Array.from(bytes, (byte) => alphabet[byte % alphabet.length]).join('');
}
