import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openArtifacts, openOrderArtifacts } from '../../infra/artifacts.ts';
import type { DeploymentConfig } from '../../infra/config/deployment-config.ts';
import { createDeployment } from '../../infra/deployment.ts';
import type { StackTemplate } from '../../infra/proofs/stack-template.ts';
import { createBuildFolder } from './build-folder.ts';

/** The linter inside CDK takes seconds to load; the test of the command line runs with it. */
process.env.CDK_VALIDATION = 'false';

export type StackId =
  | 'Network'
  | 'Keys'
  | 'Vault'
  | 'Audit'
  | 'Identity'
  | 'Functions'
  | 'Gateway'
  | 'Alarms'
  | 'Observability'
  | 'Trail';

export const STACK_IDS: readonly StackId[] = [
  ...(['Network', 'Keys', 'Vault', 'Audit', 'Identity', 'Functions', 'Gateway'] as const),
  ...(['Alarms', 'Observability', 'Trail'] as const),
];

/** `Charge` is there only where processors are configured. */
export type Templates = Readonly<Record<StackId, Template> & { Charge?: Template }>;

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}

/** The feature flags count: without those of cdk.json the templates would be others. */
function readContext(): Record<string, unknown> {
  return (JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> })
    .context;
}

function templateOf(app: App, id: StackId | 'Charge'): Template {
  const stack = app.node.findChild(id);
  if (!Stack.isStack(stack)) throw new Error(`${id} is no stack.`);
  return Template.fromStack(stack);
}

/** What `read` makes of the app of a configuration. Once per test file: it takes a second. */
function withApp<T>(config: DeploymentConfig, read: (app: App) => T): T {
  const build = createBuildFolder();
  const outdir = mkdtempSync(join(tmpdir(), 'cdk-'));
  const app = new App({ context: readContext(), outdir });
  createDeployment(app, config, {
    schemaPath: 'schema/schema.graphql',
    artifacts: openArtifacts(build.path),
    orders: {
      schemaPath: 'examples/orders/schema.graphql',
      artifacts: openOrderArtifacts(build.path),
    },
  });
  const made = read(app);
  build.remove();
  rmSync(outdir, { recursive: true });
  return made;
}

/** The templates of a configuration, of those stacks that every one has. */
export function synthesize(config: DeploymentConfig): Templates {
  return withApp(config, (app) => {
    const hasCharge = app.node.tryFindChild('Charge') !== undefined;
    const ids = hasCharge ? [...STACK_IDS, 'Charge' as const] : STACK_IDS;
    const entries = ids.map((id) => [id, templateOf(app, id)]);
    return Object.fromEntries(entries) as Templates;
  });
}

/** All stacks of a configuration, as the proofs and the rules read them. */
export function synthesizeStacks(config: DeploymentConfig): StackTemplate[] {
  return withApp(config, (app) =>
    app.node.children.filter(Stack.isStack).map((stack) => {
      const template = Template.fromStack(stack).toJSON() as StackTemplate['template'];
      return { name: stack.stackName, account: stack.account, region: stack.region, template };
    }),
  );
}

export function resourcesOf(template: Template, type: string): Resource[] {
  return Object.values(template.findResources(type)) as unknown as Resource[];
}

export function allResources(templates: Templates): Resource[] {
  return Object.values(templates).flatMap((template) =>
    Object.values((template.toJSON() as { Resources: Record<string, Resource> }).Resources),
  );
}

/** A statement of any policy in a template, lists made of single values. */
export interface RenderedStatement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action: readonly string[];
  readonly NotAction: readonly string[];
  readonly Resource: readonly unknown[];
  readonly Condition?: unknown;
}

const listOf = (value: unknown): unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as unknown[]) : [value];

export function statementsOf(document: unknown): RenderedStatement[] {
  const { Statement } = document as { Statement: Record<string, unknown>[] };
  return Statement.map((statement) => ({
    ...statement,
    Action: listOf(statement.Action),
    NotAction: listOf(statement.NotAction),
    Resource: listOf(statement.Resource),
  })) as unknown as RenderedStatement[];
}

/** The statements of the identity policies whose role's logical id begins so. */
export function roleStatements(template: Template, role: string): RenderedStatement[] {
  return resourcesOf(template, 'AWS::IAM::Policy')
    .filter(({ Properties }) =>
      (Properties.Roles as { Ref: string }[]).some(({ Ref }) => Ref.startsWith(role)),
    )
    .flatMap(({ Properties }) => statementsOf(Properties.PolicyDocument));
}

/** The variables of the function of that description. */
export function environmentOf(template: Template, description: string): Record<string, unknown> {
  const found = resourcesOf(template, 'AWS::Lambda::Function').find(
    ({ Properties }) => Properties.Description === description,
  );
  return (found?.Properties.Environment as { Variables: Record<string, unknown> }).Variables;
}

/** What statements allow of a service, such as `kms`. */
export function allowedTo(statements: readonly RenderedStatement[], service: string): string[] {
  return statements
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action }) => Action)
    .filter((action) => action.startsWith(`${service}:`));
}
