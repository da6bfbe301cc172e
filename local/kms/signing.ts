import { constants, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import { ServiceError } from '../protocol/aws-json.ts';
import { keyArn } from './arn.ts';
import { invalid, invalidKeyUsage, unsupported } from './errors.ts';
import { bytes, choice, text } from './input.ts';
import { keySpecOf } from './key-specs.ts';
import { currentBackingKey } from './key-store.ts';
import type { StoredKey } from './key-store.ts';
import type { KmsRequest, OperationFamily } from './operation.ts';
import type { KmsParts } from './parts.ts';

type SigningParts = Pick<KmsParts, 'access' | 'place'>;

interface SigningAlgorithm {
  readonly digest: string;
  readonly padding?: number;
  readonly saltLength?: number;
}

const NAME_LENGTH = { min: 1, max: 2048 };
const PSS = {
  padding: constants.RSA_PKCS1_PSS_PADDING,
  saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
};
const PKCS1 = { padding: constants.RSA_PKCS1_PADDING };

/** Source: https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html */
const ALGORITHMS: ReadonlyMap<string, SigningAlgorithm> = new Map(
  ['256', '384', '512'].flatMap((bits): [string, SigningAlgorithm][] => [
    [`ECDSA_SHA_${bits}`, { digest: `sha${bits}` }],
    [`RSASSA_PSS_SHA_${bits}`, { digest: `sha${bits}`, ...PSS }],
    [`RSASSA_PKCS1_V1_5_SHA_${bits}`, { digest: `sha${bits}`, ...PKCS1 }],
  ]),
);

/** Sign, Verify and GetPublicKey. ECDSA signatures are DER (ANSI X9.62), public keys SPKI DER. */
export function signingOperations(parts: SigningParts): OperationFamily {
  return {
    Sign: (request) => {
      const { message, algorithm, name, key } = prepare(parts, request);
      const signature = sign(algorithm.digest, message, { ...algorithm, key: privateKey(key) });
      return {
        KeyId: keyArn(parts.place, key.id),
        Signature: signature.toString('base64'),
        SigningAlgorithm: name,
      };
    },
    Verify: (request) => {
      const signature = bytes(request.input, 'Signature', { min: 1, max: 6144 });
      const { message, algorithm, name, key } = prepare(parts, request);
      const publicKey = createPublicKey(privateKey(key));
      if (!verify(algorithm.digest, message, { ...algorithm, key: publicKey }, signature)) {
        throw new ServiceError('KMSInvalidSignatureException', 'The signature does not verify.');
      }
      return {
        KeyId: keyArn(parts.place, key.id),
        SignatureValid: true,
        SigningAlgorithm: name,
      };
    },
    GetPublicKey: (request) => getPublicKey(parts, request),
  };
}

function prepare({ access, place }: SigningParts, request: KmsRequest) {
  const { input } = request;
  // Node signs messages only, and a message signed here verifies the same as its digest signed.
  if (choice(input, 'MessageType', ['RAW', 'DIGEST', 'EXTERNAL_MU'], 'RAW') !== 'RAW') {
    throw unsupported('Only MessageType RAW is supported.');
  }
  const name = text(input, 'SigningAlgorithm', { min: 1, max: 64 });
  const algorithm = ALGORITHMS.get(name);
  if (algorithm === undefined) throw invalid('SigningAlgorithm is not supported.');
  const message = bytes(input, 'Message', { min: 1, max: 4096 });
  const key = access.usableKey(request, {
    keyId: text(input, 'KeyId', NAME_LENGTH),
    aliases: true,
    usage: 'SIGN_VERIFY',
    conditions: { 'kms:SigningAlgorithm': name, 'kms:MessageType': 'RAW' },
  });
  if (!keySpecOf(key).algorithms.includes(name)) {
    throw invalidKeyUsage(keyArn(place, key.id), key.spec);
  }
  return { message, algorithm, name, key };
}

function getPublicKey({ access, place }: SigningParts, request: KmsRequest) {
  const key = access.usableKey(request, {
    keyId: text(request.input, 'KeyId', NAME_LENGTH),
    aliases: true,
    usage: 'SIGN_VERIFY',
  });
  const publicKey = createPublicKey(privateKey(key)).export({ type: 'spki', format: 'der' });
  return {
    KeyId: keyArn(place, key.id),
    PublicKey: publicKey.toString('base64'),
    CustomerMasterKeySpec: key.spec,
    KeySpec: key.spec,
    KeyUsage: key.usage,
    SigningAlgorithms: keySpecOf(key).algorithms,
  };
}

function privateKey(key: StoredKey): KeyObject {
  const der = Buffer.from(currentBackingKey(key).secret, 'base64');
  const privateKeyObject = createPrivateKey({ key: der, type: 'pkcs8', format: 'der' });
  der.fill(0);
  return privateKeyObject;
}
