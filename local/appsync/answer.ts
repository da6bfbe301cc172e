import type { WireError } from './wire-error.ts';

/** A GraphQL answer: always status 200. */
export interface ExecutionAnswer {
  readonly status: 200;
  readonly body: { readonly data: unknown; readonly errors?: readonly WireError[] };
}

/** An answer of the service in front of the GraphQL engine. */
export interface Refusal {
  readonly status: 400 | 401 | 403 | 405 | 413 | 500;
  readonly errorType: string;
  readonly message: string;
}

export type Answer = ExecutionAnswer | Refusal;

export function refuse(status: Refusal['status'], errorType: string, message: string): Refusal {
  return { status, errorType, message };
}

/** What AppSync says to anything that holds no GraphQL document (graphql-over-http#81). */
export const UNPARSABLE: Refusal = refuse(
  400,
  'MalformedHttpRequestException',
  'Unable to parse GraphQL query.',
);

/** Errors found before execution: no data. */
export function rejected(errors: readonly WireError[]): ExecutionAnswer {
  return { status: 200, body: { data: null, errors } };
}
