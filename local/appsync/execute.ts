import { execute, responsePathAsArray } from 'graphql';
import type { GraphQLField, GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { createBatcher } from './batch.ts';
import type { Batcher } from './batch.ts';
import { isAdmitted } from './directives.ts';
import type { Admission } from './directives.ts';
import { FieldError, fieldError } from './field-error.ts';
import type { Caller } from './identity.ts';
import { runPipeline } from './pipeline.ts';
import type { Execution, Pipeline } from './pipeline.ts';
import { sharePart } from './realm.ts';
import type { ReportedError, SharedPart } from './realm.ts';
import { filterBySelection, selectionSetGraphQL, selectionSetList } from './selection.ts';
import type { ReadyDocument } from './document.ts';
import { wireExecutionError, wireFieldError } from './wire-error.ts';
import type { WireError } from './wire-error.ts';
import type { ExecutionAnswer } from './answer.ts';

/** Bounds of one request. Depth 0 is no bound. */
export interface Limits {
  readonly queryDepth: number;
  readonly resolverCount: number;
  readonly milliseconds: number;
}

/** What stays the same for all fields of one request. */
export interface RequestState {
  readonly caller: Caller;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly limits: Limits;
}

interface Running extends RequestState {
  /** What the contexts of all its fields have in common. */
  readonly shared: SharedPart;
  readonly batcher: Batcher;
  readonly deadline: number;
  readonly appended: WireError[];
  resolvers: number;
}

const AUTH_TYPES = {
  AMAZON_COGNITO_USER_POOLS: 'User Pool Authorization',
  AWS_IAM: 'IAM Authorization',
} as const;

/** Gives a field of the schema AppSync's behaviour: limits, authorization, then its pipeline. */
export function installResolver(
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  admissions: readonly Admission[],
  pipeline: Pipeline | undefined,
): void {
  const refusal = `Not Authorized to access ${field.name} on type ${type.name}`;
  field.resolve = (source, args: Readonly<Record<string, unknown>>, running, info) => {
    const state = running as Running;
    checkDepth(info, state.limits.queryDepth);
    if (!isAdmitted(admissions, state.caller.mode, state.caller.groups)) {
      // Not thrown: that would keep graphql-js from running the fields beside a non-null one.
      return Promise.reject(fieldError('Unauthorized', refusal));
    }
    if (pipeline === undefined) return ownValue(source, field.name);
    return resolveField(pipeline, { source: source ?? null, args, state, info, refusal });
  };
}

/** Executes a validated document whose variables were checked. */
export async function executeDocument(
  schema: GraphQLSchema,
  { document, operation }: ReadyDocument,
  request: RequestState,
): Promise<ExecutionAnswer> {
  const { caller, headers, environment, variables } = request;
  const running: Running = {
    ...request,
    shared: sharePart({
      identity: caller.identity,
      request: { headers, domainName: null },
      env: environment,
      variables,
    }),
    batcher: createBatcher(),
    deadline: performance.now() + request.limits.milliseconds,
    appended: [],
    resolvers: 0,
  };
  const { data, errors = [] } = await execute({
    schema,
    document,
    operationName: operation.name?.value,
    variableValues: request.variables,
    contextValue: running,
  });
  const all = [...running.appended, ...errors.map((error) => wireExecutionError(error, schema))];
  const body = { data: data ?? null };
  return { status: 200, body: all.length === 0 ? body : { ...body, errors: all } };
}

interface FieldCall {
  readonly source: unknown;
  readonly args: Readonly<Record<string, unknown>>;
  readonly state: Running;
  readonly info: GraphQLResolveInfo;
  readonly refusal: string;
}

async function resolveField(pipeline: Pipeline, call: FieldCall): Promise<unknown> {
  const { state, info } = call;
  state.resolvers += 1;
  if (state.resolvers > state.limits.resolverCount) {
    throw fieldError('ResolverExecutionLimitReached', 'Resolver execution limit reached.');
  }
  const execution = executionOf(call);
  try {
    return await runPipeline(pipeline, execution);
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    throw new FieldError(visible(error.report, info));
  } finally {
    const path = responsePathAsArray(info.path);
    for (const report of execution.appended) {
      state.appended.push(wireFieldError(visible(report, info), path, info.fieldNodes[0]));
    }
  }
}

function visible(report: ReportedError, info: GraphQLResolveInfo): ReportedError {
  return { ...report, data: filterBySelection(report.data, info) };
}

function executionOf({ source, args, state, info, refusal }: FieldCall): Execution {
  const field = sharePart({
    arguments: args,
    source,
    info: {
      fieldName: info.fieldName,
      parentTypeName: info.parentType.name,
      variables: null,
      selectionSetList: selectionSetList(info),
      selectionSetGraphQL: selectionSetGraphQL(info),
    },
  });
  return {
    shared: { request: state.shared, field },
    authType: AUTH_TYPES[state.caller.mode],
    unauthorized: refusal,
    batcher: state.batcher,
    timeLeft: () => state.deadline - performance.now(),
    appended: [],
  };
}

/** A level is a field, leaves included; the positions in a list are none. */
function checkDepth(info: GraphQLResolveInfo, limit: number): void {
  if (limit === 0) return;
  let depth = 0;
  for (let at: GraphQLResolveInfo['path'] | undefined = info.path; at !== undefined; at = at.prev) {
    if (typeof at.key === 'string') depth += 1;
  }
  if (depth > limit) throw fieldError('QueryDepthLimitReached', 'Query depth limit reached.');
}

function ownValue(source: unknown, name: string): unknown {
  if (typeof source !== 'object' || source === null || !Object.hasOwn(source, name)) return null;
  return (source as Readonly<Record<string, unknown>>)[name];
}
