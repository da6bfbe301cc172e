import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';

import type { TypedDocument } from '../../client/typed-document.ts';
import type { Ready } from '../../local/ready.ts';

export interface WireError {
  readonly path: readonly (string | number)[] | null;
  readonly errorType?: string | null;
  readonly message: string;
}

export interface Answer<Data = Record<string, unknown>> {
  readonly status: number;
  readonly data: Data | null;
  readonly errors: readonly WireError[];
  /** The body as it came. */
  readonly text: string;
  readonly headers: Headers;
}

/** Signs in with the AWS SDK, as any Cognito client does. */
export async function signIn(
  ready: Ready,
  username: string,
): Promise<{ idToken: string; accessToken: string }> {
  const user = ready.users.find((one) => one.username === username);
  const cognito = new CognitoIdentityProviderClient({
    region: ready.cognito.region,
    endpoint: ready.cognito.endpoint,
    credentials: { accessKeyId: 'unused', secretAccessKey: 'unused' },
  });
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: ready.cognito.clientId,
      AuthParameters: { USERNAME: username, PASSWORD: user?.password ?? '' },
    }),
  );
  cognito.destroy();
  return {
    idToken: AuthenticationResult?.IdToken ?? '',
    accessToken: AuthenticationResult?.AccessToken ?? '',
  };
}

/** Posts any body with any headers. */
export async function post(
  endpoint: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>>,
): Promise<Answer> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  const text = await response.text();
  const parsed = JSON.parse(text) as { data?: Record<string, unknown>; errors?: WireError[] };
  return {
    status: response.status,
    data: parsed.data ?? null,
    errors: parsed.errors ?? [],
    text,
    headers: response.headers,
  };
}

/** A caller with an ID token. */
export interface Caller {
  run<Data, Variables>(
    document: TypedDocument<Data, Variables>,
    variables: Variables,
  ): Promise<Answer<Data>>;
  query(document: string, variables?: unknown): Promise<Answer>;
  /** Any body. */
  post(body: string): Promise<Answer>;
}

/** A caller with any header, or with none. */
export function callerWith(ready: Ready, authorization: string | undefined): Caller {
  const headers = authorization === undefined ? {} : { authorization };
  const postBody = (body: string) => post(ready.graphql, body, headers);
  const query = (document: string, variables: unknown = {}) =>
    postBody(JSON.stringify({ query: document, variables }));
  return {
    query,
    post: postBody,
    run: async <Data, Variables>(document: TypedDocument<Data, Variables>, variables: Variables) =>
      (await query(String(document), variables)) as Answer<unknown> as Answer<Data>,
  };
}

export async function callerFor(ready: Ready, username: string): Promise<Caller> {
  return callerWith(ready, (await signIn(ready, username)).idToken);
}
