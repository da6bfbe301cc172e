import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

import { invalid, unsupported } from './errors.ts';

export type KeyUsage = 'ENCRYPT_DECRYPT' | 'GENERATE_VERIFY_MAC' | 'SIGN_VERIFY';

/** What a key can do and how its material is made. `generate` answers bytes that must stay secret. */
export interface KeySpec {
  readonly name: string;
  readonly usage: KeyUsage;
  readonly algorithms: readonly string[];
  readonly generate: () => Promise<Buffer>;
}

const PKCS8 = { type: 'pkcs8', format: 'der' } as const;
const SPKI = { type: 'spki', format: 'der' } as const;
const RSA_ALGORITHMS = [256, 384, 512].flatMap((bits) => [
  `RSASSA_PSS_SHA_${bits}`,
  `RSASSA_PKCS1_V1_5_SHA_${bits}`,
]);

/** Source: https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html */
const KEY_SPECS: ReadonlyMap<string, KeySpec> = new Map(
  [
    randomSpec('SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', 'SYMMETRIC_DEFAULT', 32),
    randomSpec('HMAC_224', 'GENERATE_VERIFY_MAC', 'HMAC_SHA_224', 28),
    randomSpec('HMAC_256', 'GENERATE_VERIFY_MAC', 'HMAC_SHA_256', 32),
    randomSpec('HMAC_384', 'GENERATE_VERIFY_MAC', 'HMAC_SHA_384', 48),
    randomSpec('HMAC_512', 'GENERATE_VERIFY_MAC', 'HMAC_SHA_512', 64),
    ellipticSpec('ECC_NIST_P256', 'ECDSA_SHA_256', 'P-256'),
    ellipticSpec('ECC_NIST_P384', 'ECDSA_SHA_384', 'P-384'),
    ellipticSpec('ECC_NIST_P521', 'ECDSA_SHA_512', 'P-521'),
    rsaSpec('RSA_2048', 2048),
    rsaSpec('RSA_3072', 3072),
    rsaSpec('RSA_4096', 4096),
  ].map((spec) => [spec.name, spec]),
);

const USAGES: readonly string[] = ['ENCRYPT_DECRYPT', 'GENERATE_VERIFY_MAC', 'SIGN_VERIFY'];

/** @throws ServiceError UnsupportedOperationException or ValidationException */
export function chooseKeySpec(name: string, usage: string): KeySpec {
  const spec = KEY_SPECS.get(name);
  if (spec === undefined) throw unsupported('This KeySpec is not supported.');
  if (!USAGES.includes(usage)) throw unsupported('This KeyUsage is not supported.');
  if (spec.usage === usage) return spec;
  if (spec.name.startsWith('RSA_') && usage === 'ENCRYPT_DECRYPT') {
    throw unsupported('RSA keys sign and verify only.');
  }
  throw invalid(`KeyUsage must be ${spec.usage} for KeySpec ${spec.name}.`);
}

/** The entry of a stored key. */
export function keySpecOf({ spec }: { readonly spec: string }): KeySpec {
  const entry = KEY_SPECS.get(spec);
  if (entry === undefined) throw new TypeError('The key store holds an unknown key spec.');
  return entry;
}

function randomSpec(name: string, usage: KeyUsage, algorithm: string, length: number): KeySpec {
  const generate = () => Promise.resolve(randomBytes(length));
  return { name, usage, algorithms: [algorithm], generate };
}

function ellipticSpec(name: string, algorithm: string, namedCurve: string): KeySpec {
  const generate = async () => {
    const pair = await promisify(generateKeyPair)('ec', {
      namedCurve,
      publicKeyEncoding: SPKI,
      privateKeyEncoding: PKCS8,
    });
    return pair.privateKey;
  };
  return { name, usage: 'SIGN_VERIFY', algorithms: [algorithm], generate };
}

function rsaSpec(name: string, modulusLength: number): KeySpec {
  const generate = async () => {
    const pair = await promisify(generateKeyPair)('rsa', {
      modulusLength,
      publicKeyEncoding: SPKI,
      privateKeyEncoding: PKCS8,
    });
    return pair.privateKey;
  };
  return { name, usage: 'SIGN_VERIFY', algorithms: RSA_ALGORITHMS, generate };
}
