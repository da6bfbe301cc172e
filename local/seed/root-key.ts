import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  NotFoundException,
} from '@aws-sdk/client-kms';
import type { KMSClient } from '@aws-sdk/client-kms';

import { rootKeyStatements } from '../../infra/policies/root-key.ts';
import { KEY_STORE_NAME } from '../../infra/tables.ts';
import { ACCOUNT, PRINCIPALS } from '../principals.ts';

const ALIAS = 'alias/tokenization-root';

/** The ARN of the root key, made at the first start under the very policy that is deployed. */
export async function seedRootKey(kms: KMSClient): Promise<string> {
  const existing = await find(kms);
  if (existing !== null) return existing;
  const { KeyMetadata } = await kms.send(
    new CreateKeyCommand({ Description: 'Wraps branch keys', Policy: policy() }),
  );
  const arn = KeyMetadata?.Arn ?? '';
  await kms.send(new CreateAliasCommand({ AliasName: ALIAS, TargetKeyId: KeyMetadata?.KeyId }));
  return arn;
}

async function find(kms: KMSClient): Promise<string | null> {
  try {
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: ALIAS }));
    return KeyMetadata?.Arn ?? null;
  } catch (error) {
    if (error instanceof NotFoundException) return null;
    throw error;
  }
}

function policy(): string {
  const statements = rootKeyStatements({
    account: ACCOUNT,
    vaultRoleArn: PRINCIPALS.vault,
    keyAdminRoleArn: PRINCIPALS.keyAdmin,
    keyStoreName: KEY_STORE_NAME,
  });
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
