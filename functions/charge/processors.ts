import type { Environment } from '../vault/configuration.ts';
import { fieldsOf, listOf, textOf } from '../vault/fields.ts';
import { isSafeUrl } from '../vault/post-once.ts';
import { isTemplate } from './body.ts';
import type { Template } from './body.ts';

/** Where a processor's answer says what. Members of members are named with dots. */
export interface AnswerMap {
  /** The member that says how it ended. */
  readonly state: string;
  readonly authorized: readonly string[];
  readonly declined: readonly string[];
  /** The member that holds the authorization code. */
  readonly authorization: string;
}

/** Who is charged: one entry of the allow-list. */
export interface Processor {
  readonly url: URL;
  readonly body: Template;
  /** What it is sent as `authorization`; null for none. */
  readonly credential: string | null;
  /** 100 to 5,000. */
  readonly timeoutMs: number;
  readonly answer: AnswerMap;
}

const NAME = /^[a-z][a-z0-9-]{0,31}$/;
const DEFAULT_TIMEOUT_MS = 4000;
const TIMEOUT_MS = { least: 100, most: 5000 };

/** Names the rule, not what was found. */
function refuse(rule: string): never {
  throw new TypeError(`Environment variable PROCESSORS must ${rule}.`);
}

function readUrl(received: unknown): URL {
  const url = URL.canParse(textOf(received)) ? new URL(textOf(received)) : null;
  const isPlain = url?.username === '' && url.password === '' && url.search === '';
  if (url === null || !isPlain || !isSafeUrl(url)) {
    refuse('give each url as host and path, https unless it is loopback');
  }
  return url;
}

function readTimeout(received: unknown): number {
  const timeout = received ?? DEFAULT_TIMEOUT_MS;
  const { least, most } = TIMEOUT_MS;
  const isTimeout =
    Number.isInteger(timeout) && Number(timeout) >= least && Number(timeout) <= most;
  return isTimeout ? Number(timeout) : refuse(`give timeoutMs of ${least} to ${most}`);
}

function readAnswerMap(received: unknown): AnswerMap {
  const { state, authorized, declined, authorization } = fieldsOf(received);
  const texts = [state, authorization, ...listOf(authorized), ...listOf(declined)];
  if (texts.some((text) => textOf(text) === '')) {
    refuse('say where the answer has its state and its authorization, and what they mean');
  }
  return {
    state: textOf(state),
    authorized: listOf(authorized).map(textOf),
    declined: listOf(declined).map(textOf),
    authorization: textOf(authorization),
  };
}

/** `CREDENTIAL_SANDBOX_EU` of the processor `sandbox-eu`. */
export function credentialVariable(name: string): string {
  return `CREDENTIAL_${name.toUpperCase().replaceAll('-', '_')}`;
}

function readProcessor(env: Environment, name: string, received: unknown): Processor {
  if (!NAME.test(name)) refuse('name processors in lower case');
  const { url, body, timeoutMs, answer } = fieldsOf(received);
  if (!isTemplate(body)) refuse('give each body as JSON with the placeholders that there are');
  return {
    url: readUrl(url),
    body,
    credential: env[credentialVariable(name)] ?? null,
    timeoutMs: readTimeout(timeoutMs),
    answer: readAnswerMap(answer),
  };
}

/**
 * The allow-list, by name: `PROCESSORS`, and `CREDENTIAL_<NAME>` of those that ask for one.
 * @throws TypeError naming the rule that is broken
 */
export function readProcessors(env: Environment): ReadonlyMap<string, Processor> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(env.PROCESSORS ?? '');
  } catch {
    refuse('be JSON');
  }
  const entries = Object.entries(fieldsOf(parsed));
  return new Map(entries.map(([name, one]) => [name, readProcessor(env, name, one)]));
}
