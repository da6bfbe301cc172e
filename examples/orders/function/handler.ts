import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { STSClient } from '@aws-sdk/client-sts';
import { fromEnv } from '@aws-sdk/credential-provider-env';

import { createGateway } from '../../../client/gateway.ts';
import { iamAuth } from '../../../client/iam.ts';
import { callerRole } from './caller-role.ts';
import type { OrderEvent } from './order-event.ts';
import { openOrderTable } from './order-table.ts';
import { createOrders } from './orders.ts';

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new TypeError(`${name} is not set.`);
  return value;
}

const clock = () => new Date();

/** The gateway knows the role of this function, or, on AWS, one that it becomes. */
function credentials() {
  const role = process.env.GATEWAY_ROLE_ARN;
  return role === undefined
    ? fromEnv()
    : callerRole(new STSClient({ maxAttempts: 3 }), role, clock);
}

const answer = createOrders({
  table: openOrderTable(new DynamoDBClient({ maxAttempts: 3 }), setting('ORDERS_TABLE')),
  gateway: createGateway({
    endpoint: setting('GATEWAY_ENDPOINT'),
    auth: iamAuth({ region: setting('AWS_REGION'), credentials: credentials() }),
  }),
  tenant: setting('TENANT'),
  processor: setting('PROCESSOR'),
  clock,
});

/** The order function's entry point. Only AppSync's data source may invoke it. */
export function handler(event: OrderEvent) {
  return answer(event);
}
