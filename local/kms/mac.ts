import { createHmac, timingSafeEqual } from 'node:crypto';

import { ServiceError } from '../protocol/aws-json.ts';
import { keyArn } from './arn.ts';
import { invalid, invalidKeyUsage } from './errors.ts';
import { bytes, text } from './input.ts';
import { keySpecOf } from './key-specs.ts';
import { currentBackingKey } from './key-store.ts';
import type { KmsRequest, OperationFamily } from './operation.ts';
import type { KmsParts } from './parts.ts';

type MacParts = Pick<KmsParts, 'access' | 'place'>;

const DIGESTS: ReadonlyMap<string, string> = new Map([
  ['HMAC_SHA_224', 'sha224'],
  ['HMAC_SHA_256', 'sha256'],
  ['HMAC_SHA_384', 'sha384'],
  ['HMAC_SHA_512', 'sha512'],
]);

/** GenerateMac and VerifyMac: HMAC of RFC 2104 over 1 to 4,096 bytes. */
export function macOperations(parts: MacParts): OperationFamily {
  return {
    GenerateMac: (request) => {
      const { mac, answer } = computeMac(parts, request);
      return { Mac: mac.toString('base64'), ...answer };
    },
    VerifyMac: (request) => {
      const claimed = bytes(request.input, 'Mac', { min: 1, max: 6144 });
      const { mac, answer } = computeMac(parts, request);
      if (claimed.length !== mac.length || !timingSafeEqual(claimed, mac)) {
        throw new ServiceError('KMSInvalidMacException', 'The MAC does not verify.');
      }
      return { MacValid: true, ...answer };
    },
  };
}

function computeMac({ access, place }: MacParts, request: KmsRequest) {
  const { input } = request;
  const algorithm = text(input, 'MacAlgorithm', { min: 1, max: 64 });
  const digest = DIGESTS.get(algorithm);
  if (digest === undefined) throw invalid('MacAlgorithm is not one of KMS.');
  const message = bytes(input, 'Message', { min: 1, max: 4096 });
  const key = access.usableKey(request, {
    keyId: text(input, 'KeyId', { min: 1, max: 2048 }),
    aliases: true,
    usage: 'GENERATE_VERIFY_MAC',
    conditions: { 'kms:MacAlgorithm': algorithm },
  });
  const KeyId = keyArn(place, key.id);
  if (!keySpecOf(key).algorithms.includes(algorithm)) throw invalidKeyUsage(KeyId, key.spec);
  const secret = Buffer.from(currentBackingKey(key).secret, 'base64');
  const mac = createHmac(digest, secret).update(message).digest();
  secret.fill(0);
  message.fill(0);
  return { mac, answer: { MacAlgorithm: algorithm, KeyId } };
}
