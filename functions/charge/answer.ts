import type { Posted } from '../vault/post-once.ts';
import { fieldsOf } from '../vault/fields.ts';
import { AUTHORIZATION } from './charge-event.ts';
import type { ChargeOutcome, ChargeRequest } from './charge-event.ts';
import type { AnswerMap } from './processors.ts';
import { shows } from './spelling.ts';

/** The processor understood that it was asked, and did nothing. */
const REFUSALS = new Set([400, 401, 403, 404, 405, 406, 413, 415, 422, 429]);
/** Some processors decline with 402 and a body like any other. */
const PAYMENT_REQUIRED = 402;

const UNKNOWN: ChargeOutcome = { state: 'UNKNOWN', authorization: null };
const FAILED: ChargeOutcome = { state: 'FAILED', authorization: null };

function memberOf(body: unknown, path: string): string | null {
  const found = path.split('.').reduce<unknown>((value, name) => {
    const fields = fieldsOf(value);
    return Object.hasOwn(fields, name) ? fields[name] : undefined;
  }, body);
  return typeof found === 'string' ? found : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A code that shows what was sent is none that anyone may see: it is left out, not repaired. */
function authorizationIn(body: unknown, map: AnswerMap, request: ChargeRequest): string | null {
  const code = memberOf(body, map.authorization);
  const isCode = code !== null && AUTHORIZATION.test(code) && !shows(code, request);
  return isCode ? code : null;
}

/**
 * What a processor's answer means, in our words. Of its own words only the authorization code passes;
 * whatever is not clearly a yes, a no or a refusal to look at it is UNKNOWN.
 */
export function outcomeOf(posted: Posted, map: AnswerMap, request: ChargeRequest): ChargeOutcome {
  if (posted.kind !== 'answered') return posted.kind === 'unsent' ? FAILED : UNKNOWN;
  const { status } = posted;
  if (REFUSALS.has(status)) return FAILED;
  if (status !== PAYMENT_REQUIRED && (status < 200 || status > 299)) return UNKNOWN;
  const body = parse(posted.body);
  const state = memberOf(body, map.state) ?? '';
  if (map.declined.includes(state)) return { state: 'DECLINED', authorization: null };
  if (!map.authorized.includes(state) || status === PAYMENT_REQUIRED) return UNKNOWN;
  return { state: 'AUTHORIZED', authorization: authorizationIn(body, map, request) };
}
