import { Refusal } from './refusal.ts';
import { attributeOf, NAME_PROPERTIES, referenceTo } from './resource-names.ts';
import type { NamedResource } from './resource-names.ts';
import { isObject, listOf } from './stack-template.ts';
import type { Properties, StackTemplate, TemplateResource } from './stack-template.ts';

export interface Resource extends NamedResource {
  readonly template: TemplateResource;
  readonly properties: Properties;
}

/**
 * All stacks of a deployment, with what CloudFormation would put in place of its functions. A value
 * is resolved when it is asked for, so that a function which no policy needs refuses no proof.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export class Assembly {
  readonly resources: readonly Resource[];
  readonly #stacks: ReadonlyMap<string, StackTemplate>;
  readonly #byId: ReadonlyMap<string, Resource>;

  constructor(stacks: readonly StackTemplate[]) {
    this.#stacks = new Map(stacks.map((stack) => [stack.name, stack]));
    this.resources = stacks.flatMap(resourcesOf);
    this.#byId = new Map(this.resources.map((one) => [`${one.stack}/${one.id}`, one]));
  }

  ofType(type: string): Resource[] {
    return this.resources.filter((one) => one.type === type);
  }

  /** @throws Refusal for what cannot be told before a deployment */
  property(resource: Resource, name: string): unknown {
    return this.#resolve(resource.stack, resource.properties[name]);
  }

  #resolve(stack: string, value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one: unknown) => this.#resolve(stack, one));
    if (!isObject(value)) return value;
    const [name = '', argument] = Object.entries(value)[0] ?? [];
    if (Object.keys(value).length === 1 && (name === 'Ref' || name.startsWith('Fn::'))) {
      return this.#call(stack, name, argument);
    }
    const members = Object.entries(value).filter(([, one]) => !isNoValue(one));
    return Object.fromEntries(members.map(([key, one]) => [key, this.#resolve(stack, one)]));
  }

  #call(stack: string, name: string, argument: unknown): unknown {
    switch (name) {
      case 'Ref':
        return this.#pseudo(stack, String(argument)) ?? this.#reference(stack, String(argument));
      case 'Fn::GetAtt':
        return this.#attribute(stack, argument);
      case 'Fn::Join':
        return this.#join(stack, argument);
      case 'Fn::Select':
        return this.#select(stack, argument);
      case 'Fn::Split':
        return this.#split(stack, argument);
      case 'Fn::GetStackOutput':
        return this.#output(this.#resolve(stack, argument) as Properties);
      default:
        throw new Refusal(`${stack}: ${name} cannot be resolved.`);
    }
  }

  #pseudo(stack: string, name: string): string | undefined {
    const { account, region } = this.#stacks.get(stack) ?? { account: '', region: '' };
    const values: Readonly<Record<string, string>> = {
      'AWS::AccountId': account,
      'AWS::Region': region,
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': stack,
    };
    return values[name];
  }

  #reference(stack: string, id: string): string {
    const resource = this.#byId.get(`${stack}/${id}`);
    if (resource !== undefined) return referenceTo(resource);
    throw new Refusal(`${stack}: nothing is called ${id}.`);
  }

  #attribute(stack: string, argument: unknown): string {
    const [id, attribute] =
      typeof argument === 'string' ? argument.split(/\.(.*)/s) : (argument as string[]);
    const resource = this.#byId.get(`${stack}/${id ?? ''}`);
    const found = resource && attributeOf(resource, attribute ?? '');
    if (found !== undefined) return found;
    throw new Refusal(`${stack}: ${id ?? ''}.${attribute ?? ''} cannot be resolved.`);
  }

  #join(stack: string, argument: unknown): string {
    const [separator, parts] = argument as [string, unknown];
    const resolved = this.#resolve(stack, parts) as unknown[];
    return resolved.map(String).join(separator);
  }

  #select(stack: string, argument: unknown): unknown {
    const [index, list] = argument as [number | string, unknown];
    const found = listOf(this.#resolve(stack, list))[Number(index)];
    if (found !== undefined) return found;
    throw new Refusal(`${stack}: there is nothing to select.`);
  }

  #split(stack: string, argument: unknown): string[] {
    const [separator, text] = argument as [string, unknown];
    return String(this.#resolve(stack, text)).split(separator);
  }

  #output({ StackName, OutputName }: Properties): unknown {
    const name = String(StackName);
    const output = this.#stacks.get(name)?.template.Outputs?.[String(OutputName)];
    if (output !== undefined) return this.#resolve(name, output.Value);
    throw new Refusal(`${name}: there is no output ${String(OutputName)}.`);
  }
}

const isNoValue = (value: unknown): boolean => isObject(value) && value.Ref === 'AWS::NoValue';

/** A name that is not text has yet to be resolved, and then this one is as good. */
function nameOf(type: string, id: string, stack: string, properties: Properties): string {
  const given = properties[NAME_PROPERTIES[type] ?? ''];
  return typeof given === 'string' ? given : `${stack}-${id}`;
}

function resourcesOf({ name: stack, account, region, template }: StackTemplate): Resource[] {
  return Object.entries(template.Resources).map(([id, resource]) => {
    const properties = resource.Properties ?? {};
    const name = nameOf(resource.Type, id, stack, properties);
    const place = { stack, account, region, id, type: resource.Type };
    return { ...place, name, template: resource, properties };
  });
}

/** The texts of a list, or of one that stands for itself. */
export function textsOf(value: unknown): string[] {
  return listOf(value).map((one) => {
    if (typeof one === 'string') return one;
    throw new Refusal('A text was expected in a policy.');
  });
}
