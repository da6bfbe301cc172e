import type { StackTemplate } from '../../../infra/proofs/stack-template.ts';

/** Anything in a template, to be damaged. */
export type Part = Record<string, unknown>;

export interface MutableResource {
  Type: string;
  Properties: Part;
  DeletionPolicy?: string;
}

/** Templates that may be damaged: a copy of those of a configuration. */
export class Damaged {
  readonly stacks: StackTemplate[];

  constructor(stacks: readonly StackTemplate[]) {
    // Not a structured clone: within Jest its arrays are of another realm, and equal to none of ours.
    this.stacks = JSON.parse(JSON.stringify(stacks)) as StackTemplate[];
  }

  /** The resources of a stack, by the last part of its name. */
  resources(stack: string): Record<string, MutableResource> {
    const found = this.stacks.find(({ name }) => name.endsWith(`-${stack}`));
    if (found === undefined) throw new Error(`There is no stack ${stack}.`);
    return found.template.Resources as unknown as Record<string, MutableResource>;
  }

  /** The first resource of a type whose JSON has the text in it. */
  resource(type: string, text = ''): MutableResource {
    const all = this.stacks.flatMap(({ template }) => Object.entries(template.Resources));
    const found = all.find(
      ([id, one]) => one.Type === type && `${id} ${JSON.stringify(one)}`.includes(text),
    );
    if (found === undefined) throw new Error(`There is no ${type} with ${text}.`);
    return found[1] as unknown as MutableResource;
  }

  properties(type: string, text = ''): Part {
    return this.resource(type, text).Properties;
  }

  add(stack: string, id: string, Type: string, Properties: Part): void {
    this.resources(stack)[id] = { Type, Properties };
  }

  remove(type: string): void {
    for (const { template } of this.stacks) {
      const resources = template.Resources as unknown as Record<string, MutableResource>;
      for (const [id, one] of Object.entries(resources)) {
        if (one.Type === type) Reflect.deleteProperty(resources, id);
      }
    }
  }
}

export const part = (value: unknown, ...path: (string | number)[]): Part =>
  path.reduce((one, name) => (one as Record<string | number, unknown>)[name], value) as Part;

/** The statement of that name in a policy document. */
export function statement(document: unknown, sid: string): Part {
  const { Statement } = document as { Statement: Part[] };
  const found = Statement.find(({ Sid }) => Sid === sid);
  if (found === undefined) throw new Error(`There is no statement ${sid}.`);
  return found;
}

export function removeStatement(document: unknown, sid: string): void {
  const policy = document as { Statement: Part[] };
  statement(policy, sid);
  policy.Statement = policy.Statement.filter(({ Sid }) => Sid !== sid);
}

export function addStatement(document: unknown, added: Part): void {
  (document as { Statement: Part[] }).Statement.push(added);
}
