import type { Batcher } from './batch.ts';
import { FieldError } from './field-error.ts';
import { callLambda } from './lambda-source.ts';
import type { LambdaDataSource, SourceResult } from './lambda-source.ts';
import type { Evaluation, Evaluator, ReportedError, SharedContext } from './realm.ts';

/** A field's resolver with its functions, loaded and checked. */
export interface Pipeline {
  readonly field: string;
  readonly resolver: Evaluator;
  readonly functions: readonly PipelineStep[];
}

export interface PipelineStep {
  readonly name: string;
  readonly evaluator: Evaluator;
  readonly source: LambdaDataSource | 'NONE';
  readonly maxBatchSize: number;
}

/** One execution of one field. `shared` holds what does not change on the way. */
export interface Execution {
  readonly shared: SharedContext;
  readonly authType: string;
  readonly unauthorized: string;
  readonly batcher: Batcher;
  readonly timeLeft: () => number;
  /** Receives what `util.appendError` reports, in order. */
  readonly appended: ReportedError[];
}

interface Step {
  readonly value: unknown;
  /** `runtime.earlyReturn` was called. */
  readonly early: boolean;
  /** The rest of the pipeline is to be left out. */
  readonly end: boolean;
}

type Handler = (
  evaluator: Evaluator,
  handler: 'request' | 'response',
  given: Partial<SourceResult> & { readonly prev: unknown },
) => Step;

/**
 * Runs a pipeline: the resolver's request handler, each function's request handler, data source
 * and response handler, then the resolver's response handler. The stash is one for them all.
 *
 * @throws FieldError as the handlers or the data sources report it.
 */
export async function runPipeline(pipeline: Pipeline, execution: Execution): Promise<unknown> {
  const handle = createHandler(execution);
  const before = handle(pipeline.resolver, 'request', { prev: null });
  let prev = before.value;
  for (const step of before.early ? [] : pipeline.functions) {
    const outcome = await runStep(step, pipeline.field, prev, handle, execution);
    prev = outcome.value;
    if (outcome.end) break;
  }
  return handle(pipeline.resolver, 'response', { prev: { result: prev }, result: prev }).value;
}

async function runStep(
  step: PipelineStep,
  field: string,
  prev: unknown,
  handle: Handler,
  { batcher, timeLeft }: Execution,
): Promise<Step> {
  const { name, evaluator, source, maxBatchSize } = step;
  const before = { result: prev };
  const request = handle(evaluator, 'request', { prev: before });
  if (request.early) return request;
  const batchKey = `${field}/${name}`;
  const given =
    source === 'NONE'
      ? { result: payloadOf(request.value), error: null }
      : await callLambda({
          ...{ source, request: request.value, batchKey },
          ...{ maxBatchSize, batcher, timeLeft },
        });
  return handle(evaluator, 'response', { prev: before, ...given });
}

/** Binds the handlers of one execution to its stash and its appended errors. */
function createHandler(execution: Execution): Handler {
  let stash: unknown = {};
  return (evaluator, handler, { prev, result = null, error = null }) => {
    const outErrors = execution.appended;
    const context = { prev, result, error, outErrors, stash };
    const { shared, authType, unauthorized } = execution;
    const evaluation = evaluator.evaluate({ handler, context, shared, authType, unauthorized });
    execution.appended.push(...evaluation.appended);
    stash = evaluation.stash;
    return stepOf(evaluation);
  };
}

function stepOf({ outcome }: Evaluation): Step {
  switch (outcome.kind) {
    case 'error':
      throw new FieldError(outcome.error);
    case 'early':
      return { value: outcome.value, early: true, end: outcome.skipTo === 'END' };
    case 'value':
      return { value: outcome.value, early: false, end: false };
  }
}

/** A NONE data source answers with the request's own payload. */
function payloadOf(request: unknown): unknown {
  return typeof request === 'object' && request !== null && 'payload' in request
    ? request.payload
    : null;
}
