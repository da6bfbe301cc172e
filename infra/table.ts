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
import { tableStatements } from './policies/table-policy.ts';
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
}

const isStreamed = (definition: TableDefinition): boolean => definition.isStreamed === true;

const isSeldomRead = ({ infrequentAccess = [] }: DeploymentConfig, id: TableId): boolean =>
  infrequentAccess.includes(id);

/**
 * A table of `TABLES`: on demand, encrypted with the given key, recoverable to any second unless it
 * must have no backups. No replicas, and a stream only where it says so.
 */
export function createTable(
  scope: Construct,
  id: TableId,
  { config, key, endpointId }: TableGround,
): TableV2 {
  return new TableV2(scope, id, {
    ...keySchema(TABLES[id]),
    ...indexes(TABLES[id]),
    tableName: tableName(config, id),
    billing: Billing.onDemand(),
    encryption: TableEncryptionV2.customerManagedKey(key),
    pointInTimeRecoverySpecification: recovery(TABLES[id]),
    ...(isStreamed(TABLES[id]) ? { dynamoStream: StreamViewType.NEW_IMAGE } : {}),
    ...(isSeldomRead(config, id) ? { tableClass: TableClass.STANDARD_INFREQUENT_ACCESS } : {}),
    resourcePolicy: policyDocument(tableStatements(config, id, endpointId)),
    deletionProtection: config.retainData,
    removalPolicy: removalPolicy(config),
  });
}
