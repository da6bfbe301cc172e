import { Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { createNoticePipe } from './notice-pipe.ts';
import { stackProps } from './stack-props.ts';
import { createTable } from './table.ts';
import type { TableGround } from './table.ts';

export interface Vault {
  readonly vaultTable: TableV2;
  readonly controlTable: TableV2;
  readonly cvcTable: TableV2;
  readonly noticesTable: TableV2;
  readonly keyStoreTable: TableV2;
}

/**
 * Vault records, what they are checked against, and the branch keys that open them: none is of worth
 * without the others. Card verification codes stand apart, without backups, and so do the notices of
 * approvals, the only table with a stream.
 */
export function createVaultStack(app: App, ground: TableGround): Vault {
  const { config } = ground;
  const stack = new Stack(
    app,
    'Vault',
    stackProps(config, 'vault', 'Vault records, their states, key store.'),
  );
  const tables = {
    vaultTable: createTable(stack, 'vault', ground),
    controlTable: createTable(stack, 'control', ground),
    cvcTable: createTable(stack, 'cvc', ground),
    noticesTable: createTable(stack, 'notices', ground),
    keyStoreTable: createTable(stack, 'keyStore', ground),
  };
  createNoticePipe(stack, config, tables.noticesTable);
  return tables;
}
