import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';

import { ORDER_PIPELINES } from '../examples/orders/pipelines.ts';
import { createApi } from './appsync/api.ts';
import type { CallerVerifiers } from './appsync/authentication.ts';
import { createApiListener } from './appsync/http.ts';
import { SANDBOX_PROCESSOR } from './charging.ts';
import type { LambdaFunction, LambdaHost } from './lambda/host.ts';

/** The table of the example: an application's, none of the vault's. */
export const ORDERS_TABLE = 'orders';
export const ORDERS_PATH = '/orders/graphql';

/** Longer than the vault takes for a charge, and for a second one. */
const TIMEOUT_SECONDS = 25;
const ORDERS_FUNCTION = 'orders';

/** The example's function: it calls the vault by GraphQL, as any application does. */
export function ordersFunction(
  bundle: string,
  graphql: string,
  environment: Readonly<Record<string, string>>,
): LambdaFunction {
  return {
    name: ORDERS_FUNCTION,
    bundle,
    timeoutSeconds: TIMEOUT_SECONDS,
    environment: {
      ...environment,
      ORDERS_TABLE,
      GATEWAY_ENDPOINT: graphql,
      TENANT: 'acme',
      PROCESSOR: SANDBOX_PROCESSOR,
    },
  };
}

export interface OrdersApiPlace {
  readonly lambda: LambdaHost;
  /** Absolute path of the built resolvers. */
  readonly resolvers: string;
  /** Absolute path of the folder with the example's schema. */
  readonly example: string;
  /** Absolute path of `schema/`. */
  readonly schema: string;
  readonly verifiers: CallerVerifiers;
  readonly log: (line: string) => void;
}

/** A second API beside the vault's own, in AppSync's loopback runtime: for signed-in users only. */
export function openOrdersApi(place: OrdersApiPlace): RequestListener {
  const read = (...names: string[]) => readFileSync(join(...names), 'utf8');
  const api = createApi({
    name: 'orders',
    schema: read(place.example, 'schema.graphql'),
    prelude: read(place.schema, 'appsync.graphql'),
    pipelines: ORDER_PIPELINES,
    code: {
      resolver: (field) => read(place.resolvers, `${field}.js`),
      pipelineFunction: (name) => read(place.resolvers, 'pipeline', `${name}.js`),
    },
    dataSources: {
      orders: { invoke: (payload) => place.lambda.invoke(ORDERS_FUNCTION, payload) },
    },
    authorization: { default: 'AMAZON_COGNITO_USER_POOLS', additional: [] },
    environment: {},
    introspection: true,
    queryDepthLimit: 20,
    resolverCountLimit: 60,
  });
  return createApiListener({
    api,
    verifiers: place.verifiers,
    log: ({ method, status, durationMs, requestId }) => {
      place.log(`${method} ${ORDERS_PATH} ${status} ${durationMs.toFixed(1)} ms ${requestId}`);
    },
  });
}
