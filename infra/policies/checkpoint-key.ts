import { signingKeyStatements } from './signing-key.ts';
import type { Statement } from './statement.ts';

/** Who signs checkpoints, and from where. Without `endpointId` any network path is as good. */
export interface CheckpointKeyUse {
  readonly account: string;
  readonly sealerRoleArn: string;
  readonly endpointId?: string;
}

/** The sealer signs, and checks what it reads back against the public half. */
export const CHECKPOINT_KEY_ACTIONS = ['kms:GetPublicKey', 'kms:Sign'] as const;

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
