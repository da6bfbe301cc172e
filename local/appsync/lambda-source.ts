import type { Batcher } from './batch.ts';
import { FieldError, fieldError } from './field-error.ts';

/** A Lambda function. It rejects with an Error when the function threw. */
export interface LambdaDataSource {
  invoke(payload: unknown): Promise<unknown>;
}

/** `ctx.result` and `ctx.error` of a response handler. */
export interface SourceResult {
  readonly result: unknown;
  readonly error: { readonly message: string; readonly type: string } | null;
}

export interface SourceCall {
  readonly source: LambdaDataSource;
  /** What the request handler returned. */
  readonly request: unknown;
  /** Which calls may share a batch. */
  readonly batchKey: string;
  readonly maxBatchSize: number;
  readonly batcher: Batcher;
  /** Milliseconds until the whole request has used up its time. */
  readonly timeLeft: () => number;
}

interface LambdaRequest {
  readonly operation: 'Invoke' | 'BatchInvoke';
  readonly wait: boolean;
  readonly payload: unknown;
}

/**
 * Calls a Lambda function as AppSync does: the event is the payload alone; of a failure only the
 * message passes, under the type `Lambda:Unhandled`.
 *
 * Source: https://docs.aws.amazon.com/appsync/latest/devguide/resolver-reference-lambda-js.html
 *
 * @throws FieldError `MappingTemplate` for a request it cannot send, `ExecutionTimeout` when the
 * request's time is used up.
 */
export async function callLambda(call: SourceCall): Promise<SourceResult> {
  const { operation, wait, payload } = parseRequest(call.request);
  if (operation === 'BatchInvoke' && call.maxBatchSize < 1) {
    throw fieldError('MappingTemplate', 'BatchInvoke needs a function with maxBatchSize.');
  }
  const send = operation === 'Invoke' ? () => invoke(call, payload) : () => enlist(call, payload);
  if (wait) return settle(() => withinTime(send(), call.timeLeft()));
  send().catch(ignoreOutcome);
  return { result: null, error: null };
}

function parseRequest(request: unknown): LambdaRequest {
  const fields: Readonly<Record<string, unknown>> = isRecord(request) ? request : {};
  const { operation, invocationType = 'RequestResponse', payload = null } = fields;
  if (operation === undefined || operation === null) {
    throw fieldError('MappingTemplate', "Value for field '$[operation]' not found.");
  }
  if (operation !== 'Invoke' && operation !== 'BatchInvoke') {
    throw fieldError('MappingTemplate', 'Unsupported operation for a Lambda data source.');
  }
  if (invocationType !== 'RequestResponse' && invocationType !== 'Event') {
    throw fieldError('MappingTemplate', 'Unsupported invocationType for a Lambda data source.');
  }
  return { operation, wait: invocationType === 'RequestResponse', payload };
}

async function invoke({ source }: SourceCall, payload: unknown): Promise<unknown> {
  return toJson(await source.invoke(payload));
}

function enlist(call: SourceCall, payload: unknown): Promise<unknown> {
  return call.batcher.add(call.batchKey, payload, call.maxBatchSize, async (payloads) => {
    const results = await invoke(call, payloads);
    if (Array.isArray(results) && results.length === payloads.length) return results as unknown[];
    throw fieldError('MappingTemplate', 'BatchInvoke needs one result per item, in order.');
  });
}

async function settle(send: () => Promise<unknown>): Promise<SourceResult> {
  try {
    return { result: await send(), error: null };
  } catch (reason) {
    if (reason instanceof FieldError) throw reason;
    const message = reason instanceof Error ? reason.message : 'Lambda function error';
    return { result: null, error: { message, type: 'Lambda:Unhandled' } };
  }
}

async function withinTime<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => {
        reject(fieldError('ExecutionTimeout', 'Execution timed out.'));
      },
      Math.max(milliseconds, 0),
    );
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** What crosses a border of AppSync is JSON, whatever the source handed over. */
export function toJson(value: unknown): unknown {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? null : (JSON.parse(text) as unknown);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** An event is sent and forgotten; a lost one has nobody to tell. */
function ignoreOutcome(): void {
  return;
}
