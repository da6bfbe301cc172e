import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  GetPublicKeyCommand,
  NotFoundException,
} from '@aws-sdk/client-kms';
import type { CreateKeyCommandInput, KMSClient } from '@aws-sdk/client-kms';

import { checkpointKeyStatements } from '../../infra/policies/checkpoint-key.ts';
import { receiptKeyStatements } from '../../infra/policies/receipt-key.ts';
import { rootKeyStatements } from '../../infra/policies/root-key.ts';
import type { Statement } from '../../infra/policies/statement.ts';
import { KEY_STORE_NAME } from '../../infra/tables.ts';
import { ACCOUNT, PRINCIPALS } from '../principals.ts';

/** ARNs of the keys that a deployment makes. */
export interface SeededKeys {
  readonly rootKeyArn: string;
  readonly receiptKeyArn: string;
  /** The public half of the receipt key, PEM. */
  readonly receiptPublicKey: string;
  readonly checkpointKeyArn: string;
  /** The public half of the checkpoint key, PEM. */
  readonly checkpointPublicKey: string;
}

const ROOT = {
  alias: 'alias/tokenization-root',
  input: { Description: 'Wraps branch keys' },
  statements: rootKeyStatements({
    account: ACCOUNT,
    vaultRoleArn: PRINCIPALS.vault,
    keyAdminRoleArn: PRINCIPALS.keyAdmin,
    keyStoreName: KEY_STORE_NAME,
  }),
} as const;

const RECEIPT = {
  alias: 'alias/tokenization-receipts',
  input: {
    Description: 'Signs receipts of erasures',
    KeySpec: 'ECC_NIST_P256',
    KeyUsage: 'SIGN_VERIFY',
  },
  statements: receiptKeyStatements({
    account: ACCOUNT,
    signerRoleArns: [PRINCIPALS.vault, PRINCIPALS.keyAdmin],
  }),
} as const;

const CHECKPOINTS = {
  alias: 'alias/tokenization-checkpoints',
  input: {
    Description: 'Signs checkpoints of the audit trail',
    KeySpec: 'ECC_NIST_P256',
    KeyUsage: 'SIGN_VERIFY',
  },
  statements: checkpointKeyStatements({ account: ACCOUNT, sealerRoleArn: PRINCIPALS.auditSealer }),
} as const;

interface Seed {
  readonly alias: string;
  readonly input: CreateKeyCommandInput;
  readonly statements: readonly Statement[];
}

/** The keys, made at the first start under the very policies that are deployed. */
export async function seedKeys(kms: KMSClient): Promise<SeededKeys> {
  const [rootKeyArn, receiptKeyArn, checkpointKeyArn] = await Promise.all([
    seedKey(kms, ROOT),
    seedKey(kms, RECEIPT),
    seedKey(kms, CHECKPOINTS),
  ]);
  const [receiptPublicKey, checkpointPublicKey] = await Promise.all([
    publicKeyOf(kms, receiptKeyArn),
    publicKeyOf(kms, checkpointKeyArn),
  ]);
  return { rootKeyArn, receiptKeyArn, receiptPublicKey, checkpointKeyArn, checkpointPublicKey };
}

async function publicKeyOf(kms: KMSClient, keyArn: string): Promise<string> {
  const { PublicKey = new Uint8Array() } = await kms.send(
    new GetPublicKeyCommand({ KeyId: keyArn }),
  );
  return pem(PublicKey);
}

async function seedKey(kms: KMSClient, { alias, input, statements }: Seed): Promise<string> {
  const existing = await find(kms, alias);
  if (existing !== null) return existing;
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ ...input, Policy }));
  await kms.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: KeyMetadata?.KeyId }));
  return KeyMetadata?.Arn ?? '';
}

async function find(kms: KMSClient, alias: string): Promise<string | null> {
  try {
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: alias }));
    return KeyMetadata?.Arn ?? null;
  } catch (error) {
    if (error instanceof NotFoundException) return null;
    throw error;
  }
}

function pem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN PUBLIC KEY-----', ...lines, '-----END PUBLIC KEY-----', ''].join('\n');
}
