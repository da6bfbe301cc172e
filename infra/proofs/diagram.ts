import { arnOf } from './resource-names.ts';
import type { Assembly, Resource } from './assembly.ts';
import type { Model } from './model.ts';
import type { ParsedStatement } from './parsed-statement.ts';

/** Types that are drawn, with the brackets that Mermaid draws them in. */
const SHAPES: Readonly<Record<string, readonly [string, string]>> = {
  'AWS::AppSync::GraphQLApi': ['{{', '}}'],
  'AWS::Lambda::Function': ['[', ']'],
  'AWS::DynamoDB::GlobalTable': ['[(', ')]'],
  'AWS::KMS::Key': ['([', '])'],
  'AWS::S3::Bucket': ['[(', ')]'],
};

const drawn = ({ assembly }: Model): Resource[] =>
  assembly.resources.filter(({ type }) => type in SHAPES);

/** Without what all names of a deployment have in common. */
function labelOf({ name, stack, account, region }: Resource): string {
  const prefix = `${stack.slice(0, stack.lastIndexOf('-'))}-`;
  return name
    .replace(`${stack}-`, '')
    .replace(prefix, '')
    .replace(`-${account}-${region}`, '')
    .replace(/-function$/, '')
    .replace(/[0-9A-F]{8}$/, '');
}

const idOf = ({ id }: Resource): string => id.replace(/\W/g, '');

/** What a function may do by its role, and by those that its role may become. */
function statementsOf({ assembly, policies }: Model, from: Resource): ParsedStatement[] {
  const role = policies.roles.find(({ arn }) => arn === assembly.property(from, 'Role'));
  const own = role?.identity ?? [];
  const becomes = own
    .filter(({ actions }) => actions.includes('sts:assumerole'))
    .flatMap(({ resources }) => resources);
  return [
    ...own,
    ...policies.roles
      .filter(({ arn }) => becomes.includes(arn))
      .flatMap(({ identity }) => identity),
  ];
}

/** What a statement that allows says of a resource or of what lies in it, without the service. */
function verbsOn(arn: string, statements: readonly ParsedStatement[]): string[] {
  const isOn = (resource: string) => resource === arn || resource.startsWith(`${arn}/`);
  return statements
    .filter(({ effect, resources }) => effect === 'Allow' && resources.some(isOn))
    .flatMap(({ actions }) => actions.map((action) => action.split(':')[1] ?? ''));
}

function edge(from: Resource, to: Resource, verbs: readonly string[]): string[] {
  if (verbs.length === 0) return [];
  const shown = [...new Set(verbs)].sort();
  const more = shown.length > 3 ? `, ${shown.length - 3} more` : '';
  return [`  ${idOf(from)} -- "${shown.slice(0, 3).join(', ')}${more}" --> ${idOf(to)}`];
}

/** What the policies of a function's role let it do to what is drawn. */
function edgesOfFunction(model: Model, from: Resource, all: readonly Resource[]) {
  const statements = statementsOf(model, from);
  return all.flatMap((to) => edge(from, to, verbsOn(arnOf(to) ?? '', statements)));
}

/** Which functions the API invokes: by the roles of its data sources. */
function edgesOfApi({ policies }: Model, from: Resource, all: readonly Resource[]): string[] {
  const sources = policies.roles.filter(
    ({ arn, resource }) => arn.endsWith('-data-source') && resource.stack === from.stack,
  );
  return all
    .filter(({ type }) => type === 'AWS::Lambda::Function')
    .flatMap((to) =>
      edge(
        from,
        to,
        sources.flatMap(({ identity }) => verbsOn(arnOf(to) ?? '', identity)),
      ),
    );
}

function groups(assembly: Assembly, all: readonly Resource[]): string[] {
  const stacks = [...new Set(assembly.resources.map(({ stack }) => stack))];
  return stacks.flatMap((stack) => {
    const own = all.filter((one) => one.stack === stack);
    if (own.length === 0) return [];
    const name = stack.slice(stack.lastIndexOf('-') + 1);
    const nodes = own.map((one) => {
      const [open, close] = SHAPES[one.type] ?? ['[', ']'];
      return `    ${idOf(one)}${open}"${labelOf(one)}"${close}`;
    });
    return [`  subgraph ${name}`, ...nodes, '  end'];
  });
}

/** Who does what to what, as a Mermaid flowchart: drawn from the templates, so it cannot be out of date. */
export function diagramOf(model: Model): string {
  const all = drawn(model);
  const edges = all.flatMap((one) => {
    if (one.type === 'AWS::Lambda::Function') return edgesOfFunction(model, one, all);
    return one.type === 'AWS::AppSync::GraphQLApi' ? edgesOfApi(model, one, all) : [];
  });
  return ['flowchart LR', ...groups(model.assembly, all), ...edges].join('\n');
}
