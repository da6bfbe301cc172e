import { App, Stack } from 'aws-cdk-lib';
import { Definition, GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { createResolvers, WiringError } from '../../infra/pipeline-resolvers.ts';
import type { Wiring } from '../../infra/pipeline-resolvers.ts';
import type { FieldPipeline } from '../../resolvers/pipelines.ts';

const FIELD = 'Query.me';

function wire(pipelines: readonly FieldPipeline[]): () => void {
  const api = new GraphqlApi(new Stack(new App()), 'Api', {
    name: 'api',
    definition: Definition.fromFile('schema/schema.graphql'),
  });
  const wiring: Wiring = {
    pipelines,
    dataSources: { NONE: api.addNoneDataSource('None') },
    artifacts: { functionFolder: () => '', resolverCode: () => 'export const nothing = 1;' },
  };
  return () => {
    createResolvers(api, wiring);
  };
}

describe('a wiring table', () => {
  test('of known data sources is accepted', () => {
    expect(
      wire([{ field: FIELD, functions: [{ name: 'identify', dataSource: 'NONE' }] }]),
    ).not.toThrow();
  });

  test('that names an unknown data source stops the synthesis', () => {
    const wired = wire([{ field: FIELD, functions: [{ name: 'invoke', dataSource: 'vault' }] }]);
    expect(wired).toThrow(WiringError);
    expect(wired).toThrow('Pipeline function invoke uses an unknown data source.');
  });

  test('that wires one function in two ways stops the synthesis', () => {
    const step = { name: 'release', dataSource: 'NONE' } as const;
    const wired = wire([{ field: FIELD, functions: [step, { ...step, maxBatchSize: 5 }] }]);
    expect(wired).toThrow('Pipeline function release is wired in two different ways.');
  });

  test.each(['me', 'Query.', '.me', 'Query.me.id'])(
    'with the field "%s" stops the synthesis',
    (field) => {
      expect(wire([{ field, functions: [] }])).toThrow('is not of the form Type.field.');
    },
  );
});
