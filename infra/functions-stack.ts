import { Duration, Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Artifacts } from './artifacts.ts';
import type { DeploymentConfig } from './config/deployment-config.ts';
import { createFunctionRole } from './function-role.ts';
import type { KeyGrant } from './function-role.ts';
import type { Keys } from './keys-stack.ts';
import type { FunctionId } from './names.ts';
import type { Network } from './network-stack.ts';
import { RECEIPT_KEY_ACTIONS } from './policies/receipt-key.ts';
import { KEY_ADMIN_ACTIONS, VAULT_KEY_ACTIONS } from './policies/root-key.ts';
import { createLogGroup } from './retention.ts';
import { stackProps } from './stack-props.ts';
import { BACKUP_DAYS, KEY_STORE_NAME } from './tables.ts';
import type { Vault } from './vault-stack.ts';

export interface Functions {
  readonly vault: IFunction;
  readonly keyAdmin: IFunction;
}

/** What the functions stand on. */
export interface Foundation {
  readonly network: Network;
  readonly keys: Keys;
  readonly vault: Vault;
  readonly auditTable: TableV2;
}

interface FunctionOptions {
  readonly id: FunctionId;
  /** The folder under `functions/`. */
  readonly folder: string;
  readonly description: string;
  readonly keys: readonly KeyGrant[];
  readonly environment: Record<string, string>;
}

type Fixed = Omit<FunctionOptions, 'environment' | 'keys'>;

const FUNCTIONS: Readonly<Record<FunctionId, Fixed>> = {
  vault: {
    id: 'vault',
    folder: 'vault',
    description: 'Tokenizes and detokenizes',
  },
  keyAdmin: {
    id: 'keyAdmin',
    folder: 'key-admin',
    description: 'Creates the branch keys of tenants',
  },
};

function keysOf({ keys: { rootKey, receiptKey } }: Foundation): Record<FunctionId, KeyGrant[]> {
  return {
    vault: [
      { keyArn: rootKey.keyArn, actions: VAULT_KEY_ACTIONS },
      { keyArn: receiptKey.keyArn, actions: RECEIPT_KEY_ACTIONS },
    ],
    keyAdmin: [{ keyArn: rootKey.keyArn, actions: KEY_ADMIN_ACTIONS }],
  };
}

function keyStoreEnvironment(foundation: Foundation): Record<string, string> {
  return {
    KEY_STORE_TABLE: foundation.vault.keyStoreTable.tableName,
    KEY_STORE_NAME,
    ROOT_KEY_ARN: foundation.keys.rootKey.keyArn,
  };
}

function vaultEnvironment(
  config: DeploymentConfig,
  foundation: Foundation,
): Record<string, string> {
  return {
    ...keyStoreEnvironment(foundation),
    VAULT_TABLE: foundation.vault.vaultTable.tableName,
    CONTROL_TABLE: foundation.vault.controlTable.tableName,
    CVC_TABLE: foundation.vault.cvcTable.tableName,
    AUDIT_TABLE: foundation.auditTable.tableName,
    NOTICES_TABLE: foundation.vault.noticesTable.tableName,
    RECEIPT_KEY_ARN: foundation.keys.receiptKey.keyArn,
    BACKUP_DAYS: String(BACKUP_DAYS),
    EQUALITY_BUDGET_PER_HOUR: String(config.equalityBudgetPerHour),
    BULK_RELEASE_ITEMS: String(config.bulkReleaseItems),
    BUDGETS: JSON.stringify(config.budgets),
    TENANT_SETTINGS: JSON.stringify(config.tenantSettings),
    BRANCH_KEY_TTL_SECONDS: String(config.branchKeyTtlSeconds),
    SERVICE_CALLERS: JSON.stringify(config.serviceCallers),
  };
}

function placement({ network }: Foundation) {
  return {
    vpc: network.vpc,
    vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
    securityGroups: [network.functionSecurityGroup],
  };
}

/** No queue and no destination anywhere: an event that holds plaintext must not be kept. */
function createFunction(
  stack: Stack,
  config: DeploymentConfig,
  foundation: Foundation,
  code: Code,
  options: FunctionOptions,
): LambdaFunction {
  const role = createFunctionRole(stack, options.id, config, options.keys);
  const logGroup = createLogGroup(stack, `${options.id}Logs`, config);
  logGroup.grantWrite(role);
  const reserved = config.reservedConcurrency;
  return new LambdaFunction(stack, options.id, {
    ...placement(foundation),
    ...(reserved === undefined ? {} : { reservedConcurrentExecutions: reserved[options.id] }),
    description: options.description,
    role,
    logGroup,
    code,
    environment: options.environment,
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: 1024,
    timeout: Duration.seconds(10),
    tracing: Tracing.ACTIVE,
    loggingFormat: LoggingFormat.JSON,
  });
}

/** The vault function and the key-admin function, which alone can make branch keys. */
export function createFunctionsStack(
  app: App,
  config: DeploymentConfig,
  foundation: Foundation,
  artifacts: Artifacts,
): Functions {
  const props = stackProps(config, 'functions', 'The vault and key-admin functions.');
  const stack = new Stack(app, 'Functions', props);
  const create = (id: FunctionId, environment: Record<string, string>): LambdaFunction => {
    const code = Code.fromAsset(artifacts.functionFolder(FUNCTIONS[id].folder));
    const options = { ...FUNCTIONS[id], keys: keysOf(foundation)[id], environment };
    return createFunction(stack, config, foundation, code, options);
  };
  return {
    vault: create('vault', vaultEnvironment(config, foundation)),
    keyAdmin: create('keyAdmin', keyStoreEnvironment(foundation)),
  };
}
