import { keyArn } from './arn.ts';
import { openBlob, readBlobHead, sealBlob } from './ciphertext.ts';
import { readEncryptionContext } from './encryption-context.ts';
import { currentMaterial, keyOfBlob, readAlgorithm, readBlob } from './encryption.ts';
import { optionalText, text } from './input.ts';
import { materialId } from './key-metadata.ts';
import type { StoredKey } from './key-store.ts';
import type { KmsRequest, OperationFamily } from './operation.ts';
import type { KmsParts } from './parts.ts';

const NAME_LENGTH = { min: 1, max: 2048 };

type ReEncryptionParts = Pick<KmsParts, 'access' | 'place'>;

/** ReEncrypt: allowed by `kms:ReEncryptFrom` on the one key and `kms:ReEncryptTo` on the other. */
export function reEncryptionOperations(parts: ReEncryptionParts): OperationFamily {
  return { ReEncrypt: (request) => reEncrypt(parts, request) };
}

function reEncrypt(parts: ReEncryptionParts, request: KmsRequest) {
  const { input } = request;
  const blob = readBlob(input);
  const sourceAlgorithm = readAlgorithm(input, 'SourceEncryptionAlgorithm');
  const destinationAlgorithm = readAlgorithm(input, 'DestinationEncryptionAlgorithm');
  const sourceContext = readEncryptionContext(input, 'SourceEncryptionContext');
  const destinationContext = readEncryptionContext(input, 'DestinationEncryptionContext');
  const { source, destination } = bothKeys(parts, request, blob, {
    source: sourceContext,
    destination: destinationContext,
  });
  const plaintext = openBlob(source, blob, sourceContext);
  const resealed = sealBlob(destination, plaintext, destinationContext);
  plaintext.fill(0);
  return {
    CiphertextBlob: resealed.toString('base64'),
    SourceKeyId: keyArn(parts.place, source.id),
    KeyId: keyArn(parts.place, destination.id),
    SourceEncryptionAlgorithm: sourceAlgorithm,
    DestinationEncryptionAlgorithm: destinationAlgorithm,
    SourceKeyMaterialId: materialId(readBlobHead(blob).backingKeyId),
    DestinationKeyMaterialId: currentMaterial(destination),
  };
}

function bothKeys(
  parts: ReEncryptionParts,
  request: KmsRequest,
  blob: Buffer,
  contexts: Record<'source' | 'destination', ReadonlyMap<string, string>>,
): Record<'source' | 'destination', StoredKey> {
  const { access } = parts;
  const { input } = request;
  const from = keyOfBlob(parts, blob, optionalText(input, 'SourceKeyId', NAME_LENGTH));
  const to = text(input, 'DestinationKeyId', NAME_LENGTH);
  const same = access.resolve(to, true).id === access.resolve(from, false).id;
  const conditions = {
    'kms:EncryptionAlgorithm': 'SYMMETRIC_DEFAULT',
    'kms:ReEncryptOnSameKey': String(same),
  };
  const usage = 'ENCRYPT_DECRYPT';
  return {
    source: access.usableKey(request, {
      ...{ keyId: from, action: 'ReEncryptFrom', usage, conditions },
      encryptionContext: contexts.source,
    }),
    destination: access.usableKey(request, {
      ...{ keyId: to, aliases: true, action: 'ReEncryptTo', usage, conditions },
      encryptionContext: contexts.destination,
    }),
  };
}
