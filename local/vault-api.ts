import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';

import type { JSONWebKeySet } from 'jose';

import { PIPELINES } from '../resolvers/pipelines.ts';
import { createApi } from './appsync/api.ts';
import type { Api } from './appsync/api.ts';
import { createIamVerifier } from './appsync/authentication.ts';
import type { CallerVerifiers } from './appsync/authentication.ts';
import { createApiListener } from './appsync/http.ts';
import { createUserPoolVerifier } from './appsync/user-pool.ts';
import type { Installation } from './installation.ts';
import type { LambdaHost } from './lambda/host.ts';
import { PRINCIPALS, REGION } from './principals.ts';
import { createSignatureVerifier } from './protocol/signature.ts';
import type { SeededPool } from './seed/user-pool.ts';

export interface VaultApiPlace {
  readonly installation: Installation;
  readonly cognitoEndpoint: string;
  readonly pool: SeededPool;
  readonly lambda: LambdaHost;
  /** Absolute path of `build/resolvers`. */
  readonly resolvers: string;
  /** Absolute path of `schema/`. */
  readonly schema: string;
  readonly log: (line: string) => void;
}

/** Loads the deployed schema and the built resolvers into AppSync's loopback runtime. */
export function openVaultApi(place: VaultApiPlace): RequestListener {
  return createApiListener({
    api: loadApi(place),
    verifiers: apiVerifiers(place),
    log: ({ method, status, durationMs, requestId }) => {
      place.log(`${method} /graphql ${status} ${durationMs.toFixed(1)} ms ${requestId}`);
    },
  });
}

function loadApi({ resolvers, schema, lambda }: VaultApiPlace): Api {
  const read = (...names: string[]) => readFileSync(join(...names), 'utf8');
  return createApi({
    name: 'tokenization',
    schema: read(schema, 'schema.graphql'),
    prelude: read(schema, 'appsync.graphql'),
    pipelines: PIPELINES,
    code: {
      resolver: (field) => read(resolvers, `${field}.js`),
      pipelineFunction: (name) => read(resolvers, 'pipeline', `${name}.js`),
    },
    dataSources: {
      vault: { invoke: (payload) => lambda.invoke('vault', payload) },
      keyAdmin: { invoke: (payload) => lambda.invoke('key-admin', payload) },
    },
    authorization: { default: 'AMAZON_COGNITO_USER_POOLS', additional: ['AWS_IAM'] },
    environment: {},
    introspection: true,
    // As infra/config/sandbox.ts has them: an introspection query is 13 levels deep.
    queryDepthLimit: 20,
    resolverCountLimit: 60,
  });
}

/** Of the callers that the gateway's APIs know. */
export function apiVerifiers(place: VaultApiPlace): CallerVerifiers {
  return { userPool: userPoolVerifier(place), iam: iamVerifier(place) };
}

function userPoolVerifier({ cognitoEndpoint, pool }: VaultApiPlace) {
  const { userPoolId, clientId } = pool;
  return createUserPoolVerifier({
    issuer: `https://cognito-idp.${REGION}.amazonaws.com/${userPoolId}`,
    clientIds: [clientId],
    jwks: async () => {
      const response = await fetch(`${cognitoEndpoint}/${userPoolId}/.well-known/jwks.json`);
      return (await response.json()) as JSONWebKeySet;
    },
  });
}

function iamVerifier({ installation }: VaultApiPlace) {
  const callers = [PRINCIPALS.checkout, PRINCIPALS.orders];
  const accessKeys = callers.map((one) => installation.accessKey(one));
  return createIamVerifier(
    createSignatureVerifier({ service: 'appsync', region: REGION, accessKeys }),
  );
}
