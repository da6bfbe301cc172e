import { Agent } from 'node:http';
import { connect } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { createGateway } from '../../client/gateway.ts';
import type { Gateway } from '../../client/gateway.ts';
import { iamAuth } from '../../client/iam.ts';
import type { OrderReply } from '../../examples/orders/function/order-event.ts';
import { openOrderTable } from '../../examples/orders/function/order-table.ts';
import { createOrders } from '../../examples/orders/function/orders.ts';
import { openInstallation } from '../../local/installation.ts';
import { ORDERS_TABLE } from '../../local/orders.ts';
import { PRINCIPALS, REGION } from '../../local/principals.ts';
import type { RunningGateway } from './gateway.ts';
import { tapWire } from './wire-tap.ts';
import type { WireTap } from './wire-tap.ts';

/** The order function's own parts, all of whose network is on record. */
export interface OrderBackend {
  /** Between the function and its table. */
  readonly tableWire: WireTap;
  /** Between the function and the vault. */
  readonly vaultWire: WireTap;
  /** The client that it asks the vault with. */
  readonly vault: Gateway;
  invoke(operation: string, received: object): Promise<OrderReply>;
  stop(): Promise<void>;
}

const CALLER = { subject: 'someone', tenant: 'acme', tokenUse: 'id', groups: [] };

/** Leads to a tap what is signed for the host behind it: the table's guard looks at both. */
function agentBy({ endpoint }: WireTap): Agent {
  const agent = new Agent();
  agent.createConnection = () => connect(Number(new URL(endpoint).port), '127.0.0.1');
  return agent;
}

export async function startOrderBackend({ ready, dataDir }: RunningGateway): Promise<OrderBackend> {
  const credentials = openInstallation(dataDir, false).accessKey(PRINCIPALS.orders);
  const tableWire = await tapWire(ready.dynamodb.endpoint);
  const vaultWire = await tapWire(new URL(ready.graphql).origin);
  const dynamodb = new DynamoDBClient({
    ...{ region: REGION, endpoint: ready.dynamodb.endpoint, credentials },
    requestHandler: { httpAgent: agentBy(tableWire) },
  });
  const vault = createGateway({
    endpoint: `${vaultWire.endpoint}/graphql`,
    auth: iamAuth({ region: REGION, credentials }),
  });
  const orders = createOrders({
    ...{ table: openOrderTable(dynamodb, ORDERS_TABLE), gateway: vault },
    ...{ tenant: 'acme', processor: 'sandbox', clock: () => new Date() },
  });
  return {
    ...{ tableWire, vaultWire, vault },
    invoke: (operation, received) =>
      orders({ operation, caller: CALLER, arguments: { ...received } }),
    stop: async () => {
      dynamodb.destroy();
      await Promise.all([tableWire.stop(), vaultWire.stop()]);
    },
  };
}
