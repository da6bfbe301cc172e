import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';

/** Connections are kept open; a call that hangs fails well before the function's own time limit. */
export const CLIENT_LIMITS = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 2500, throwOnRequestTimeout: true },
} as const;

const LOGGER = 'loggerMiddleware';

export interface Clients {
  readonly dynamodb: DynamoDBClient;
  readonly kms: KMSClient;
}

/**
 * One client per service and process. Region, credentials and endpoints are those of the SDK's own
 * environment variables, such as `AWS_ENDPOINT_URL_DYNAMODB`.
 */
export function createClients(): Clients {
  const clients = {
    dynamodb: new DynamoDBClient(CLIENT_LIMITS),
    kms: new KMSClient(CLIENT_LIMITS),
  };
  // It copies every request and answer for a logger, also for the one that writes nothing.
  clients.dynamodb.middlewareStack.remove(LOGGER);
  clients.kms.middlewareStack.remove(LOGGER);
  return clients;
}
