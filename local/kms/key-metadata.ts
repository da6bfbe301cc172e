import { createHash } from 'node:crypto';

import { keyArn } from './arn.ts';
import type { Place } from './arn.ts';
import { keySpecOf } from './key-specs.ts';
import { currentBackingKey } from './key-store.ts';
import type { StoredKey } from './key-store.ts';

/** Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html */
export function keyMetadata(place: Place, key: StoredKey) {
  return {
    AWSAccountId: place.account,
    KeyId: key.id,
    Arn: keyArn(place, key.id),
    CreationDate: key.createdAt,
    Enabled: key.state === 'Enabled',
    Description: key.description,
    KeyUsage: key.usage,
    KeyState: key.state,
    ...(key.deletionAt === null ? {} : { DeletionDate: key.deletionAt }),
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    KeySpec: key.spec,
    CustomerMasterKeySpec: key.spec,
    MultiRegion: false,
    ...algorithms(key),
  };
}

/** A public name of one generation of a key's material, as KMS shows it: 64 hex digits. */
export function materialId(backingKeyId: string): string {
  return createHash('sha256').update(backingKeyId).digest('hex');
}

function algorithms(key: StoredKey) {
  const { algorithms: names } = keySpecOf(key);
  if (key.usage === 'GENERATE_VERIFY_MAC') return { MacAlgorithms: names };
  if (key.usage === 'SIGN_VERIFY') return { SigningAlgorithms: names };
  const current = materialId(currentBackingKey(key).id);
  return { EncryptionAlgorithms: names, CurrentKeyMaterialId: current };
}
