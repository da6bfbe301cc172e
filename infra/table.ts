import {
  AttributeType,
  Billing,
  StreamViewType,
  TableClass,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { DeploymentConfig } from './config/deployment-config.ts';
import { tableName } from './names.ts';
import { policyDocument } from './policies/policy-document.ts';
import { copyStatements, streamStatements, tableStatements } from './policies/table-policy.ts';
import { removalPolicy } from './retention.ts';
import { BACKUP_DAYS, TABLES } from './tables.ts';
import type { KeyAttribute, TableDefinition, TableId } from './tables.ts';

const attribute = ({ name }: KeyAttribute) => ({ name, type: AttributeType.STRING });

function keySchema(definition: TableDefinition) {
  const { partitionKey, sortKey, timeToLiveAttribute } = definition;
  return {
    partitionKey: attribute(partitionKey),
    ...(sortKey === undefined ? {} : { sortKey: attribute(sortKey) }),
    ...(timeToLiveAttribute === undefined ? {} : { timeToLiveAttribute }),
  };
}

function indexes({ index }: TableDefinition) {
  if (index === undefined) return {};
  const { name, partitionKey, sortKey } = index;
  const keys = { partitionKey: attribute(partitionKey), sortKey: attribute(sortKey) };
  return { globalSecondaryIndexes: [{ indexName: name, ...keys }] };
}

function recovery({ backups }: TableDefinition) {
  if (backups === 'none') return { pointInTimeRecoveryEnabled: false };
  return { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: BACKUP_DAYS };
}

/** What tables stand on. */
export interface TableGround {
  readonly config: DeploymentConfig;
  readonly key: IKey;
  /** What `aws:SourceVpce` holds for a call to DynamoDB from the functions. */
  readonly endpointId: string;
  /** In the Region of the copies, if there are any. */
  readonly copyKeyArn?: string;
}

const isStreamed = (definition: TableDefinition): boolean => definition.isStreamed === true;

const isSeldomRead = ({ infrequentAccess = [] }: DeploymentConfig, id: TableId): boolean =>
  infrequentAccess.includes(id);

/** A stream shows what is written: of one table to a pipe, of those that are copied to nobody. */
function stream(config: DeploymentConfig, id: TableId, isCopied: boolean) {
  if (!isCopied) return isStreamed(TABLES[id]) ? { dynamoStream: StreamViewType.NEW_IMAGE } : {};
  const streamResourcePolicy = policyDocument(streamStatements(config));
  return { dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES, streamResourcePolicy };
}

/** Whatever else holds of the table holds of its copy. */
function copies({ config }: TableGround, id: TableId, isCopied: boolean) {
  const region = config.copies?.region;
  if (region === undefined || !isCopied) return {};
  const resourcePolicy = policyDocument(copyStatements(config, id, region));
  const streamResourcePolicy = policyDocument(streamStatements(config));
  return { replicas: [{ region, resourcePolicy, streamResourcePolicy }] };
}

function encryption({ config, key, copyKeyArn }: TableGround, isCopied: boolean) {
  const region = config.copies?.region;
  if (!isCopied || region === undefined || copyKeyArn === undefined) {
    return TableEncryptionV2.customerManagedKey(key);
  }
  return TableEncryptionV2.customerManagedKey(key, { [region]: copyKeyArn });
}

/**
 * A table of `TABLES`: on demand, encrypted with the given key, recoverable to any second unless it
 * must have no backups. A copy in another Region only by configuration, and a stream only where it says
 * so or where there is a copy.
 */
export function createTable(scope: Construct, id: TableId, ground: TableGround): TableV2 {
  const { config, endpointId } = ground;
  const isCopied = config.copies?.tables.includes(id) === true;
  return new TableV2(scope, id, {
    ...keySchema(TABLES[id]),
    ...indexes(TABLES[id]),
    tableName: tableName(config, id),
    billing: Billing.onDemand(),
    encryption: encryption(ground, isCopied),
    pointInTimeRecoverySpecification: recovery(TABLES[id]),
    ...stream(config, id, isCopied),
    ...copies(ground, id, isCopied),
    ...(isSeldomRead(config, id) ? { tableClass: TableClass.STANDARD_INFREQUENT_ACCESS } : {}),
    resourcePolicy: policyDocument(tableStatements(config, id, endpointId, isCopied)),
    deletionProtection: config.retainData,
    removalPolicy: removalPolicy(config),
  });
}
