import { AttributeType, Billing, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { DeploymentConfig } from './config/deployment-config.ts';
import { tableName } from './names.ts';
import { removalPolicy } from './retention.ts';
import { TABLES } from './tables.ts';
import type { KeyAttribute, TableDefinition, TableId } from './tables.ts';

/** The longest that DynamoDB offers. */
const RECOVERY_DAYS = 35;

const attribute = ({ name }: KeyAttribute) => ({ name, type: AttributeType.STRING });

function keySchema(definition: TableDefinition) {
  const { partitionKey, sortKey, timeToLiveAttribute } = definition;
  return {
    partitionKey: attribute(partitionKey),
    ...(sortKey === undefined ? {} : { sortKey: attribute(sortKey) }),
    ...(timeToLiveAttribute === undefined ? {} : { timeToLiveAttribute }),
  };
}

/** A table of `TABLES`: on demand, encrypted with the given key, recoverable to any second. */
export function createTable(
  scope: Construct,
  id: TableId,
  config: DeploymentConfig,
  key: IKey,
): TableV2 {
  return new TableV2(scope, id, {
    ...keySchema(TABLES[id]),
    tableName: tableName(config, id),
    billing: Billing.onDemand(),
    encryption: TableEncryptionV2.customerManagedKey(key),
    pointInTimeRecoverySpecification: {
      pointInTimeRecoveryEnabled: true,
      recoveryPeriodInDays: RECOVERY_DAYS,
    },
    deletionProtection: config.retainData,
    removalPolicy: removalPolicy(config),
  });
}
