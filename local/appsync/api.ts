import { isObjectType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { rejected, refuse } from './answer.ts';
import type { Answer } from './answer.ts';
import { admissionsOf } from './directives.ts';
import type { Authorization } from './directives.ts';
import { readDocument } from './document.ts';
import type { DocumentRequest, ReadyDocument } from './document.ts';
import { executeDocument, installResolver } from './execute.ts';
import type { Limits } from './execute.ts';
import type { Caller } from './identity.ts';
import type { LambdaDataSource } from './lambda-source.ts';
import type { Pipeline, PipelineStep } from './pipeline.ts';
import { createEvaluator } from './realm.ts';
import type { Evaluator } from './realm.ts';
import { buildApiSchema } from './schema.ts';
import { checkVariables } from './variables.ts';

export type { Authorization } from './directives.ts';
export type { LambdaDataSource } from './lambda-source.ts';

/** One step of a pipeline. */
export interface PipelineFunction {
  /** Of its bundle. */
  readonly name: string;
  /** `NONE`, or one of the API's. */
  readonly dataSource: string;
  /** Above 0, the data source is called once for up to this many items. */
  readonly maxBatchSize?: number;
}

/** What one field runs: its resolver around the functions, in order. */
export interface FieldPipeline {
  /** `Type.field` */
  readonly field: string;
  readonly functions: readonly PipelineFunction[];
}

/** Everything that makes up one GraphQL API. */
export interface ApiDefinition {
  readonly name: string;
  /** SDL as deployed. */
  readonly schema: string;
  /** SDL of AppSync's own scalars and directives. */
  readonly prelude: string;
  readonly pipelines: readonly FieldPipeline[];
  /** Bundles as deployed: ECMAScript modules of at most 32,768 characters. */
  readonly code: {
    resolver(field: string): string;
    pipelineFunction(name: string): string;
  };
  /** By name; `NONE` is built in. */
  readonly dataSources: Readonly<Record<string, LambdaDataSource>>;
  readonly authorization: Authorization;
  /** `ctx.env`. */
  readonly environment: Readonly<Record<string, string>>;
  readonly introspection: boolean;
  /** 1 to 75, or 0 for none. A leaf counts as a level. */
  readonly queryDepthLimit: number;
  /** 1 to 10,000 per request, or 0 for 10,000. */
  readonly resolverCountLimit: number;
}

/** A GraphQL request whose caller is known. */
export interface ApiRequest extends DocumentRequest {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  /** Names in lower case; a repeated header is a list. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
}

export interface Api {
  readonly name: string;
  readonly authorization: Authorization;
  execute(request: ApiRequest): Promise<Answer>;
}

const MAX_FUNCTIONS = 10;
const MAX_RESOLVERS = 10_000;
const MAX_DEPTH = 75;
const MAX_BATCH = 2_000;
const REQUEST_MS = 30_000;

/**
 * Loads an API and checks it as AWS does at deployment.
 *
 * @throws Error (LanguageError for code) for whatever AWS would refuse to deploy or this runtime
 * does not support; the message names the part.
 */
export function createApi(definition: ApiDefinition, requestMilliseconds = REQUEST_MS): Api {
  const { name, authorization, environment, introspection } = definition;
  const schema = buildApiSchema(definition.schema, definition.prelude, authorization);
  const limits = limitsOf(definition, requestMilliseconds);
  install(schema, authorization, loadPipelines(definition, schema));
  return {
    name,
    authorization,
    execute: async (request) => {
      const ready = readDocument(schema, introspection, request);
      if ('status' in ready) return ready;
      const problem = problemWith(schema, ready, request);
      if (problem !== null) return problem;
      return executeDocument(schema, ready, { ...request, environment, limits });
    },
  };
}

function problemWith(
  schema: GraphQLSchema,
  { operation }: ReadyDocument,
  { variables }: ApiRequest,
): Answer | null {
  const kind = operation.operation;
  if (!schema.getRootType(kind)) {
    return refuse(400, 'BadRequestException', `The schema has no ${kind} type.`);
  }
  const error = checkVariables(schema, operation, variables);
  return error === null ? null : rejected([error]);
}

function limitsOf(definition: ApiDefinition, milliseconds: number): Limits {
  const { queryDepthLimit, resolverCountLimit } = definition;
  requireRange('queryDepthLimit', queryDepthLimit, MAX_DEPTH);
  requireRange('resolverCountLimit', resolverCountLimit, MAX_RESOLVERS);
  const resolverCount = resolverCountLimit === 0 ? MAX_RESOLVERS : resolverCountLimit;
  return { queryDepth: queryDepthLimit, resolverCount, milliseconds };
}

function requireRange(name: string, value: number, max: number): void {
  if (Number.isInteger(value) && value >= 0 && value <= max) return;
  throw new Error(`${name} must be a whole number from 0 to ${max}.`);
}

function install(
  schema: GraphQLSchema,
  authorization: Authorization,
  pipelines: ReadonlyMap<string, Pipeline>,
): void {
  const roots = [schema.getQueryType(), schema.getMutationType()];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const admissions = admissionsOf(field, type, roots.includes(type), authorization);
      installResolver(type, field, admissions, pipelines.get(`${type.name}.${field.name}`));
    }
  }
}

function loadPipelines(
  definition: ApiDefinition,
  schema: GraphQLSchema,
): ReadonlyMap<string, Pipeline> {
  const evaluators = new Map<string, Evaluator>();
  const load = (key: string, read: () => string): Evaluator => {
    const loaded = evaluators.get(key) ?? named(key, () => createEvaluator(read()));
    evaluators.set(key, loaded);
    return loaded;
  };
  const step = (part: PipelineFunction): PipelineStep => ({
    name: part.name,
    evaluator: load(`function ${part.name}`, () => definition.code.pipelineFunction(part.name)),
    source: sourceOf(part, definition),
    maxBatchSize: batchSizeOf(part),
  });
  return new Map(
    definition.pipelines.map(({ field, functions }) => {
      requireField(schema, field);
      if (functions.length > MAX_FUNCTIONS) {
        throw new Error(`${field}: a pipeline has at most ${MAX_FUNCTIONS} functions.`);
      }
      const resolver = load(`resolver ${field}`, () => definition.code.resolver(field));
      return [field, { field, resolver, functions: functions.map(step) }];
    }),
  );
}

/** Says which part failed to load, and keeps the kind of error. */
function named<T>(part: string, load: () => T): T {
  try {
    return load();
  } catch (error) {
    if (error instanceof Error) error.message = `${part}: ${error.message}`;
    throw error;
  }
}

function sourceOf(
  { name, dataSource }: PipelineFunction,
  { dataSources }: ApiDefinition,
): PipelineStep['source'] {
  if (dataSource === 'NONE') return 'NONE';
  const source = Object.hasOwn(dataSources, dataSource) ? dataSources[dataSource] : undefined;
  if (source === undefined) throw new Error(`function ${name}: no data source ${dataSource}.`);
  return source;
}

function batchSizeOf({ name, maxBatchSize = 0 }: PipelineFunction): number {
  requireRange(`function ${name}: maxBatchSize`, maxBatchSize, MAX_BATCH);
  return maxBatchSize;
}

function requireField(schema: GraphQLSchema, coordinate: string): void {
  const [typeName = '', fieldName = ''] = coordinate.split('.');
  const type = schema.getType(typeName);
  if (isObjectType(type) && Object.hasOwn(type.getFields(), fieldName)) return;
  throw new Error(`${coordinate}: the schema has no such field.`);
}
