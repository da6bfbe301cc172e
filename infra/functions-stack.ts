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
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Artifacts } from './artifacts.ts';
import { createAnomalyAlarms } from './anomaly-alarms.ts';
import { createAuditAlarms } from './audit-alarms.ts';
import type { DeploymentConfig } from './config/deployment-config.ts';
import { createFunctionAlarms } from './function-alarms.ts';
import { environments } from './function-environments.ts';
import type { Foundation } from './function-environments.ts';
import { createFunctionRole } from './function-role.ts';
import type { KeyGrant } from './function-role.ts';
import { chargeFunctionArn, functionName, scheduleRoleName } from './names.ts';
import type { FunctionId } from './names.ts';
import { CHECKPOINT_KEY_ACTIONS, CHECKPOINT_READ_ACTIONS } from './policies/checkpoint-key.ts';
import { CHARGE_ACTIONS } from './policies/endpoints.ts';
import { RECEIPT_KEY_ACTIONS } from './policies/receipt-key.ts';
import { KEY_ADMIN_ACTIONS, VAULT_KEY_ACTIONS } from './policies/root-key.ts';
import { createLogGroup } from './retention.ts';
import { createSchedule } from './schedule.ts';
import { stackProps } from './stack-props.ts';

export interface Functions {
  readonly vault: LambdaFunction;
  readonly keyAdmin: IFunction;
  readonly cvcSweeper: IFunction;
  readonly rewrap: IFunction;
  readonly auditSealer: IFunction;
  readonly anomalyWatch: IFunction;
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
/** A run works for most of a minute and leaves the rest to the next. */
const REWRAP_PAUSE = Duration.minutes(1);

/** A window waits no longer than this for the watch; a run without one asks two questions. */
const WATCH_PAUSE = Duration.minutes(1);

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
  rewrap: {
    id: 'rewrap',
    folder: 'rewrap',
    description: 'Moves records to the active version of their branch key',
    // A run begins no page after 45 seconds, and a page may wait for services that do not answer.
    timeoutSeconds: 120,
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
    keyAdmin: [
      { keyArn: rootKey.keyArn, actions: KEY_ADMIN_ACTIONS },
      { keyArn: receiptKey.keyArn, actions: RECEIPT_KEY_ACTIONS },
    ],
    cvcSweeper: [],
    rewrap: [{ keyArn: rootKey.keyArn, actions: VAULT_KEY_ACTIONS }],
    auditSealer: [{ keyArn: checkpointKey.keyArn, actions: CHECKPOINT_KEY_ACTIONS }],
    anomalyWatch: [{ keyArn: checkpointKey.keyArn, actions: CHECKPOINT_READ_ACTIONS }],
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
  if (options.id === 'vault' && config.processors !== undefined) {
    const resources = [chargeFunctionArn(config)];
    role.addToPolicy(new PolicyStatement({ actions: [...CHARGE_ACTIONS], resources }));
  }
  const logGroup = createLogGroup(stack, `${options.id}Logs`, config);
  logGroup.grantWrite(role);
  const reserved = config.reservedConcurrency;
  return new LambdaFunction(stack, options.id, {
    ...placement(foundation),
    ...(reserved === undefined ? {} : { reservedConcurrentExecutions: reserved[options.id] }),
    functionName: functionName(config, options.id),
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

function createAlarms(stack: Stack, config: DeploymentConfig, functions: Functions): void {
  createAuditAlarms(stack, config);
  createAnomalyAlarms(stack, config);
  createFunctionAlarms(stack, functions);
}

/**
 * The vault function, the key-admin function, which alone can make and destroy branch keys, and four
 * that only their schedules call: the sealer of the audit trail, the watch over it, the sweeper of
 * codes and the rewrap.
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
    'The vault, key-admin, sealer, watch, sweeper and rewrap functions.',
  );
  const stack = new Stack(app, 'Functions', props);
  const environment = environments(config, foundation);
  const create = (id: FunctionId): LambdaFunction => {
    const code = Code.fromAsset(artifacts.functionFolder(FUNCTIONS[id].folder));
    const keys = keysOf(foundation)[id];
    const options = { ...FUNCTIONS[id], keys, environment: environment[id] };
    return createFunction(stack, config, foundation, code, options);
  };
  const schedule = (
    name: string,
    id: FunctionId,
    target: LambdaFunction,
    expression: ScheduleExpression,
  ): void => {
    createSchedule(stack, name, { target, roleName: scheduleRoleName(config, id) }, expression);
  };
  const [vault, keyAdmin] = [create('vault'), create('keyAdmin')];
  const cvcSweeper = create('cvcSweeper');
  schedule('CvcSweep', 'cvcSweeper', cvcSweeper, ScheduleExpression.rate(SWEEP_PAUSE));
  const auditSealer = create('auditSealer');
  schedule('Sealing', 'auditSealer', auditSealer, asWindowsClose(config));
  const anomalyWatch = create('anomalyWatch');
  schedule('AnomalyWatch', 'anomalyWatch', anomalyWatch, ScheduleExpression.rate(WATCH_PAUSE));
  const rewrap = create('rewrap');
  schedule('Rewrap', 'rewrap', rewrap, ScheduleExpression.rate(REWRAP_PAUSE));
  const functions = { vault, keyAdmin, cvcSweeper, auditSealer, anomalyWatch, rewrap };
  createAlarms(stack, config, functions);
  return functions;
}
