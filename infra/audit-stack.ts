import { Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { DeploymentConfig } from './config/deployment-config.ts';
import { stackProps } from './stack-props.ts';
import { createTable } from './table.ts';

/** The audit trail, apart from the vault so that neither's removal or restore touches the other. */
export function createAuditStack(app: App, config: DeploymentConfig, tableKey: IKey): TableV2 {
  const stack = new Stack(app, 'Audit', stackProps(config, 'audit', 'The audit trail.'));
  return createTable(stack, 'audit', config, tableKey);
}
