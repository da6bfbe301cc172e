import type { Resource } from '../proofs/assembly.ts';
import type { Model } from '../proofs/model.ts';
import { isObject } from '../proofs/stack-template.ts';

/** What must be so in every template, whatever the constructs say that made it. */
export interface Rule {
  /** A sentence; it is the rule's name in reports. */
  readonly name: string;
  /** What breaks it: nothing if it is kept. */
  readonly broken: (model: Model) => readonly string[];
}

/** The value of a path of properties, resolved; nothing where the path ends. */
export function valueAt(model: Model, resource: Resource, path: string): unknown {
  const [first = '', ...rest] = path.split('.');
  return rest.reduce<unknown>(
    (value, name) => (isObject(value) ? value[name] : undefined),
    model.assembly.property(resource, first),
  );
}

const placeOf = ({ stack, id }: Resource): string => `${stack}/${id}`;

/** Every resource of a type has to be so; without any there would be nothing to say. */
export function each(
  name: string,
  type: string,
  holds: (resource: Resource, model: Model) => boolean,
): Rule {
  return {
    name,
    broken: (model) => {
      const all = model.assembly.ofType(type);
      if (all.length === 0) return [`there is no ${type}`];
      return all.filter((one) => !holds(one, model)).map(placeOf);
    },
  };
}

/** Every resource that is chosen has to be so; there may be none, where a configuration has none. */
export function among(
  name: string,
  isChosen: (resource: Resource, model: Model) => boolean,
  holds: (resource: Resource, model: Model) => boolean,
): Rule {
  return {
    name,
    broken: (model) =>
      model.assembly.resources
        .filter((one) => isChosen(one, model) && !holds(one, model))
        .map(placeOf),
  };
}

/** There is none of a type. */
export function none(name: string, ...types: readonly string[]): Rule {
  return {
    name,
    broken: ({ assembly }) => types.flatMap((type) => assembly.ofType(type)).map(placeOf),
  };
}
