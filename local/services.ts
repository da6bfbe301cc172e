import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';

import type { FunctionId } from '../infra/names.ts';
import {
  CHECKPOINT_LIST_ACTIONS,
  CHECKPOINT_OBJECT_ACTIONS,
} from '../infra/policies/checkpoint-bucket.ts';
import { TABLE_ACCESS } from '../infra/policies/table-access.ts';
import { TABLES } from '../infra/tables.ts';
import type { TableDefinition, TableId } from '../infra/tables.ts';
import type { CognitoConfig } from './cognito/service.ts';
import type { ExpiryRule } from './dynamodb/expiry.ts';
import type { DynamoDbConfig } from './dynamodb/guard.ts';
import type { Permissions } from './dynamodb/permissions.ts';
import type { Installation } from './installation.ts';
import type { KmsConfig } from './kms/service.ts';
import { ORDERS_TABLE } from './orders.ts';
import { ACCOUNT, CHECKPOINT_BUCKET, PRINCIPALS, REGION } from './principals.ts';
import type { AccessKey } from './protocol/signature.ts';
import type { S3Config } from './s3/service.ts';
import { tableName } from './seed/tables.ts';
import type { Supervisor } from './supervisor.ts';

/** Where the loopback's AWS services answer. */
export interface Endpoints {
  readonly kms: string;
  readonly cognito: string;
  readonly dynamodb: string;
  readonly s3: string;
}

export interface ServicePlace {
  readonly installation: Installation;
  /** Absolute path of `build/local`. */
  readonly entries: string;
  readonly supervisor: Supervisor;
  /** Another DynamoDB to stand in front of, for platforms without an embedded one. */
  readonly dynamodbEndpoint?: string;
}

const SWEEP_SECONDS = 60;

/** Starts KMS, Cognito, DynamoDB and S3 side by side, each a process on a free port of its own. */
export async function startServices(place: ServicePlace): Promise<Endpoints> {
  const { supervisor, entries } = place;
  const start = async (name: string, config: { readonly port: number }) => {
    const entry = `${entries}/${name}/main.js`;
    const { port } = await supervisor.start({ name, entry, config });
    return `http://127.0.0.1:${port}`;
  };
  const [kms, cognito, dynamodb, s3] = await Promise.all([
    start('kms', kmsConfig(place)),
    start('cognito', cognitoConfig(place)),
    start('dynamodb', dynamoDbConfig(place)),
    start('s3', s3Config(place)),
  ]);
  return { kms, cognito, dynamodb, s3 };
}

/** Clients of the deployer, who makes what a deployment makes. */
export function deployerClients(endpoints: Endpoints, installation: Installation) {
  const { accessKeyId, secretAccessKey } = installation.accessKey(PRINCIPALS.deployer);
  const at = (endpoint: string) => ({
    region: REGION,
    endpoint,
    credentials: { accessKeyId, secretAccessKey },
  });
  return {
    kms: new KMSClient(at(endpoints.kms)),
    cognito: new CognitoIdentityProviderClient(at(endpoints.cognito)),
    dynamodb: new DynamoDBClient(at(endpoints.dynamodb)),
  };
}

function accessKeys(installation: Installation, principals: readonly string[]): AccessKey[] {
  return principals.map((one) => installation.accessKey(one));
}

function s3Config({ installation }: ServicePlace): S3Config {
  return {
    dataDir: installation.path('s3'),
    port: 0,
    region: REGION,
    accessKeys: accessKeys(installation, S3_CALLERS),
    bucket: CHECKPOINT_BUCKET,
    permissions: {
      [PRINCIPALS.auditSealer]: [...CHECKPOINT_OBJECT_ACTIONS, ...CHECKPOINT_LIST_ACTIONS],
      [PRINCIPALS.deployer]: ['s3:GetObject', 's3:ListBucket'],
    },
  };
}

function kmsConfig({ installation }: ServicePlace): KmsConfig {
  return {
    dataDir: installation.path('kms'),
    port: 0,
    passphrase: installation.passphrase('kms'),
    region: REGION,
    account: ACCOUNT,
    accessKeys: accessKeys(installation, KMS_CALLERS),
    statistics: true,
  };
}

function cognitoConfig({ installation }: ServicePlace): CognitoConfig {
  return {
    dataDir: installation.path('cognito'),
    port: 0,
    passphrase: installation.passphrase('cognito'),
    region: REGION,
    accessKeys: [installation.accessKey(PRINCIPALS.deployer)],
  };
}

function dynamoDbConfig({ installation, dynamodbEndpoint }: ServicePlace): DynamoDbConfig {
  return {
    dataDir: installation.path('dynamodb'),
    port: 0,
    region: REGION,
    accessKeys: accessKeys(installation, DYNAMODB_CALLERS),
    permissions: permissions(),
    expiry: expiryRules(),
    sweepSeconds: SWEEP_SECONDS,
    callCounts: true,
    ...(dynamodbEndpoint === undefined ? {} : { endpoint: dynamodbEndpoint }),
  };
}

const S3_CALLERS = [PRINCIPALS.auditSealer, PRINCIPALS.deployer];

const KMS_CALLERS = [
  PRINCIPALS.vault,
  PRINCIPALS.keyAdmin,
  PRINCIPALS.auditSealer,
  PRINCIPALS.anomalyWatch,
  PRINCIPALS.rewrap,
  PRINCIPALS.deployer,
];

const DYNAMODB_CALLERS = [
  PRINCIPALS.vault,
  PRINCIPALS.keyAdmin,
  PRINCIPALS.auditSealer,
  PRINCIPALS.anomalyWatch,
  PRINCIPALS.cvcSweeper,
  PRINCIPALS.rewrap,
  PRINCIPALS.orders,
  PRINCIPALS.deployer,
];

/** What DynamoDB's time to live removes on AWS, the sweeper removes here. */
function expiryRules(): ExpiryRule[] {
  return (Object.keys(TABLES) as TableId[]).flatMap((id) => {
    const { timeToLiveAttribute: attribute }: TableDefinition = TABLES[id];
    return attribute === undefined ? [] : [{ table: tableName(id), attribute }];
  });
}

/** What the deployed roles may do, from the list that their policies are made of. */
function permissions(): Permissions {
  const of = (role: FunctionId) =>
    TABLE_ACCESS.filter((access) => access.role === role).map(
      ({ table, index, actions, partitions }) => ({
        table: index === undefined ? tableName(table) : `${tableName(table)}/index/${index}`,
        actions,
        ...(partitions === undefined ? {} : { partitions }),
      }),
    );
  return {
    [PRINCIPALS.vault]: of('vault'),
    [PRINCIPALS.keyAdmin]: of('keyAdmin'),
    [PRINCIPALS.cvcSweeper]: of('cvcSweeper'),
    [PRINCIPALS.rewrap]: of('rewrap'),
    [PRINCIPALS.auditSealer]: of('auditSealer'),
    [PRINCIPALS.anomalyWatch]: of('anomalyWatch'),
    [PRINCIPALS.orders]: [
      { table: ORDERS_TABLE, actions: ['dynamodb:GetItem', 'dynamodb:PutItem'] },
    ],
    [PRINCIPALS.deployer]: [{ table: '*', actions: ['dynamodb:*'] }],
  };
}
