import { signingKeyStatements } from './signing-key.ts';
import type { Statement } from './statement.ts';

/** Who signs receipts, and from where. Without `endpointId` any network path is as good. */
export interface ReceiptKeyUse {
  readonly account: string;
  /** The vault signs for tokens, the key administration for tenants. */
  readonly signerRoleArns: readonly string[];
  readonly endpointId?: string;
  /** Who changes the key; any administrator unless given. */
  readonly deployRoleArn?: string;
}

/** Signing: all that a function asks of this key. */
export const RECEIPT_KEY_ACTIONS = ['kms:Sign'] as const;

/** The policy of the receipt key: vault and key administration sign with it, and nobody else. */
export function receiptKeyStatements(use: ReceiptKeyUse): Statement[] {
  return signingKeyStatements({
    ...use,
    signer: 'VaultOrKeyAdmin',
    what: 'Receipts',
    signerActions: RECEIPT_KEY_ACTIONS,
  });
}
