import { buildSync } from 'esbuild';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { JSONWebKeySet, KeyLike } from 'jose';
import { createApi } from '../../../local/appsync/api.ts';
import type { Api, ApiDefinition } from '../../../local/appsync/api.ts';
import { createIamVerifier } from '../../../local/appsync/authentication.ts';
import { createApiListener } from '../../../local/appsync/http.ts';
import type { AccessLogEntry } from '../../../local/appsync/http.ts';
import { iamCaller, userPoolCaller } from '../../../local/appsync/identity.ts';
import type { Caller } from '../../../local/appsync/identity.ts';
import { createUserPoolVerifier } from '../../../local/appsync/user-pool.ts';
import { listen } from '../../../local/protocol/listen.ts';
import { createSignatureVerifier } from '../../../local/protocol/signature.ts';

export const PRELUDE = readFileSync('schema/appsync.graphql', 'utf8');

/** Bundles code as it is bundled for AWS. */
export function bundle(contents: string): string {
  const { outputFiles } = buildSync({
    stdin: { contents, loader: 'ts', resolveDir: process.cwd() },
    bundle: true,
    sourcemap: 'inline',
    sourcesContent: false,
    target: 'esnext',
    platform: 'node',
    format: 'esm',
    external: ['@aws-appsync/utils'],
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

export const UTILITIES = `import { util, runtime } from '@aws-appsync/utils';\n`;

/** A resolver that hands its arguments to the first function and answers with the last result. */
export const PASS = `export function request(ctx) { return ctx.args }
export function response(ctx) { return ctx.prev.result }`;

/** A function of a NONE data source whose result is the expression `value`. */
export function answering(value: string): string {
  return `${UTILITIES}export function request(ctx) { return { payload: ${value} } }
export function response(ctx) { return ctx.result }`;
}

/** A function that invokes a Lambda function with the expression `payload` and raises its errors. */
export function invoking(payload: string, operation = 'Invoke'): string {
  return `${UTILITIES}export function request(ctx) { return { operation: '${operation}', payload: ${payload} } }
export function response(ctx) {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  return ctx.result;
}`;
}

export interface FieldSetup {
  readonly resolver?: string;
  /** In order; the data source is `vault` for code that names an operation, NONE otherwise. */
  readonly functions?: readonly string[];
  readonly maxBatchSize?: number;
}

export type Setup = Partial<Omit<ApiDefinition, 'pipelines' | 'code' | 'dataSources'>> & {
  readonly fields?: Readonly<Record<string, FieldSetup>>;
  readonly lambda?: (payload: unknown) => unknown;
  readonly requestMilliseconds?: number;
};

const OPEN = { default: 'AMAZON_COGNITO_USER_POOLS', additional: ['AWS_IAM'] } as const;

export function setUp({ fields = {}, lambda, requestMilliseconds, ...rest }: Setup): Api {
  const functions = Object.entries(fields).flatMap(([field, { functions: codes = [] }]) =>
    codes.map((code, index) => [`${field}-${index}`, code] as const),
  );
  const code = new Map<string, string>(functions);
  const definition: ApiDefinition = {
    name: 'test',
    schema: 'type Query { value: String }',
    prelude: PRELUDE,
    authorization: OPEN,
    environment: {},
    introspection: false,
    queryDepthLimit: 0,
    resolverCountLimit: 0,
    ...rest,
    pipelines: Object.entries(fields).map(([field, setup]) => ({
      field,
      functions: (setup.functions ?? []).map((text, index) => ({
        name: `${field}-${index}`,
        dataSource: text.includes('operation') ? ('vault' as const) : ('NONE' as const),
        maxBatchSize: setup.maxBatchSize ?? 0,
      })),
    })),
    code: {
      resolver: (field) => fields[field]?.resolver ?? PASS,
      pipelineFunction: (name) => code.get(name) ?? '',
    },
    dataSources: { vault: { invoke: async (payload) => Promise.resolve(lambda?.(payload)) } },
  };
  return createApi(definition, requestMilliseconds);
}

export function user(...groups: readonly string[]): Caller {
  return userPoolCaller({ ...claims(groups), iss: ISSUER, 'cognito:username': 'ada' }, [
    '192.0.2.1',
  ]);
}

export function service(): Caller {
  return iamCaller('arn:aws:iam::000000000000:role/orders', ['192.0.2.1']);
}

export interface Ask {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  readonly caller?: Caller;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

/** Executes without HTTP and returns the body. */
export async function ask(api: Api, { query, ...rest }: Ask): Promise<Record<string, unknown>> {
  const answer = await api.execute({
    query,
    variables: rest.variables ?? {},
    operationName: rest.operationName ?? null,
    caller: rest.caller ?? user('admin'),
    headers: rest.headers ?? {},
  });
  return 'body' in answer ? { ...answer.body } : { ...answer };
}

export const ISSUER = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_test';
export const CLIENT = 'client-1';
export const ACCESS_KEY = {
  accessKeyId: 'AKIALOOPBACK',
  secretAccessKey: 'loopback-secret',
  principal: 'arn:aws:iam::000000000000:role/orders',
};

function claims(groups: readonly string[]): Record<string, unknown> {
  return { sub: 'sub-1', ...(groups.length === 0 ? {} : { 'cognito:groups': groups }) };
}

export interface Signer {
  readonly jwks: () => Promise<JSONWebKeySet>;
  sign(claims?: Readonly<Record<string, unknown>>, alg?: string): Promise<string>;
}

/** A user pool's signing key. */
export async function createSigner(kid = 'key-1'): Promise<Signer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' };
  return {
    jwks: () => Promise.resolve({ keys: [jwk] }),
    sign: (given = {}) => signJwt(given, privateKey, kid),
  };
}

function signJwt(
  given: Readonly<Record<string, unknown>>,
  key: KeyLike,
  kid: string,
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    ...{ sub: 'sub-1', iss: ISSUER, aud: CLIENT, token_use: 'id' },
    ...{ iat: now, exp: now + 600, 'cognito:username': 'ada' },
    ...given,
  };
  return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid }).sign(key);
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface Served {
  readonly url: string;
  readonly entries: AccessLogEntry[];
  /** Serves another API from now on. */
  use(api: Api): void;
  post(body: string, headers?: Readonly<Record<string, string>>): Promise<HttpAnswer>;
  close(): Promise<void>;
}

/** Serves an API on a free port with real verifiers. */
export async function serve(api: Api, signer: Signer): Promise<Served> {
  const entries: AccessLogEntry[] = [];
  const userPool = createUserPoolVerifier({
    issuer: ISSUER,
    clientIds: [CLIENT],
    jwks: signer.jwks,
  });
  const iam = createIamVerifier(
    createSignatureVerifier({ service: 'appsync', region: 'us-east-1', accessKeys: [ACCESS_KEY] }),
  );
  const log = (entry: AccessLogEntry) => entries.push(entry);
  const listenerFor = (served: Api) =>
    createApiListener({ api: served, verifiers: { userPool, iam }, log });
  let listener = listenerFor(api);
  const server = createServer((request, response) => {
    listener(request, response);
  });
  const listening = await listen(server, 0);
  const use = (other: Api) => {
    listener = listenerFor(other);
  };
  const url = `http://127.0.0.1:${listening.port}/graphql`;
  const post: Served['post'] = async (body, headers = {}) =>
    read(await fetch(url, { method: 'POST', body, headers }));
  return { url, entries, use, post, close: () => listening.close() };
}

export async function read(response: Response): Promise<HttpAnswer> {
  return { status: response.status, headers: response.headers, text: await response.text() };
}
