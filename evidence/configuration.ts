import type { DeploymentConfig } from '../infra/config/deployment-config.ts';
import { PRODUCTION } from '../infra/config/production.ts';
import type { StackTemplate } from '../infra/proofs/stack-template.ts';
import { resourcesOf, STACK_IDS, synthesize, synthesizeStacks } from '../test/infra/templates.ts';
import type { StackId, Templates } from '../test/infra/templates.ts';
import type { Setting } from './requirement.ts';

/** What would be deployed as production: the configuration, and the templates made of it. */
export interface Configuration {
  readonly production: DeploymentConfig;
  readonly templates: Templates;
  /** All stacks, as the proofs read them. */
  readonly stacks: readonly StackTemplate[];
}

/** Synthesizes the production configuration: some seconds, without AWS. */
export function readConfiguration(): Configuration {
  const stacks = synthesizeStacks(PRODUCTION);
  return { production: PRODUCTION, templates: synthesize(PRODUCTION), stacks };
}

/** A field of the production configuration. */
export function configured(field: keyof DeploymentConfig): Setting {
  return {
    name: field,
    where: 'infra/config/production.ts',
    read: ({ production }) => production[field],
  };
}

/** A constant of the code, with the file that exports it. */
export function constant(name: string, where: string, value: unknown): Setting {
  return { name, where, read: () => value };
}

function valueAt(properties: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) => (value as Readonly<Record<string, unknown>> | undefined)?.[name],
    properties,
  );
}

/** A property of the resources of one type in a template: each value that any of them has, once. */
export function synthesized(stack: StackId, type: string, property: string): Setting {
  return {
    name: `${type} ${property}`,
    where: `template ${stack} of production`,
    read: ({ templates }) => {
      const values = resourcesOf(templates[stack], type).map(({ Properties }) =>
        JSON.stringify(valueAt(Properties, property.split('.')) ?? null),
      );
      const distinct = [...new Set(values)].sort();
      const parsed = distinct.map((text) => JSON.parse(text) as unknown);
      return parsed.length === 1 ? parsed[0] : parsed;
    },
  };
}

/** How many resources of a type all templates have together. */
export function countOf({ templates }: Configuration, type: string): number {
  return STACK_IDS.reduce((sum, id) => sum + resourcesOf(templates[id], type).length, 0);
}
