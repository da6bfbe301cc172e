import { generate, loadContext } from '@graphql-codegen/cli';
import { existsSync, readFileSync } from 'node:fs';

/** Fails when a generated file is not what `npm run codegen` would write. Writes nothing. */
const context = await loadContext('codegen.yml');
const outputs = (await generate(context, false)) as { filename: string; content: string }[];
const stale = outputs.filter(
  ({ filename, content }) => !existsSync(filename) || readFileSync(filename, 'utf8') !== content,
);
for (const { filename } of stale) console.error(`${filename} is stale: run npm run codegen`);
if (outputs.length === 0) throw new Error('codegen.yml generates nothing');
console.log(`${outputs.length - stale.length} of ${outputs.length} generated files are up to date`);
process.exitCode = stale.length === 0 ? 0 : 1;
