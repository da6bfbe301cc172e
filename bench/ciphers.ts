import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

import {
  buildClient,
  CommitmentPolicy,
  getLocalCryptographicMaterialsCache,
  KmsKeyringNode,
  NodeCachingMaterialsManager,
} from '@aws-crypto/client-node';
import type { KMS } from '@aws-sdk/client-kms';

import type { EncryptionContext, Envelope } from '../functions/vault/envelope.ts';
import type { Tenant } from '../functions/vault/identity.ts';
import { Plaintext } from '../functions/vault/plaintext.ts';

/** A value with what its ciphertext is bound to. */
export interface CipherItem {
  readonly value: string;
  readonly context: EncryptionContext;
}

/** A way to encrypt one item and to get it back. */
export interface Cipher {
  seal(item: CipherItem): Promise<Uint8Array>;
  /** Whether what comes back is the item's value. */
  opens(item: CipherItem, ciphertext: Uint8Array): Promise<boolean>;
}

export const BENCH_TENANT = 'acme' as Tenant;

export function cipherOf(envelope: Envelope): Cipher {
  return {
    seal: ({ value, context }) => envelope.seal(BENCH_TENANT, context, new Plaintext(value)),
    opens: async ({ value, context }, ciphertext) => {
      const plaintext = await envelope.open(BENCH_TENANT, context, ciphertext);
      return plaintext.expose() === value;
    },
  };
}

const KEY = randomBytes(32);
const [SALT_BYTES, IV_BYTES, TAG_BYTES] = [16, 12, 16];

const keyFor = (salt: Uint8Array) => Buffer.from(hkdfSync('sha256', KEY, salt, 'bench', 32));
const aad = (context: EncryptionContext) => Buffer.from(JSON.stringify(context));

/** What one item cannot do without: a key of its own by HKDF-SHA-256, then AES-256-GCM. */
export const RAW: Cipher = {
  seal: ({ value, context }) => {
    const [salt, iv] = [randomBytes(SALT_BYTES), randomBytes(IV_BYTES)];
    const cipher = createCipheriv('aes-256-gcm', keyFor(salt), iv).setAAD(aad(context));
    const body = [cipher.update(value, 'utf8'), cipher.final()];
    return Promise.resolve(Buffer.concat([salt, iv, ...body, cipher.getAuthTag()]));
  },
  opens: ({ value, context }, ciphertext) => {
    const [iv, body] = [SALT_BYTES, SALT_BYTES + IV_BYTES];
    const key = keyFor(ciphertext.subarray(0, iv));
    const decipher = createDecipheriv('aes-256-gcm', key, ciphertext.subarray(iv, body));
    decipher.setAAD(aad(context)).setAuthTag(ciphertext.subarray(-TAG_BYTES));
    const text = [decipher.update(ciphertext.subarray(body, -TAG_BYTES)), decipher.final()];
    return Promise.resolve(Buffer.concat(text).toString('utf8') === value);
  },
};

type KmsKeyringInput = ConstructorParameters<typeof KmsKeyringNode>[0];
type Encrypt = ReturnType<typeof buildClient>['encrypt'];
type Keyring = Parameters<Encrypt>[0];

function libraryCipher(keyring: Keyring): Cipher {
  const { encrypt, decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);
  return {
    seal: async ({ value, context }) =>
      (await encrypt(keyring, value, { encryptionContext: context })).result,
    opens: async ({ value }, ciphertext) =>
      (await decrypt(keyring, ciphertext)).plaintext.toString('utf8') === value,
  };
}

function kmsKeyring(kms: KMS, keyArn: string): KmsKeyringNode {
  // The library's own type of a client is stricter than AWS's client is.
  const input = { generatorKeyId: keyArn, clientProvider: () => kms } as unknown;
  return new KmsKeyringNode(input as KmsKeyringInput);
}

/** The library as it is out of the box: a data key of KMS for every item, and a signature. */
export function kmsPerItem(kms: KMS, keyArn: string): Cipher {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the library makes this class from its keyring by a function, which the rule does not see
  return libraryCipher(kmsKeyring(kms, keyArn));
}

/** With the library's cache. Its entries belong to one encryption context, and every item has its own. */
export function cachingManager(kms: KMS, keyArn: string): Cipher {
  return libraryCipher(
    new NodeCachingMaterialsManager({
      backingMaterials: kmsKeyring(kms, keyArn),
      cache: getLocalCryptographicMaterialsCache(1000),
      maxAge: 300_000,
    }),
  );
}
