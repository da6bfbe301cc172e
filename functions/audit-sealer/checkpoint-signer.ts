import { createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import { GetPublicKeyCommand, SignCommand } from '@aws-sdk/client-kms';
import type { KMSClient } from '@aws-sdk/client-kms';

/** Signs statements and knows its own signatures: ECDSA on P-256 with SHA-256, DER in base64. */
export interface CheckpointSigner {
  sign(statement: string): Promise<string>;
  isGenuine(statement: string, signature: string): Promise<boolean>;
}

async function loadPublicKey(kms: KMSClient, keyArn: string): Promise<KeyObject> {
  const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: keyArn }));
  return createPublicKey({ key: Buffer.from(PublicKey ?? []), format: 'der', type: 'spki' });
}

export function createCheckpointSigner(kms: KMSClient, keyArn: string): CheckpointSigner {
  let publicKey: KeyObject | null = null;
  return {
    async sign(statement) {
      const { Signature } = await kms.send(
        new SignCommand({
          KeyId: keyArn,
          Message: Buffer.from(statement, 'utf8'),
          MessageType: 'RAW',
          SigningAlgorithm: 'ECDSA_SHA_256',
        }),
      );
      return Buffer.from(Signature ?? []).toString('base64');
    },
    async isGenuine(statement, signature) {
      publicKey ??= await loadPublicKey(kms, keyArn);
      return verify('sha256', Buffer.from(statement), publicKey, Buffer.from(signature, 'base64'));
    },
  };
}
