import { Duration, Stack } from 'aws-cdk-lib';
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
import type { Artifacts } from './artifacts.ts';
import { createAnomalyAlarms } from './anomaly-alarms.ts';
import { createAuditAlarms } from './audit-alarms.ts';
import type { Audit } from './audit-stack.ts';
import type { DeploymentConfig } from './config/deployment-config.ts';
import { createFunctionRole } from './function-role.ts';
import type { KeyGrant } from './function-role.ts';
import type { Keys } from './keys-stack.ts';
import type { FunctionId } from './names.ts';
import type { Network } from './network-stack.ts';
import { CHECKPOINT_KEY_ACTIONS, CHECKPOINT_READ_ACTIONS } from './policies/checkpoint-key.ts';
import { RECEIPT_KEY_ACTIONS } from './policies/receipt-key.ts';
import { KEY_ADMIN_ACTIONS, VAULT_KEY_ACTIONS } from './policies/root-key.ts';
import { createLogGroup } from './retention.ts';
import { createSchedule } from './schedule.ts';
import { createSealingSchedule } from './sealing-schedule.ts';
import { stackProps } from './stack-props.ts';
import { BACKUP_DAYS, KEY_STORE_NAME } from './tables.ts';
import type { Vault } from './vault-stack.ts';

export interface Functions {
  readonly vault: IFunction;
  readonly keyAdmin: IFunction;
  readonly auditSealer: IFunction;
  readonly anomalyWatch: IFunction;
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
  /** 10 unless given: what waits for an answer must not wait longer. */
  readonly timeoutSeconds?: number;
  readonly keys: readonly KeyGrant[];
  readonly environment: Record<string, string>;
}

/** A window waits no longer than this for the watch; a run without one asks two questions. */
const WATCH_MINUTES = 1;

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
  auditSealer: {
    id: 'auditSealer',
    folder: 'audit-sealer',
    description: 'Seals the audit trail',
    // Nobody waits for it, and after an outage it has much to do.
    timeoutSeconds: 60,
  },
  anomalyWatch: {
    id: 'anomalyWatch',
    folder: 'anomaly-watch',
    description: 'Watches the audit trail for what is unusual',
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
    keyAdmin: [{ keyArn: rootKey.keyArn, actions: KEY_ADMIN_ACTIONS }],
    auditSealer: [{ keyArn: checkpointKey.keyArn, actions: CHECKPOINT_KEY_ACTIONS }],
    anomalyWatch: [{ keyArn: checkpointKey.keyArn, actions: CHECKPOINT_READ_ACTIONS }],
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
    AUDIT_TABLE: foundation.audit.auditTable.tableName,
    CHECKPOINT_TABLE: foundation.audit.checkpointTable.tableName,
    RECEIPT_KEY_ARN: foundation.keys.receiptKey.keyArn,
    BACKUP_DAYS: String(BACKUP_DAYS),
    EQUALITY_BUDGET_PER_HOUR: String(config.equalityBudgetPerHour),
    TENANT_SETTINGS: JSON.stringify(config.tenantSettings),
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

function watchEnvironment(
  { anomalyThresholds }: DeploymentConfig,
  { audit, keys }: Foundation,
): Record<string, string> {
  return {
    AUDIT_TABLE: audit.auditTable.tableName,
    CHECKPOINT_TABLE: audit.checkpointTable.tableName,
    PROFILE_TABLE: audit.profileTable.tableName,
    CHECKPOINT_KEY_ARN: keys.checkpointKey.keyArn,
    ANOMALY_THRESHOLDS: JSON.stringify(anomalyThresholds),
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
 * The vault function, the key-admin function, which alone can make branch keys, the sealer and the
 * watch.
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
    'The vault, key-admin, sealer and watch functions.',
  );
  const stack = new Stack(app, 'Functions', props);
  const create = (id: FunctionId, environment: Record<string, string>): LambdaFunction => {
    const code = Code.fromAsset(artifacts.functionFolder(FUNCTIONS[id].folder));
    const options = { ...FUNCTIONS[id], keys: keysOf(foundation)[id], environment };
    return createFunction(stack, config, foundation, code, options);
  };
  const vault = create('vault', vaultEnvironment(config, foundation));
  const keyAdmin = create('keyAdmin', keyStoreEnvironment(foundation));
  const auditSealer = create('auditSealer', sealerEnvironment(config, foundation));
  const anomalyWatch = create('anomalyWatch', watchEnvironment(config, foundation));
  createSealingSchedule(stack, config, auditSealer);
  createSchedule(stack, 'AnomalyWatch', anomalyWatch, WATCH_MINUTES);
  createAuditAlarms(stack, config);
  createAnomalyAlarms(stack, config);
  return { vault, keyAdmin, auditSealer, anomalyWatch };
}
