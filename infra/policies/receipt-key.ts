import { signingKeyStatements } from './signing-key.ts';
import type { Statement } from './statement.ts';

/** Who signs receipts, and from where. Without `endpointId` any network path is as good. */
export interface ReceiptKeyUse {
  readonly account: string;
  readonly vaultRoleArn: string;
  readonly endpointId?: string;
}

/** Signing: all that the vault function asks of this key. */
export const RECEIPT_KEY_ACTIONS = ['kms:Sign'] as const;

/** The policy of the receipt key: the vault's role signs with it, and nobody else. */
export function receiptKeyStatements({ vaultRoleArn, ...place }: ReceiptKeyUse): Statement[] {
  return signingKeyStatements({
    ...place,
    signerRoleArn: vaultRoleArn,
    signer: 'Vault',
    what: 'Receipts',
    signerActions: RECEIPT_KEY_ACTIONS,
  });
}
