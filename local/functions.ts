import { BACKUP_DAYS, KEY_STORE_NAME } from '../infra/tables.ts';
import type { Installation } from './installation.ts';
import type { LambdaFunction } from './lambda/host.ts';
import {
  CHECKPOINT_BUCKET,
  OPERATOR_TENANT,
  PRINCIPALS,
  REGION,
  SERVICE_CALLERS,
  TENANT_SETTINGS,
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
  /** `BUDGETS` and `BULK_RELEASE_ITEMS` of the vault function, where they are other than usual. */
  readonly limits: Readonly<Record<string, string>>;
}

/** Generous: load tests and demonstrations run against loopback. */
const EQUALITY_BUDGET = '10000000';
/** The limits that the deployed functions have. */
const TIMEOUT_SECONDS = 10;
const SWEEP_TIMEOUT_SECONDS = 60;
const SEALER_TIMEOUT_SECONDS = 60;

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
    sealerFunction(place),
  ];
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

const VAULT = {
  VAULT_TABLE: tableName('vault'),
  CVC_TABLE: tableName('cvc'),
  CHECKPOINT_TABLE: tableName('checkpoints'),
  NOTICES_TABLE: tableName('notices'),
  EQUALITY_BUDGET_PER_HOUR: EQUALITY_BUDGET,
  TENANT_SETTINGS: JSON.stringify(TENANT_SETTINGS),
};

/** What both functions that answer callers are told. */
function commonEnvironment(place: FunctionPlace): Record<string, string> {
  return {
    KEY_STORE_TABLE: tableName('keyStore'),
    KEY_STORE_NAME,
    ROOT_KEY_ARN: place.keys.rootKeyArn,
    CONTROL_TABLE: tableName('control'),
    AUDIT_TABLE: tableName('audit'),
    RECEIPT_KEY_ARN: place.keys.receiptKeyArn,
    BACKUP_DAYS: String(BACKUP_DAYS),
    BRANCH_KEY_TTL_SECONDS: String(place.branchKeyTtlSeconds),
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
