import { Duration, Stack, TimeZone } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
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
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { Artifacts } from './artifacts.ts';
import { createAuditAlarms } from './audit-alarms.ts';
import type { Audit } from './audit-stack.ts';
import type { DeploymentConfig } from './config/deployment-config.ts';
import { createFunctionRole } from './function-role.ts';
import type { KeyGrant } from './function-role.ts';
import type { Keys } from './keys-stack.ts';
import type { FunctionId } from './names.ts';
import type { Network } from './network-stack.ts';
import { CHECKPOINT_KEY_ACTIONS } from './policies/checkpoint-key.ts';
import { RECEIPT_KEY_ACTIONS } from './policies/receipt-key.ts';
import { KEY_ADMIN_ACTIONS, VAULT_KEY_ACTIONS } from './policies/root-key.ts';
import { createLogGroup } from './retention.ts';
import { createSchedule } from './schedule.ts';
import { stackProps } from './stack-props.ts';
import { BACKUP_DAYS, KEY_STORE_NAME } from './tables.ts';
import type { Vault } from './vault-stack.ts';

export interface Functions {
  readonly vault: IFunction;
  readonly keyAdmin: IFunction;
  readonly cvcSweeper: IFunction;
  readonly auditSealer: IFunction;
}

/** What the functions stand on. */
export interface Foundation {
  readonly network: Network;
  readonly keys: Keys;
  readonly vault: Vault;
  readonly audit: Audit;
}

interface FunctionOptions {
  readonly id: FunctionId;
  /** The folder under `functions/`. */
  readonly folder: string;
  readonly description: string;
  /** 10 unless given: what a caller waits for must not take longer. */
  readonly timeoutSeconds?: number;
  readonly keys: readonly KeyGrant[];
  readonly environment: Record<string, string>;
}

/** How long a card verification code may stay past its hour. */
const SWEEP_PAUSE = Duration.minutes(5);

function asWindowsClose({ sealing }: DeploymentConfig): ScheduleExpression {
  const minute = `*/${String(sealing.windowMinutes)}`;
  return ScheduleExpression.cron({ minute, timeZone: TimeZone.ETC_UTC });
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
    description: 'Looks after tenants and their keys',
  },
  cvcSweeper: {
    id: 'cvcSweeper',
    folder: 'cvc-sweeper',
    description: 'Removes card verification codes whose hour is over',
    // Nobody waits for it.
    timeoutSeconds: 60,
  },
  auditSealer: {
    id: 'auditSealer',
    folder: 'audit-sealer',
    description: 'Seals the audit trail',
    // Nobody waits for it, and after an outage it has much to do.
    timeoutSeconds: 60,
  },
};

function keysOf({
  keys: { rootKey, receiptKey, checkpointKey },
}: Foundation): Record<FunctionId, KeyGrant[]> {
  return {
    vault: [
      { keyArn: rootKey.keyArn, actions: VAULT_KEY_ACTIONS },
      { keyArn: receiptKey.keyArn, actions: RECEIPT_KEY_ACTIONS },
    ],
    keyAdmin: [
      { keyArn: rootKey.keyArn, actions: KEY_ADMIN_ACTIONS },
      { keyArn: receiptKey.keyArn, actions: RECEIPT_KEY_ACTIONS },
    ],
    cvcSweeper: [],
    auditSealer: [{ keyArn: checkpointKey.keyArn, actions: CHECKPOINT_KEY_ACTIONS }],
  };
}

function keyStoreEnvironment(foundation: Foundation): Record<string, string> {
  return {
    KEY_STORE_TABLE: foundation.vault.keyStoreTable.tableName,
    KEY_STORE_NAME,
    ROOT_KEY_ARN: foundation.keys.rootKey.keyArn,
  };
}

/** What a deployment leaves to the vault unless it says otherwise. */
function optionalEnvironment({
  branchKeyMaxUses,
  envelope,
}: DeploymentConfig): Record<string, string> {
  return {
    ...(branchKeyMaxUses === undefined ? {} : { BRANCH_KEY_MAX_USES: String(branchKeyMaxUses) }),
    ...(envelope === undefined ? {} : { ENVELOPE: envelope }),
  };
}

/** What both functions that answer callers are told. */
function commonEnvironment(
  config: DeploymentConfig,
  foundation: Foundation,
): Record<string, string> {
  return {
    ...keyStoreEnvironment(foundation),
    CONTROL_TABLE: foundation.vault.controlTable.tableName,
    AUDIT_TABLE: foundation.audit.auditTable.tableName,
    RECEIPT_KEY_ARN: foundation.keys.receiptKey.keyArn,
    BACKUP_DAYS: String(BACKUP_DAYS),
    BRANCH_KEY_TTL_SECONDS: String(config.branchKeyTtlSeconds),
    SERVICE_CALLERS: JSON.stringify(config.serviceCallers),
  };
}

function sealerEnvironment(
  { sealing }: DeploymentConfig,
  { audit, keys }: Foundation,
): Record<string, string> {
  return {
    AUDIT_TABLE: audit.auditTable.tableName,
    CHECKPOINT_TABLE: audit.checkpointTable.tableName,
    CHECKPOINT_BUCKET: audit.checkpointBucket.bucketName,
    CHECKPOINT_KEY_ARN: keys.checkpointKey.keyArn,
    TRAIL_BEGIN: sealing.trailBegin,
    WINDOW_MINUTES: String(sealing.windowMinutes),
    GRACE_SECONDS: String(sealing.graceSeconds),
    LATE_MINUTES: String(sealing.lateMinutes),
  };
}

function environments(
  config: DeploymentConfig,
  foundation: Foundation,
): Record<FunctionId, Record<string, string>> {
  const common = commonEnvironment(config, foundation);
  const { operatorTenant } = config;
  return {
    vault: {
      ...common,
      VAULT_TABLE: foundation.vault.vaultTable.tableName,
      CVC_TABLE: foundation.vault.cvcTable.tableName,
      CHECKPOINT_TABLE: foundation.audit.checkpointTable.tableName,
      NOTICES_TABLE: foundation.vault.noticesTable.tableName,
      EQUALITY_BUDGET_PER_HOUR: String(config.equalityBudgetPerHour),
      BULK_RELEASE_ITEMS: String(config.bulkReleaseItems),
      BUDGETS: JSON.stringify(config.budgets),
      TENANT_SETTINGS: JSON.stringify(config.tenantSettings),
      ...optionalEnvironment(config),
    },
    keyAdmin: {
      ...common,
      ...(operatorTenant === undefined ? {} : { OPERATOR_TENANT: operatorTenant }),
    },
    cvcSweeper: { CVC_TABLE: foundation.vault.cvcTable.tableName },
    auditSealer: sealerEnvironment(config, foundation),
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
    timeout: Duration.seconds(options.timeoutSeconds ?? 10),
    tracing: Tracing.ACTIVE,
    loggingFormat: LoggingFormat.JSON,
  });
}

/**
 * The vault function, the key-admin function, which alone can make and destroy branch keys, the
 * sealer of the audit trail and the sweeper of codes.
 */
export function createFunctionsStack(
  app: App,
  config: DeploymentConfig,
  foundation: Foundation,
  artifacts: Artifacts,
): Functions {
  const props = stackProps(
    config,
    'functions',
    'The vault, key-admin, sealer and sweeper functions.',
  );
  const stack = new Stack(app, 'Functions', props);
  const environment = environments(config, foundation);
  const create = (id: FunctionId): LambdaFunction => {
    const code = Code.fromAsset(artifacts.functionFolder(FUNCTIONS[id].folder));
    const keys = keysOf(foundation)[id];
    const options = { ...FUNCTIONS[id], keys, environment: environment[id] };
    return createFunction(stack, config, foundation, code, options);
  };
  const [vault, keyAdmin] = [create('vault'), create('keyAdmin')];
  const cvcSweeper = create('cvcSweeper');
  createSchedule(stack, 'CvcSweep', cvcSweeper, ScheduleExpression.rate(SWEEP_PAUSE));
  const auditSealer = create('auditSealer');
  createSchedule(stack, 'Sealing', auditSealer, asWindowsClose(config));
  createAuditAlarms(stack, config);
  return { vault, keyAdmin, cvcSweeper, auditSealer };
}
