import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { Client, fetchExchange } from '@urql/core';
import type { AnyVariables, OperationResult } from '@urql/core';

import { failureOf, RequestFailure } from './failure.ts';

/** What the GraphQL client is told. */
export interface ClientOptions {
  readonly endpoint: string;
  /** A valid ID token. @throws when the session is over */
  readonly idToken: () => Promise<string>;
  /** The session is over: no ID token is to be had, or the API takes none. */
  readonly onSignedOut: () => void;
}

/**
 * The GraphQL client. It keeps no cache, so no answer outlives what shows it, and posts always: a
 * URL holds neither document nor variables.
 */
export function createClient(options: ClientOptions): Client {
  return new Client({
    url: options.endpoint,
    exchanges: [fetchExchange],
    preferGetMethod: false,
    requestPolicy: 'network-only',
    fetch: authorizedFetch(options),
  });
}

function authorizedFetch({ idToken, onSignedOut }: ClientOptions): typeof fetch {
  const endSession = (): never => {
    onSignedOut();
    throw new RequestFailure('SIGNED_OUT');
  };
  const tokenOrEnd = (failure: unknown): never => {
    const { code } = (failure ?? {}) as { readonly code?: unknown };
    if (code === 'NetworkError') throw new RequestFailure('UNREACHABLE');
    return endSession();
  };
  return async (input, init) => {
    const token = await idToken().catch(tokenOrEnd);
    const headers = new Headers(init?.headers);
    headers.set('authorization', token);
    const response = await fetch(input, {
      ...init,
      headers,
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
    return response.status === 401 ? endSession() : response;
  };
}

async function dataOf<Data>(result: PromiseLike<OperationResult<Data>>): Promise<Data> {
  const { data, error } = await result;
  if (error !== undefined) throw failureOf(error);
  if (data === undefined) throw new RequestFailure('UNREACHABLE');
  return data;
}

/** @throws RequestFailure */
export function ask<Data, Variables extends AnyVariables>(
  client: Client,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  return dataOf(client.query(document, variables));
}

/** @throws RequestFailure, also when only a part of the answer failed */
export function change<Data, Variables extends AnyVariables>(
  client: Client,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  return dataOf(client.mutation(document, variables));
}
