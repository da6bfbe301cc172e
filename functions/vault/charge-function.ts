import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SignatureV4 } from '@smithy/signature-v4';

import { AUTHORIZATION, CHARGE_STATES } from '../charge/charge-event.ts';
import type { ChargeOutcome, ChargeRequest } from '../charge/charge-event.ts';
import { shows } from '../charge/spelling.ts';
import type { ChargeSettings } from './charge-settings.ts';
import { fieldsOf, textOf } from './fields.ts';
import type { Plaintext } from './plaintext.ts';
import { postOnce } from './post-once.ts';
import type { Posted } from './post-once.ts';

/** A charge without its values. */
export type ChargeOrder = Omit<ChargeRequest, 'pan' | 'cvc'>;

/** The one function outside that a value is handed to. */
export interface ChargeFunction {
  /**
   * Invokes it once and waits for it. Never rejects: FAILED if it was not run, UNKNOWN if nobody
   * knows what it did.
   */
  charge(order: ChargeOrder, pan: Plaintext, cvc: Plaintext | null): Promise<ChargeOutcome>;
}

/** Where a client of the SDK has its region, its credentials and its hash from. */
type Signing = Pick<DynamoDBClient['config'], 'credentials' | 'region' | 'sha256'>;

/** More than the function may take, less than the vault's own time leaves. */
const TIMEOUT_MS = 7500;
/**
 * Lambda did not run it: not allowed, no such function, too many at once.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors
 */
const NOT_RUN = new Set([400, 403, 404, 413, 415, 429]);

const FAILED: ChargeOutcome = { state: 'FAILED', authorization: null };
const UNKNOWN: ChargeOutcome = { state: 'UNKNOWN', authorization: null };

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Nothing passes but a state and a code that shows no value, whatever else was answered. */
function readOutcome(body: string, request: ChargeRequest): ChargeOutcome {
  const { state: received, authorization } = fieldsOf(parse(body));
  const state = CHARGE_STATES.find((one) => one === received);
  if (state === undefined) return UNKNOWN;
  const code = textOf(authorization);
  const isCode = state === 'AUTHORIZED' && AUTHORIZATION.test(code) && !shows(code, request);
  return { state, authorization: isCode ? code : null };
}

function outcomeOf(posted: Posted, request: ChargeRequest): ChargeOutcome {
  if (posted.kind !== 'answered') return posted.kind === 'unsent' ? FAILED : UNKNOWN;
  if (NOT_RUN.has(posted.status)) return FAILED;
  const hasFailed = posted.headers['x-amz-function-error'] !== undefined;
  return posted.status === 200 && !hasFailed ? readOutcome(posted.body, request) : UNKNOWN;
}

/**
 * Lambda's Invoke, signed with Signature Version 4. Not by the SDK's client, which is a seventh of the
 * vault's bundle and sends again what may have had an effect.
 */
export function createChargeFunction(
  { functionName, endpoint }: Pick<ChargeSettings, 'functionName' | 'endpoint'>,
  { credentials, region, sha256 }: Signing,
): ChargeFunction {
  const signer = new SignatureV4({ service: 'lambda', credentials, region, sha256 });
  const path = `/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`;
  const url = new URL(path, endpoint);
  return {
    async charge(order, pan, cvc) {
      const request: ChargeRequest = {
        ...order,
        pan: pan.expose(),
        cvc: cvc?.expose() ?? null,
      };
      const body = JSON.stringify(request);
      try {
        const { headers } = await signer.sign({
          ...{ method: 'POST', protocol: url.protocol, hostname: url.hostname, path: url.pathname },
          headers: {
            host: url.host,
            'content-type': 'application/json',
            'x-amz-invocation-type': 'RequestResponse',
            'x-amz-log-type': 'None',
          },
          body,
        });
        return outcomeOf(await postOnce({ url, headers, body, timeoutMs: TIMEOUT_MS }), request);
      } catch {
        // What cannot be signed was not sent.
        return FAILED;
      }
    },
  };
}
