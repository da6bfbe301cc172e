import { Duration, Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { DeploymentConfig } from './config/deployment-config.ts';
import { deployRoleArn, prefixOf, roleArn } from './names.ts';
import { checkpointKeyStatements } from './policies/checkpoint-key.ts';
import { policyDocument } from './policies/policy-document.ts';
import { receiptKeyStatements } from './policies/receipt-key.ts';
import { rootKeyStatements } from './policies/root-key.ts';
import type { Statement } from './policies/statement.ts';
import { tableKeyStatements } from './policies/table-key.ts';
import { removalPolicy } from './retention.ts';
import { stackProps } from './stack-props.ts';
import { KEY_STORE_NAME } from './tables.ts';

export interface Keys {
  /** Wraps the branch keys: the envelope's root. */
  readonly rootKey: IKey;
  /** Encrypts the tables at rest, used by DynamoDB alone. */
  readonly tableKey: IKey;
  /** Signs receipts of erasures. */
  readonly receiptKey: IKey;
  /** Signs checkpoints of the audit trail. */
  readonly checkpointKey: IKey;
}

interface KeyOptions {
  readonly alias: string;
  readonly description: string;
  readonly statements: readonly Statement[];
  readonly kind: typeof ROTATED | typeof SIGNING;
}

const ROTATED = { enableKeyRotation: true, rotationPeriod: Duration.days(365) } as const;
/** KMS does not rotate asymmetric keys: a new one takes its place, and old receipts name the old. */
const SIGNING = { keySpec: KeySpec.ECC_NIST_P256, keyUsage: KeyUsage.SIGN_VERIFY } as const;

function createKey(stack: Stack, id: string, config: DeploymentConfig, options: KeyOptions): Key {
  return new Key(stack, id, {
    alias: `${prefixOf(config)}/${options.alias}`,
    description: options.description,
    policy: policyDocument(options.statements),
    ...options.kind,
    pendingWindow: Duration.days(30),
    removalPolicy: removalPolicy(config),
  });
}

function createReceiptKey(stack: Stack, config: DeploymentConfig, endpointId: string): Key {
  return createKey(stack, 'ReceiptKey', config, {
    alias: 'receipts',
    description: 'Signs receipts of erasures',
    statements: receiptKeyStatements({
      account: config.account,
      signerRoleArns: [roleArn(config, 'vault'), roleArn(config, 'keyAdmin')],
      endpointId,
      deployRoleArn: deployRoleArn(config),
    }),
    kind: SIGNING,
  });
}

function createCheckpointKey(stack: Stack, config: DeploymentConfig, endpointId: string): Key {
  return createKey(stack, 'CheckpointKey', config, {
    alias: 'checkpoints',
    description: 'Signs checkpoints of the audit trail',
    statements: checkpointKeyStatements({
      account: config.account,
      sealerRoleArn: roleArn(config, 'auditSealer'),
      endpointId,
      deployRoleArn: deployRoleArn(config),
    }),
    kind: SIGNING,
  });
}

/** Root key, table key and the two that sign: what opens one must not open another. */
export function createKeysStack(app: App, config: DeploymentConfig, kmsEndpointId: string): Keys {
  const stack = new Stack(
    app,
    'Keys',
    stackProps(config, 'keys', 'The root key, the table key and the keys that sign.'),
  );
  return {
    rootKey: createKey(stack, 'RootKey', config, {
      alias: 'root',
      description: 'Wraps the branch keys of the vault',
      statements: rootKeyStatements({
        account: config.account,
        vaultRoleArn: roleArn(config, 'vault'),
        rewrapRoleArn: roleArn(config, 'rewrap'),
        keyAdminRoleArn: roleArn(config, 'keyAdmin'),
        keyStoreName: KEY_STORE_NAME,
        endpointId: kmsEndpointId,
        deployRoleArn: deployRoleArn(config),
      }),
      kind: ROTATED,
    }),
    tableKey: createKey(stack, 'TableKey', config, {
      alias: 'tables',
      description: 'Encrypts the tables at rest',
      statements: tableKeyStatements({ ...config, deployRoleArn: deployRoleArn(config) }),
      kind: ROTATED,
    }),
    receiptKey: createReceiptKey(stack, config, kmsEndpointId),
    checkpointKey: createCheckpointKey(stack, config, kmsEndpointId),
  };
}
