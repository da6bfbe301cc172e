import type { JWK } from 'jose';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { openSealedFile } from '../protocol/sealed-file.ts';

/*
 * What the service keeps, as it stands in the sealed file. Times are milliseconds since 1970.
 * Passwords are kept as SRP verifiers, refresh tokens and reset codes as HMACs.
 */

export interface AttributeSchema {
  readonly name: string;
  readonly dataType: 'String' | 'Number' | 'DateTime' | 'Boolean';
  readonly mutable: boolean;
  readonly required: boolean;
  /** Characters of a String, value of a Number. */
  readonly least: number | null;
  readonly most: number | null;
}

export interface PasswordPolicy {
  readonly minimumLength: number;
  readonly requireUppercase: boolean;
  readonly requireLowercase: boolean;
  readonly requireNumbers: boolean;
  readonly requireSymbols: boolean;
  readonly temporaryPasswordValidityDays: number;
}

export type MfaConfiguration = 'OFF' | 'OPTIONAL' | 'ON';
export type UserStatus = 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD' | 'RESET_REQUIRED';

export interface ClientRecord {
  readonly id: string;
  readonly name: string;
  readonly authFlows: readonly string[];
  /** Null: the default, every standard attribute and no custom one. */
  readonly readAttributes: readonly string[] | null;
  readonly writeAttributes: readonly string[] | null;
  readonly hidesUserExistence: boolean;
  readonly accessTokenSeconds: number;
  readonly idTokenSeconds: number;
  readonly refreshTokenSeconds: number;
  readonly authSessionMinutes: number;
  readonly createdAt: number;
}

export interface GroupRecord {
  readonly name: string;
  readonly description: string | null;
  readonly precedence: number | null;
  readonly createdAt: number;
}

/** Both in hexadecimal, as SRP sends them. */
export interface SrpCredential {
  readonly salt: string;
  readonly verifier: string;
}

export interface UserRecord {
  readonly sub: string;
  readonly username: string;
  readonly attributes: Record<string, string>;
  readonly createdAt: number;
  modifiedAt: number;
  enabled: boolean;
  status: UserStatus;
  credential: SrpCredential;
  temporaryPasswordExpiresAt: number | null;
  /** `lastStep` is the last time step whose code was accepted (RFC 6238 §5.2). */
  softwareToken: { readonly secret: string; lastStep: number } | null;
  pendingSoftwareToken: string | null;
  mfaEnabled: boolean;
  mfaPreferred: boolean;
  resetCode: { readonly hash: string; readonly expiresAt: number } | null;
  groups: string[];
}

/** One sign-in: its refresh token, and by `originJti` every JWT that came of it. */
export interface RefreshSession {
  readonly originJti: string;
  readonly hash: string;
  readonly sub: string;
  readonly clientId: string;
  readonly authTime: number;
  readonly expiresAt: number;
  /** The last access token of the session is dead by then, and the session can be forgotten. */
  readonly forgetAt: number;
}

export interface SigningKey {
  readonly kid: string;
  readonly privateJwk: JWK;
}

export interface PoolRecord {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly schema: readonly AttributeSchema[];
  readonly passwordPolicy: PasswordPolicy;
  readonly caseSensitive: boolean;
  /** Parameters that change nothing here, kept to be described as they were given. */
  readonly described: Readonly<Record<string, unknown>>;
  /** Base64; keys every HMAC of the pool. */
  readonly secret: string;
  readonly signingKey: SigningKey;
  mfa: MfaConfiguration;
  softwareTokenMfa: boolean;
  readonly clients: ClientRecord[];
  readonly groups: GroupRecord[];
  users: UserRecord[];
  sessions: RefreshSession[];
}

/** The pools, and how a change to them becomes durable. */
export interface PoolStore {
  readonly pools: PoolRecord[];
  /** Returns when everything is on disk. */
  save(): void;
}

/** @throws Error when the passphrase is wrong or the file was altered. */
export function openPoolStore(options: { dataDir: string; passphrase: string }): PoolStore {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const file = openSealedFile<{ pools: PoolRecord[] }>({
    path: join(options.dataDir, 'cognito.sealed'),
    passphrase: options.passphrase,
    purpose: 'cognito',
    initial: () => ({ pools: [] }),
  });
  return {
    pools: file.value.pools,
    save: () => {
      file.save();
    },
  };
}
