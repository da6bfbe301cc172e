import {
  createCipheriv,
  createDecipheriv,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

import { encodeEncryptionContext } from './encryption-context.ts';
import type { EncryptionContext } from './encryption-context.ts';
import { invalidCiphertext } from './errors.ts';
import { currentBackingKey } from './key-store.ts';
import type { BackingKey, StoredKey } from './key-store.ts';

/** What the head of a blob says, before anything is verified. */
export interface BlobHead {
  readonly keyId: string;
  readonly backingKeyId: string;
}

const MAGIC = Buffer.from('TGK1', 'ascii');
const KEY_ID_AT = 4;
const BACKING_ID_AT = 20;
const SALT_AT = 36;
const IV_AT = 68;
const COMMITMENT_AT = 80;
const PADDING_AT = 112;
/** 136 + 16 bytes of tag: a 32-byte data key gives a blob of 184 bytes, as in KMS. */
const BODY_AT = 136;
const TAG_LENGTH = 16;

/**
 * Encrypts under the newest material of `key`: AES-256-GCM with a key of its own for each blob,
 * derived by HKDF-SHA-256 (RFC 5869), so that no nonce limit applies. The blob's head and the
 * encryption context are authenticated.
 */
export function sealBlob(key: StoredKey, plaintext: Buffer, context: EncryptionContext): Buffer {
  const backingKey = currentBackingKey(key);
  const salt = randomBytes(IV_AT - SALT_AT);
  const iv = randomBytes(COMMITMENT_AT - IV_AT);
  const { dataKey, commitment } = deriveDataKey(backingKey, salt);
  const head = Buffer.concat([
    MAGIC,
    Buffer.from(key.id.replaceAll('-', ''), 'hex'),
    Buffer.from(backingKey.id, 'hex'),
    salt,
    iv,
    commitment,
    Buffer.alloc(BODY_AT - PADDING_AT),
  ]);
  const cipher = createCipheriv('aes-256-gcm', dataKey, iv);
  dataKey.fill(0);
  cipher.setAAD(Buffer.concat([head, encodeEncryptionContext(context)]));
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([head, body, cipher.getAuthTag()]);
}

/** @throws ServiceError InvalidCiphertextException: not a blob of this KMS. */
export function readBlobHead(blob: Buffer): BlobHead {
  if (blob.length <= BODY_AT + TAG_LENGTH || !blob.subarray(0, KEY_ID_AT).equals(MAGIC)) {
    throw invalidCiphertext();
  }
  const id = blob.toString('hex', KEY_ID_AT, BACKING_ID_AT);
  const groups = [
    id.slice(0, 8),
    id.slice(8, 12),
    id.slice(12, 16),
    id.slice(16, 20),
    id.slice(20),
  ];
  return { keyId: groups.join('-'), backingKeyId: blob.toString('hex', BACKING_ID_AT, SALT_AT) };
}

/**
 * Opens a blob of `key`, made by any generation of its material. The caller wipes the answer.
 *
 * @throws ServiceError InvalidCiphertextException: altered, another context, or foreign.
 */
export function openBlob(key: StoredKey, blob: Buffer, context: EncryptionContext): Buffer {
  const { backingKeyId } = readBlobHead(blob);
  const backingKey = key.backingKeys.find(({ id }) => id === backingKeyId);
  if (backingKey === undefined) throw invalidCiphertext();
  const { dataKey, commitment } = deriveDataKey(backingKey, blob.subarray(SALT_AT, IV_AT));
  if (!timingSafeEqual(commitment, blob.subarray(COMMITMENT_AT, PADDING_AT))) {
    throw invalidCiphertext();
  }
  const decipher = createDecipheriv('aes-256-gcm', dataKey, blob.subarray(IV_AT, COMMITMENT_AT), {
    authTagLength: TAG_LENGTH,
  });
  dataKey.fill(0);
  decipher.setAAD(Buffer.concat([blob.subarray(0, BODY_AT), encodeEncryptionContext(context)]));
  decipher.setAuthTag(blob.subarray(-TAG_LENGTH));
  try {
    const opened = decipher.update(blob.subarray(BODY_AT, -TAG_LENGTH));
    decipher.final();
    return opened;
  } catch {
    throw invalidCiphertext();
  }
}

/** GCM does not commit to its key; the second half of the derivation, kept in the head, does. */
function deriveDataKey(backingKey: BackingKey, salt: Buffer) {
  const secret = Buffer.from(backingKey.secret, 'base64');
  const derived = Buffer.from(
    hkdfSync('sha256', secret, salt, 'tokenization-gateway/kms/blob', 64),
  );
  secret.fill(0);
  return { dataKey: derived.subarray(0, 32), commitment: derived.subarray(32) };
}
