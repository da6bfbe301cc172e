import { KEY_STORE_NAME } from '../infra/tables.ts';
import type { Installation } from './installation.ts';
import type { LambdaFunction } from './lambda/host.ts';
import { PRINCIPALS, REGION, SERVICE_CALLERS } from './principals.ts';
import { tableName } from './seed/tables.ts';

export interface FunctionPlace {
  readonly installation: Installation;
  /** Absolute path of `build/functions`. */
  readonly bundles: string;
  readonly kmsEndpoint: string;
  readonly dynamodbEndpoint: string;
  readonly rootKeyArn: string;
}

/** The limit that the deployed functions have. */
const TIMEOUT_SECONDS = 10;

/**
 * The Lambda functions as they are deployed: the same bundles and the same variables. All that
 * differs is where the AWS SDK finds its services, by variables of the SDK's own.
 */
export function lambdaFunctions(place: FunctionPlace): LambdaFunction[] {
  const keyStore = {
    KEY_STORE_TABLE: tableName('keyStore'),
    KEY_STORE_NAME,
    ROOT_KEY_ARN: place.rootKeyArn,
  };
  return [
    {
      name: 'vault',
      bundle: `${place.bundles}/vault/index.js`,
      timeoutSeconds: TIMEOUT_SECONDS,
      environment: {
        ...sdkEnvironment(place, PRINCIPALS.vault),
        ...keyStore,
        VAULT_TABLE: tableName('vault'),
        AUDIT_TABLE: tableName('audit'),
        BRANCH_KEY_TTL_SECONDS: '300',
        SERVICE_CALLERS: JSON.stringify(SERVICE_CALLERS),
      },
    },
    {
      name: 'key-admin',
      bundle: `${place.bundles}/key-admin/index.js`,
      timeoutSeconds: TIMEOUT_SECONDS,
      environment: { ...sdkEnvironment(place, PRINCIPALS.keyAdmin), ...keyStore },
    },
  ];
}

function sdkEnvironment(place: FunctionPlace, principal: string): Record<string, string> {
  const key = place.installation.accessKey(principal);
  return {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: place.dynamodbEndpoint,
    AWS_ENDPOINT_URL_KMS: place.kmsEndpoint,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
