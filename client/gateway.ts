import type { Auth } from './auth.ts';
import { inChunks, mapBounded, MAX_ITEMS, settle } from './batch.ts';
import type { Outcome } from './batch.ts';
import { codeOf, GatewayError, nameIn } from './gateway-error.ts';
import type { Failure } from './gateway-error.ts';
import { ReleaseBatchDocument, TokenizeBatchDocument } from './generated/operations.ts';
import type {
  DetokenizeInput,
  ReleaseBatchMutation,
  TokenizeBatchMutation,
  TokenizeInput,
} from './generated/operations.ts';
import { prepare, withKey } from './request.ts';
import { DEFAULT_RETRIES, pauseAfter, withRetries } from './retry.ts';
import type { RetryOptions } from './retry.ts';
import { send } from './transport.ts';
import type { Answer, Transport } from './transport.ts';
import type { TypedDocument } from './typed-document.ts';

export interface GatewayOptions {
  /** The GraphQL endpoint: https, or http on this machine. */
  readonly endpoint: string | URL;
  /** `cognitoAuth(…)` for users, `iamAuth(…)` for backends. */
  readonly auth: Auth;
  readonly retry?: RetryOptions;
  /** Of one try; 10,000 unless given. */
  readonly timeoutMs?: number;
  /** What to send with, for those who need a client certificate or a proxy; the global one unless given. */
  readonly fetch?: typeof globalThis.fetch;
}

export interface CallOptions {
  /** Ends the call and its pauses with ABORTED. */
  readonly signal?: AbortSignal;
}

export interface BatchOptions extends CallOptions {
  /** How many requests may be under way at once; 4 unless given. */
  readonly concurrency?: number;
  /** What a request may have; 8,000 unless given, for the 8 KB that the gateway's firewall lets in. */
  readonly maxBodyBytes?: number;
}

type Item<Union, Typename> = Extract<Union, { readonly __typename: Typename }>;
export type TokenizedItem = Item<TokenizeBatchMutation['tokenizeBatch'][number], 'Token'>;
export type ReleasedItem = Item<ReleaseBatchMutation['detokenizeBatch'][number], 'Detokenization'>;

export interface Gateway {
  /**
   * Runs one operation.
   *
   * @throws GatewayError if it did not succeed as a whole.
   */
  run<Result, Variables>(
    document: TypedDocument<Result, Variables>,
    variables: NoInfer<Variables>,
    options?: CallOptions,
  ): Promise<Result>;
  /** Exchanges any number of values for tokens: one outcome per item, in order. Never throws. */
  tokenizeAll(
    inputs: readonly TokenizeInput[],
    options?: BatchOptions,
  ): Promise<Outcome<TokenizedItem>[]>;
  /** Releases any number of values: one outcome per item, in order. Never throws. */
  releaseAll(
    inputs: readonly DetokenizeInput[],
    options?: BatchOptions,
  ): Promise<Outcome<ReleasedItem>[]>;
}

const TIMEOUT_MS = 10_000;
const CONCURRENCY = 4;
const MAX_BODY_BYTES = 8000;
/** What is around the items in a body: names, quotes, brackets. */
const ENVELOPE_BYTES = 64;

interface Calls {
  readonly transport: Transport;
  readonly retries: (signal?: AbortSignal) => Retries;
}

interface Retries {
  readonly tries: number;
  readonly pause: (after: number) => Promise<void>;
}

/**
 * A gateway's client. It keeps nothing but the ID token that `auth` holds.
 *
 * @throws TypeError for an endpoint that would carry values in the clear.
 */
export function createGateway(options: GatewayOptions): Gateway {
  const calls = openCalls(options);
  return {
    run: (document, variables, { signal } = {}) => run(calls, document, variables, signal),
    tokenizeAll: (inputs, batch) =>
      runBatch(calls, { document: TokenizeBatchDocument, ...TOKENS, inputs }, batch),
    releaseAll: (inputs, batch) =>
      runBatch(calls, { document: ReleaseBatchDocument, ...RELEASES, inputs }, batch),
  };
}

function openCalls({ endpoint, auth, retry, timeoutMs, fetch }: GatewayOptions): Calls {
  const policy = { ...DEFAULT_RETRIES, ...retry };
  return {
    transport: {
      url: privateUrl(endpoint),
      auth,
      timeoutMs: timeoutMs ?? TIMEOUT_MS,
      fetch: fetch ?? ((...request) => globalThis.fetch(...request)),
    },
    retries: (signal) => ({
      tries: policy.tries,
      pause: (after) => pauseAfter(after, policy, signal),
    }),
  };
}

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

function privateUrl(endpoint: string | URL): URL {
  const url = new URL(endpoint);
  const isPrivate = url.protocol === 'https:' || LOOPBACK.includes(url.hostname);
  if (!isPrivate) throw new TypeError('The endpoint must be https, or on this machine.');
  return url;
}

async function run<Result, Variables>(
  { transport, retries }: Calls,
  document: TypedDocument<Result, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Result> {
  const request = prepare(document, variables);
  const once = async () => {
    const { data, errors } = await send(transport, request, signal);
    const failure = errors[0]?.failure ?? (data === null ? BAD_ANSWER : null);
    if (failure !== null) throw new GatewayError(request.operation, failure);
    return data as Result;
  };
  const { tries, pause } = retries(signal);
  return withRetries(once, { tries: request.isRepeatable ? tries : 1, pause });
}

const BAD_ANSWER = { code: 'BAD_ANSWER' } as const;

/** Where an answer has its results, and what one is called that is none of a failure. */
interface Results {
  readonly field: string;
  readonly typename: string;
}

const TOKENS: Results = { field: 'tokenizeBatch', typename: 'Token' };
const RELEASES: Results = { field: 'detokenizeBatch', typename: 'Detokenization' };

interface Batch<Input, Result> extends Results {
  readonly document: TypedDocument<Result, { readonly inputs: readonly Input[] }>;
  readonly inputs: readonly Input[];
}

async function runBatch<Input, Result, Value>(
  { transport, retries }: Calls,
  { document, inputs, ...results }: Batch<Input, Result>,
  { concurrency = CONCURRENCY, maxBodyBytes = MAX_BODY_BYTES, signal }: BatchOptions = {},
): Promise<Outcome<Value>[]> {
  const once = async (items: readonly Input[]): Promise<Outcome<Value>[]> => {
    const request = prepare(document, { inputs: items });
    const answer = await send(transport, request, signal).catch(asGatewayError);
    return items.map((_, index) => outcomeOf(answer, request.operation, results, index));
  };
  const maxBytes = maxBodyBytes - document.length - ENVELOPE_BYTES;
  const chunks = inChunks(inputs.map(withKey), { maxItems: MAX_ITEMS, maxBytes });
  const settled = await mapBounded(chunks, concurrency, (chunk) =>
    settle(chunk, once, retries(signal)),
  );
  return settled.flat();
}

/** Anything else is a defect, and told as one. */
function asGatewayError(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  throw error;
}

function outcomeOf<Value>(
  answer: Answer | GatewayError,
  operation: string,
  results: Results,
  index: number,
): Outcome<Value> {
  if (answer instanceof GatewayError) return { ok: false, error: answer };
  const failed = answer.errors.find(({ path }) => path?.[1] === undefined || path[1] === index);
  const item = itemsIn(answer, results)[index] as BatchItem | null | undefined;
  if (failed === undefined && item?.__typename === results.typename) {
    return { ok: true, value: item as Value };
  }
  const failure = failed?.failure ?? failureOf(item);
  return { ok: false, error: new GatewayError(operation, failure) };
}

function failureOf(item: BatchItem | null | undefined): Failure {
  const code = nameIn(item?.code);
  if (item?.__typename !== 'VaultError' || code === null) return BAD_ANSWER;
  return { code: codeOf(code, OK), errorType: code, status: OK };
}

const OK = 200;

interface BatchItem {
  readonly __typename?: unknown;
  readonly code?: unknown;
}

function itemsIn({ data }: Answer, { field }: Results): readonly unknown[] {
  const items = data?.[field];
  return Array.isArray(items) ? items : [];
}
