/**
 * The CDK app. Without `-c config=sandbox` it is the production configuration, the one that protects
 * what it holds. The bundles come from `build/`, or from the folder given by `-c build=…`.
 */
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { openArtifacts } from './artifacts.ts';
import { configurationNamed } from './config/configurations.ts';
import { createDeployment } from './deployment.ts';

const ROOT = join(import.meta.dirname, '..');

const app = new App();
const contextOr = (key: string, fallback: string): string =>
  (app.node.tryGetContext(key) as string | undefined) ?? fallback;

createDeployment(app, configurationNamed(contextOr('config', 'production')), {
  schemaPath: join(ROOT, 'schema', 'schema.graphql'),
  artifacts: openArtifacts(contextOr('build', join(ROOT, 'build'))),
});
app.synth();
