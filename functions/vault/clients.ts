import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';

/** Connections are kept open; a call that hangs fails well before the function's own time limit. */
export const CLIENT_LIMITS = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 2500, throwOnRequestTimeout: true },
} as const;

export interface Clients {
  readonly dynamodb: DynamoDBClient;
  readonly kms: KMSClient;
}

/**
 * One client per service and process. Region, credentials and endpoints are those of the SDK's own
 * environment variables, such as `AWS_ENDPOINT_URL_DYNAMODB`.
 */
export function createClients(): Clients {
  return { dynamodb: new DynamoDBClient(CLIENT_LIMITS), kms: new KMSClient(CLIENT_LIMITS) };
}
