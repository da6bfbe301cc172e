import { signingKeyStatements } from './signing-key.ts';
import type { Statement } from './statement.ts';

/** Who signs checkpoints, and from where. Without `endpointId` any network path is as good. */
export interface CheckpointKeyUse {
  readonly account: string;
  readonly sealerRoleArn: string;
  readonly endpointId?: string;
  /** Who changes the key; any administrator unless given. */
  readonly deployRoleArn?: string;
}

/** The sealer signs, and checks what it reads back against the public half. */
export const CHECKPOINT_KEY_ACTIONS = ['kms:GetPublicKey', 'kms:Sign'] as const;

/** The watch checks what was signed against the public half, and has no other use for the key. */
export const CHECKPOINT_READ_ACTIONS = ['kms:GetPublicKey'] as const;

/** The policy of the checkpoint key: the sealer's role signs with it, and nobody else. */
export function checkpointKeyStatements({
  sealerRoleArn,
  ...place
}: CheckpointKeyUse): Statement[] {
  return signingKeyStatements({
    ...place,
    signerRoleArns: [sealerRoleArn],
    signer: 'Sealer',
    what: 'Checkpoints',
    signerActions: CHECKPOINT_KEY_ACTIONS,
  });
}
