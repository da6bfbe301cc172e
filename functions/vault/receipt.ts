import { SignCommand } from '@aws-sdk/client-kms';
import type { KMSClient } from '@aws-sdk/client-kms';

import { canonicalJson } from './canonical-json.ts';
import { VaultError } from './errors.ts';
import type { ErasureReceiptData, TenantErasureReceiptData } from './administration-data.ts';
import { fieldsOf, textOf } from './fields.ts';
import type { Fields } from './fields.ts';
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

/** As `ErasedToken`, of a tenant whose keys were destroyed. */
export interface ErasedTenant {
  readonly tenant: string;
  /** How long backups of the key store go back. */
  readonly backupDays: number;
  readonly inaccessibleSince: Date;
}

/** Signs receipts of erasures. */
export interface Receipts {
  sign(erased: ErasedToken): Promise<SignedStatement>;
  signTenant(erased: ErasedTenant): Promise<SignedStatement>;
}

const KIND = 'tokenization-gateway/erasure-receipt/v1';
const TENANT_KIND = 'tokenization-gateway/tenant-erasure-receipt/v1';
const DAY_MS = 24 * 60 * 60 * 1000;

function timesOf(inaccessibleSince: Date, backupDays: number) {
  const lastBackup = inaccessibleSince.getTime() + backupDays * DAY_MS;
  return {
    inaccessibleSince: inaccessibleSince.toISOString(),
    irrecoverableFrom: new Date(lastBackup).toISOString(),
  };
}

function statementOf({ tenant, token, erasure, inaccessibleSince }: ErasedToken, keyId: string) {
  return canonicalJson({
    kind: KIND,
    keyId,
    tenant,
    token,
    dataClass: erasure.dataClass,
    ...timesOf(inaccessibleSince, erasure.backupDays),
  });
}

function tenantStatementOf({ tenant, backupDays, inaccessibleSince }: ErasedTenant, keyId: string) {
  const times = timesOf(inaccessibleSince, backupDays);
  return canonicalJson({ kind: TENANT_KIND, keyId, tenant, ...times });
}

/** ECDSA on P-256 with SHA-256, by a KMS key that never leaves it. The message is at most 4,096 bytes. */
export function createReceipts(kms: KMSClient, keyArn: string): Receipts {
  const sign = async (statement: string): Promise<SignedStatement> => {
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
  };
  return {
    sign: (erased) => sign(statementOf(erased, keyArn)),
    signTenant: (erased) => sign(tenantStatementOf(erased, keyArn)),
  };
}

function commonData({ statement, signature }: SignedStatement, stated: Fields) {
  return {
    inaccessibleSince: textOf(stated.inaccessibleSince),
    irrecoverableFrom: textOf(stated.irrecoverableFrom),
    statement: Buffer.from(statement, 'utf8').toString('base64'),
    signature,
    keyId: textOf(stated.keyId),
  };
}

/** What `ErasureReceipt` shows; its fields repeat what the statement says. */
export function receiptData(receipt: SignedStatement): ErasureReceiptData {
  const stated = fieldsOf(JSON.parse(receipt.statement));
  return { token: textOf(stated.token), ...commonData(receipt, stated) };
}

/** What `TenantErasureReceipt` shows. */
export function tenantReceiptData(receipt: SignedStatement): TenantErasureReceiptData {
  const stated = fieldsOf(JSON.parse(receipt.statement));
  return { tenant: textOf(stated.tenant), ...commonData(receipt, stated) };
}
