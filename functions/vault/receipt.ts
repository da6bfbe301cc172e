import { SignCommand } from '@aws-sdk/client-kms';
import type { KMSClient } from '@aws-sdk/client-kms';

import { canonicalJson } from './canonical-json.ts';
import { VaultError } from './errors.ts';
import type { ErasureReceiptData } from './event.ts';
import { fieldsOf, textOf } from './fields.ts';
import type { Tenant } from './identity.ts';
import type { Erasure, SignedStatement } from './token-state.ts';

/** What a receipt states. Everything in it is ours: a token, names that we chose, times. */
export interface ErasedToken {
  readonly tenant: Tenant;
  readonly token: string;
  readonly erasure: Erasure;
  /** When the erasing had taken effect: a time after its transaction. */
  readonly inaccessibleSince: Date;
}

/** Signs receipts of erasures. */
export interface Receipts {
  sign(erased: ErasedToken): Promise<SignedStatement>;
}

const KIND = 'tokenization-gateway/erasure-receipt/v1';
const DAY_MS = 24 * 60 * 60 * 1000;

function statementOf({ tenant, token, erasure, inaccessibleSince }: ErasedToken, keyId: string) {
  const lastBackup = inaccessibleSince.getTime() + erasure.backupDays * DAY_MS;
  return canonicalJson({
    kind: KIND,
    keyId,
    tenant,
    token,
    dataClass: erasure.dataClass,
    inaccessibleSince: inaccessibleSince.toISOString(),
    irrecoverableFrom: new Date(lastBackup).toISOString(),
  });
}

/** ECDSA on P-256 with SHA-256, by a KMS key that never leaves it. The message is at most 4,096 bytes. */
export function createReceipts(kms: KMSClient, keyArn: string): Receipts {
  return {
    async sign(erased) {
      const statement = statementOf(erased, keyArn);
      const { Signature } = await kms.send(
        new SignCommand({
          KeyId: keyArn,
          Message: Buffer.from(statement, 'utf8'),
          MessageType: 'RAW',
          SigningAlgorithm: 'ECDSA_SHA_256',
        }),
      );
      if (Signature === undefined) throw new VaultError('INTERNAL');
      return { statement, signature: Buffer.from(Signature).toString('base64') };
    },
  };
}

/** What `ErasureReceipt` shows; its fields repeat what the statement says. */
export function receiptData({ statement, signature }: SignedStatement): ErasureReceiptData {
  const stated = fieldsOf(JSON.parse(statement));
  return {
    token: textOf(stated.token),
    inaccessibleSince: textOf(stated.inaccessibleSince),
    irrecoverableFrom: textOf(stated.irrecoverableFrom),
    statement: Buffer.from(statement, 'utf8').toString('base64'),
    signature,
    keyId: textOf(stated.keyId),
  };
}
