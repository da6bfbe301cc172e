/**
 * The CDK app. Without `-c config=sandbox` it is the production configuration, the one that protects
 * what it holds. The bundles come from `build/`, or from the folder given by `-c build=…`.
 */
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { openArtifacts, openOrderArtifacts } from './artifacts.ts';
import { configurationNamed } from './config/configurations.ts';
import { createDeployment } from './deployment.ts';
import { ProofPlugin } from './proofs/plugin.ts';

const ROOT = join(import.meta.dirname, '..');

const app = new App();
const contextOr = (key: string, fallback: string): string =>
  (app.node.tryGetContext(key) as string | undefined) ?? fallback;

const config = configurationNamed(contextOr('config', 'production'));
const build = contextOr('build', join(ROOT, 'build'));
createDeployment(app, config, {
  schemaPath: join(ROOT, 'schema', 'schema.graphql'),
  artifacts: openArtifacts(build),
  orders: {
    schemaPath: join(ROOT, 'examples', 'orders', 'schema.graphql'),
    artifacts: openOrderArtifacts(build),
  },
});
Validations.of(app).addPlugins(new ProofPlugin(config));
app.synth();
