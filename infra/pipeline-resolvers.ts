import { AppsyncFunction, Code, FunctionRuntime, Resolver } from 'aws-cdk-lib/aws-appsync';
import type { BaseDataSource, GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import type { Artifacts } from './artifacts.ts';

/** The wiring table asks for something that is not there, or for two things by one name. */
export class WiringError extends Error {
  override readonly name = 'WiringError';
}

/** As the wiring tables of the gateway and of the order example have them. */
interface PipelineFunction {
  readonly name: string;
  readonly dataSource: string;
  readonly maxBatchSize?: number;
}

interface FieldPipeline {
  readonly field: string;
  readonly functions: readonly PipelineFunction[];
}

export interface Wiring {
  readonly pipelines: readonly FieldPipeline[];
  /** By the names that the wiring table uses. */
  readonly dataSources: Readonly<Record<string, BaseDataSource>>;
  readonly artifacts: Artifacts;
}

const sameFunction = (a: PipelineFunction, b: PipelineFunction): boolean =>
  a.dataSource === b.dataSource && a.maxBatchSize === b.maxBatchSize;

/** Each pipeline function once, however many fields run it. */
function distinctFunctions(pipelines: readonly FieldPipeline[]): PipelineFunction[] {
  const byName = new Map<string, PipelineFunction>();
  for (const step of pipelines.flatMap((pipeline) => pipeline.functions)) {
    const known = byName.get(step.name) ?? step;
    if (!sameFunction(known, step)) {
      throw new WiringError(`Pipeline function ${step.name} is wired in two different ways.`);
    }
    byName.set(step.name, known);
  }
  return [...byName.values()];
}

function dataSourceOf(wiring: Wiring, step: PipelineFunction): BaseDataSource {
  const source = wiring.dataSources[step.dataSource];
  if (source !== undefined) return source;
  throw new WiringError(`Pipeline function ${step.name} uses an unknown data source.`);
}

function createFunction(api: GraphqlApi, wiring: Wiring, step: PipelineFunction): AppsyncFunction {
  return new AppsyncFunction(api, `Function-${step.name}`, {
    api,
    // AppSync allows no hyphen here.
    name: step.name.replaceAll('-', '_'),
    dataSource: dataSourceOf(wiring, step),
    runtime: FunctionRuntime.JS_1_0_0,
    code: Code.fromInline(wiring.artifacts.resolverCode(`pipeline/${step.name}`)),
    ...(step.maxBatchSize === undefined ? {} : { maxBatchSize: step.maxBatchSize }),
  });
}

function typeAndField({ field }: FieldPipeline): { typeName: string; fieldName: string } {
  const [, typeName, fieldName] = /^([A-Za-z]\w*)\.([A-Za-z]\w*)$/.exec(field) ?? [];
  if (typeName !== undefined && fieldName !== undefined) return { typeName, fieldName };
  throw new WiringError(`${field} is not of the form Type.field.`);
}

/**
 * Every field of the wiring table with its resolver.
 * @throws WiringError for an unknown data source or an ambiguous function; ArtifactError for a
 * file that was not built.
 */
export function createResolvers(api: GraphqlApi, wiring: Wiring): void {
  const functions = new Map(
    distinctFunctions(wiring.pipelines).map((step) => [
      step.name,
      createFunction(api, wiring, step),
    ]),
  );
  for (const pipeline of wiring.pipelines) {
    new Resolver(api, `Resolver-${pipeline.field}`, {
      api,
      ...typeAndField(pipeline),
      runtime: FunctionRuntime.JS_1_0_0,
      code: Code.fromInline(wiring.artifacts.resolverCode(pipeline.field)),
      pipelineConfig: pipeline.functions.flatMap((step) => functions.get(step.name) ?? []),
    });
  }
}
