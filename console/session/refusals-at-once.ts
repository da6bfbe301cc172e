/* eslint-disable @typescript-eslint/no-deprecated --
 * The library is in maintenance; it is the one that does SRP without bringing a framework along. */
import type { CognitoUserPool } from 'amazon-cognito-identity-js';

type Callback = (error: unknown, result?: unknown) => void;
type Send = (operation: string, parameters: unknown, callback: Callback) => void;

/** What the library's types leave out. */
interface Sender {
  request: Send;
  requestWithRetry: Send;
}

/** What may be otherwise in a moment. */
const PASSING = new Set(['NetworkError', 'TooManyRequestsException']);

function isPassing(error: unknown): boolean {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' && PASSING.has(code);
}

/**
 * The library repeats whatever failed for six seconds. What Cognito refused, such as a session that
 * was ended, it refuses again: that is told at once.
 */
export function tellRefusalsAtOnce(pool: CognitoUserPool): void {
  const { client } = pool as unknown as { readonly client: Sender };
  const repeat = client.requestWithRetry.bind(client);
  client.requestWithRetry = (operation, parameters, callback) => {
    client.request(operation, parameters, (error, result) => {
      if (isPassing(error)) repeat(operation, parameters, callback);
      else callback(error, result);
    });
  };
}
