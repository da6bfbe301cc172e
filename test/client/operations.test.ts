import { buildSchema, parse, validate } from 'graphql';
import { readdirSync, readFileSync } from 'node:fs';

import * as client from '../../client/index.ts';

test('the client has every operation of the schema folder, each valid against the schema', () => {
  const read = (name: string) => readFileSync(`schema/${name}`, 'utf8');
  const schema = buildSchema(read('appsync.graphql') + read('schema.graphql'));
  const documents = Object.entries(client).filter(([name]) => name.endsWith('Document'));
  const invalid = documents.filter(([, text]) => validate(schema, parse(text as string)).length);
  expect(invalid).toEqual([]);
  const declared = readdirSync('schema/operations').flatMap((name) =>
    [...read(`operations/${name}`).matchAll(/^(?:query|mutation) (\w+)/gm)].map(([, one]) => one),
  );
  expect(documents.map(([name]) => name.slice(0, -'Document'.length)).sort()).toEqual(
    declared.sort(),
  );
});
