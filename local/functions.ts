import { BACKUP_DAYS, KEY_STORE_NAME } from '../infra/tables.ts';
import { CHARGE_FUNCTION, chargeProcessors, processorTerms } from './charging.ts';
import type { Charging } from './charging.ts';
import type { Installation } from './installation.ts';
import type { LambdaFunction } from './lambda/host.ts';
import { ordersFunction } from './orders.ts';
import {
  CHECKPOINT_BUCKET,
  OPERATOR_TENANT,
  PRINCIPALS,
  REGION,
  SERVICE_CALLERS,
  TENANT_SETTINGS,
  TENANTS,
} from './principals.ts';
import type { SeededKeys } from './seed/keys.ts';
import { tableName } from './seed/tables.ts';
import type { Endpoints } from './services.ts';

export interface FunctionPlace {
  readonly installation: Installation;
  /** Absolute path of `build/functions`. */
  readonly bundles: string;
  readonly endpoints: Omit<Endpoints, 'cognito'>;
  readonly keys: Pick<SeededKeys, 'rootKeyArn' | 'receiptKeyArn' | 'checkpointKeyArn'>;
  /** How long the functions keep a branch key in memory. */
  readonly branchKeyTtlSeconds: number;
  readonly charging: Charging;
  /** Absolute path of `build/examples`. */
  readonly examples: string;
  /** Where the vault's API answers. */
  readonly graphql: string;
  /** `BUDGETS` and `BULK_RELEASE_ITEMS` of the vault function, where they are other than usual. */
  readonly limits: Readonly<Record<string, string>>;
}

/** Generous: load tests and demonstrations run against loopback. */
const EQUALITY_BUDGET = '10000000';
/** The limits that the deployed functions have. */
const TIMEOUT_SECONDS = 10;
const SWEEP_TIMEOUT_SECONDS = 60;
const REWRAP_TIMEOUT_SECONDS = 120;
/** Shorter than on AWS: who stops the gateway waits for the run that is under way. */
const REWRAP_RUN_SECONDS = '2';
const SEALER_TIMEOUT_SECONDS = 60;
const WATCH_TIMEOUT_SECONDS = 60;
const CHARGE_TIMEOUT_SECONDS = 7;
/** Shorter than on AWS: somebody tries the card that times out, and waits. */
const PROCESSOR_TIMEOUT_MS = 2000;

/**
 * The Lambda functions as they are deployed: the same bundles and the same variables. All that
 * differs is where the AWS SDK finds its services, by variables of the SDK's own.
 */
export function lambdaFunctions(place: FunctionPlace): LambdaFunction[] {
  const common = commonEnvironment(place);
  return [
    {
      name: 'vault',
      bundle: `${place.bundles}/vault/index.js`,
      timeoutSeconds: TIMEOUT_SECONDS,
      environment: {
        ...sdkEnvironment(place, PRINCIPALS.vault),
        ...common,
        ...VAULT,
        ...chargingEnvironment(place),
        ...place.limits,
      },
    },
    {
      name: 'key-admin',
      bundle: `${place.bundles}/key-admin/index.js`,
      timeoutSeconds: TIMEOUT_SECONDS,
      environment: { ...sdkEnvironment(place, PRINCIPALS.keyAdmin), ...common, OPERATOR_TENANT },
    },
    {
      name: 'cvc-sweeper',
      bundle: `${place.bundles}/cvc-sweeper/index.js`,
      timeoutSeconds: SWEEP_TIMEOUT_SECONDS,
      environment: {
        ...sdkEnvironment(place, PRINCIPALS.cvcSweeper),
        CVC_TABLE: tableName('cvc'),
      },
    },
    chargeFunction(place),
    ordersFunction(`${place.examples}/orders/function/index.js`, place.graphql, {
      ...sdkEnvironment(place, PRINCIPALS.orders),
    }),
    rewrapFunction(place),
    sealerFunction(place),
    watchFunction(place),
  ];
}

/** It has no access key: it calls no service of AWS. */
function chargeFunction({ bundles, charging }: FunctionPlace): LambdaFunction {
  return {
    name: CHARGE_FUNCTION,
    bundle: `${bundles}/charge/index.js`,
    timeoutSeconds: CHARGE_TIMEOUT_SECONDS,
    environment: { PROCESSORS: chargeProcessors(charging.processorPort, PROCESSOR_TIMEOUT_MS) },
  };
}

function chargingEnvironment({ charging }: FunctionPlace): Record<string, string> {
  return {
    CHARGE_FUNCTION,
    CHARGE_PROCESSORS: processorTerms(TENANTS),
    AWS_ENDPOINT_URL_LAMBDA: charging.lambda,
  };
}

function rewrapFunction(place: FunctionPlace): LambdaFunction {
  return {
    name: 'rewrap',
    bundle: `${place.bundles}/rewrap/index.js`,
    timeoutSeconds: REWRAP_TIMEOUT_SECONDS,
    environment: {
      ...sdkEnvironment(place, PRINCIPALS.rewrap),
      ...keyStoreEnvironment(place),
      VAULT_TABLE: tableName('vault'),
      REWRAP_RUN_SECONDS,
    },
  };
}

/** The one function that reaches S3. Its settings are the deployed ones of the sandbox. */
function sealerFunction(place: FunctionPlace): LambdaFunction {
  return {
    name: 'audit-sealer',
    bundle: `${place.bundles}/audit-sealer/index.js`,
    timeoutSeconds: SEALER_TIMEOUT_SECONDS,
    environment: {
      ...sdkEnvironment(place, PRINCIPALS.auditSealer),
      AWS_ENDPOINT_URL_S3: place.endpoints.s3,
      AUDIT_TABLE: tableName('audit'),
      CHECKPOINT_TABLE: tableName('checkpoints'),
      CHECKPOINT_BUCKET,
      CHECKPOINT_KEY_ARN: place.keys.checkpointKeyArn,
      TRAIL_BEGIN: place.installation.trailBegin(),
      WINDOW_MINUTES: '5',
      GRACE_SECONDS: '60',
      LATE_MINUTES: '10',
    },
  };
}

/** With the thresholds that it has unless a deployment says otherwise. */
function watchFunction(place: FunctionPlace): LambdaFunction {
  return {
    name: 'anomaly-watch',
    bundle: `${place.bundles}/anomaly-watch/index.js`,
    timeoutSeconds: WATCH_TIMEOUT_SECONDS,
    environment: {
      ...sdkEnvironment(place, PRINCIPALS.anomalyWatch),
      AUDIT_TABLE: tableName('audit'),
      CHECKPOINT_TABLE: tableName('checkpoints'),
      PROFILE_TABLE: tableName('profiles'),
      CHECKPOINT_KEY_ARN: place.keys.checkpointKeyArn,
    },
  };
}

const VAULT = {
  VAULT_TABLE: tableName('vault'),
  CVC_TABLE: tableName('cvc'),
  CHECKPOINT_TABLE: tableName('checkpoints'),
  NOTICES_TABLE: tableName('notices'),
  EQUALITY_BUDGET_PER_HOUR: EQUALITY_BUDGET,
  TENANT_SETTINGS: JSON.stringify(TENANT_SETTINGS),
};

/** What functions are told that read branch keys and record what they do. */
function keyStoreEnvironment(place: FunctionPlace): Record<string, string> {
  return {
    KEY_STORE_TABLE: tableName('keyStore'),
    KEY_STORE_NAME,
    ROOT_KEY_ARN: place.keys.rootKeyArn,
    CONTROL_TABLE: tableName('control'),
    AUDIT_TABLE: tableName('audit'),
    BRANCH_KEY_TTL_SECONDS: String(place.branchKeyTtlSeconds),
  };
}

/** What both functions that answer callers are told. */
function commonEnvironment(place: FunctionPlace): Record<string, string> {
  return {
    ...keyStoreEnvironment(place),
    RECEIPT_KEY_ARN: place.keys.receiptKeyArn,
    BACKUP_DAYS: String(BACKUP_DAYS),
    SERVICE_CALLERS: JSON.stringify(SERVICE_CALLERS),
  };
}

function sdkEnvironment(place: FunctionPlace, principal: string): Record<string, string> {
  const key = place.installation.accessKey(principal);
  return {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: place.endpoints.dynamodb,
    AWS_ENDPOINT_URL_KMS: place.endpoints.kms,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
