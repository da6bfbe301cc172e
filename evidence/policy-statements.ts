import { STACK_IDS } from '../test/infra/templates.ts';
import type { RenderedStatement, Resource, StackId } from '../test/infra/templates.ts';
import { statementsOf } from '../test/infra/templates.ts';
import type { Configuration } from './configuration.ts';

/** A statement of a policy, and where in the templates it stands. */
export interface PlacedStatement {
  readonly stack: StackId;
  /** Logical id and type of the resource, and the property that holds the policy. */
  readonly resource: string;
  readonly type: string;
  readonly property: string;
  readonly statement: RenderedStatement;
}

type Path = readonly string[];

/** What masks values in logs has statements as well, which allow and deny nothing. */
function isPolicy(value: object): boolean {
  if (!('Statement' in value) || !Array.isArray(value.Statement)) return false;
  return (value.Statement as object[]).every((statement) => 'Effect' in statement);
}

/** Every policy document in a value, with the path to it: whatever the property is called. */
function policiesIn(value: unknown, path: Path): [Path, object][] {
  if (typeof value !== 'object' || value === null) return [];
  if (isPolicy(value)) return [[path, value]];
  return Object.entries(value).flatMap(([name, member]) => policiesIn(member, [...path, name]));
}

/** Every statement of every policy in the templates: of keys, roles, endpoints, buckets, any. */
export function allStatements({ templates }: Configuration): PlacedStatement[] {
  return STACK_IDS.flatMap((stack) => {
    const { Resources } = templates[stack].toJSON() as { Resources: Record<string, Resource> };
    return Object.entries(Resources).flatMap(([resource, { Type, Properties }]) =>
      policiesIn(Properties, []).flatMap(([path, document]) =>
        statementsOf(document).map((statement) => ({
          stack,
          resource,
          type: Type,
          property: path.join('.'),
          statement,
        })),
      ),
    );
  });
}
