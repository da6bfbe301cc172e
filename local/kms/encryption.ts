import { randomBytes } from 'node:crypto';

import type { Access } from './access.ts';
import { keyArn } from './arn.ts';
import type { Place } from './arn.ts';
import { openBlob, readBlobHead, sealBlob } from './ciphertext.ts';
import { readEncryptionContext } from './encryption-context.ts';
import { ciphertextOfUnknownKey, incorrectKey, invalid } from './errors.ts';
import { bytes, choice, integer, isAbsent, optionalText, text } from './input.ts';
import type { Input } from './input.ts';
import { materialId } from './key-metadata.ts';
import { currentBackingKey } from './key-store.ts';
import type { StoredKey } from './key-store.ts';
import type { KmsRequest, OperationFamily } from './operation.ts';
import type { KmsParts } from './parts.ts';

const NAME_LENGTH = { min: 1, max: 2048 };
const BLOB_LENGTH = { min: 1, max: 6144 };
const PLAINTEXT_LENGTH = { min: 1, max: 4096 };
const RANDOM_LENGTH = { min: 1, max: 1024 };
const ALGORITHM = 'SYMMETRIC_DEFAULT';
const CONDITIONS = { 'kms:EncryptionAlgorithm': ALGORITHM };

type EncryptionParts = Pick<KmsParts, 'access' | 'place'>;

/** Encrypt, Decrypt, the data keys and GenerateRandom. */
export function encryptionOperations(parts: EncryptionParts): OperationFamily {
  return {
    Encrypt: (request) => encrypt(parts, request),
    Decrypt: (request) => decrypt(parts, request),
    GenerateDataKey: (request) => generateDataKey(parts, request, true),
    GenerateDataKeyWithoutPlaintext: (request) => generateDataKey(parts, request, false),
    GenerateRandom: ({ input }) => ({
      Plaintext: encodeAndWipe(randomBytes(integer(input, 'NumberOfBytes', RANDOM_LENGTH))),
    }),
  };
}

/**
 * The key of a blob, which the blob's head names, if the caller may use it.
 *
 * @throws ServiceError InvalidCiphertextException, IncorrectKeyException when `expected` names
 * another key, AccessDeniedException also for a key that does not exist.
 */
export function keyOfBlob(
  { access, place }: { readonly access: Access; readonly place: Place },
  blob: Buffer,
  expected: string | null,
): string {
  const { keyId } = readBlobHead(blob);
  if (expected !== null && access.resolve(expected, true).id !== keyId) throw incorrectKey();
  if (!access.exists(keyId)) throw ciphertextOfUnknownKey();
  return keyArn(place, keyId);
}

export function readBlob(input: Input): Buffer {
  return bytes(input, 'CiphertextBlob', BLOB_LENGTH);
}

export function readAlgorithm(input: Input, name: string): string {
  return choice(input, name, [ALGORITHM], ALGORITHM);
}

/** Base64 of a secret, whose bytes are wiped. */
export function encodeAndWipe(secret: Buffer): string {
  const encoded = secret.toString('base64');
  secret.fill(0);
  return encoded;
}

function encrypt({ access, place }: EncryptionParts, request: KmsRequest) {
  const { input } = request;
  const algorithm = readAlgorithm(input, 'EncryptionAlgorithm');
  const plaintext = bytes(input, 'Plaintext', PLAINTEXT_LENGTH);
  const encryptionContext = readEncryptionContext(input, 'EncryptionContext');
  const key = access.usableKey(request, {
    keyId: text(input, 'KeyId', NAME_LENGTH),
    aliases: true,
    usage: 'ENCRYPT_DECRYPT',
    encryptionContext,
    conditions: CONDITIONS,
  });
  const blob = sealBlob(key, plaintext, encryptionContext);
  plaintext.fill(0);
  return {
    KeyId: keyArn(place, key.id),
    CiphertextBlob: blob.toString('base64'),
    EncryptionAlgorithm: algorithm,
  };
}

function decrypt(parts: EncryptionParts, request: KmsRequest) {
  const { input } = request;
  const algorithm = readAlgorithm(input, 'EncryptionAlgorithm');
  const blob = readBlob(input);
  const encryptionContext = readEncryptionContext(input, 'EncryptionContext');
  const named = optionalText(input, 'KeyId', NAME_LENGTH);
  const key = parts.access.usableKey(request, {
    keyId: keyOfBlob(parts, blob, named),
    usage: 'ENCRYPT_DECRYPT',
    encryptionContext,
    conditions: CONDITIONS,
  });
  return {
    KeyId: keyArn(parts.place, key.id),
    Plaintext: encodeAndWipe(openBlob(key, blob, encryptionContext)),
    EncryptionAlgorithm: algorithm,
    KeyMaterialId: materialId(readBlobHead(blob).backingKeyId),
  };
}

function generateDataKey(
  { access, place }: EncryptionParts,
  request: KmsRequest,
  withPlaintext: boolean,
) {
  const { input } = request;
  const length = dataKeyLength(input);
  const encryptionContext = readEncryptionContext(input, 'EncryptionContext');
  const key = access.usableKey(request, {
    keyId: text(input, 'KeyId', NAME_LENGTH),
    aliases: true,
    usage: 'ENCRYPT_DECRYPT',
    encryptionContext,
    conditions: CONDITIONS,
  });
  const dataKey = randomBytes(length);
  const blob = sealBlob(key, dataKey, encryptionContext);
  const encoded = encodeAndWipe(dataKey);
  return {
    KeyId: keyArn(place, key.id),
    CiphertextBlob: blob.toString('base64'),
    KeyMaterialId: currentMaterial(key),
    ...(withPlaintext ? { Plaintext: encoded } : {}),
  };
}

export const currentMaterial = (key: StoredKey) => materialId(currentBackingKey(key).id);

function dataKeyLength(input: Input): number {
  if (isAbsent(input.KeySpec) === isAbsent(input.NumberOfBytes)) {
    throw invalid('Please specify either number of bytes or key spec.');
  }
  if (isAbsent(input.KeySpec)) return integer(input, 'NumberOfBytes', RANDOM_LENGTH);
  return choice(input, 'KeySpec', ['AES_256', 'AES_128']) === 'AES_256' ? 32 : 16;
}
