import { getNamedType, isAbstractType, isInterfaceType, isObjectType, Kind, print } from 'graphql';
import type { FieldNode, FragmentDefinitionNode, GraphQLResolveInfo, SelectionNode } from 'graphql';

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

/**
 * `info.selectionSetList`: the paths of all selected fields under this one, by alias where there
 * is one, fragments merged. Under a union or interface only its own fields count, so what a
 * fragment on a member selects is missing: AppSync does the same.
 */
export function selectionSetList(info: GraphQLResolveInfo): string[] {
  const paths = new Set<string>();
  const { name } = getNamedType(info.returnType);
  const spreads = new Set<string>();
  for (const node of info.fieldNodes) collect(node, name, '', { info, paths, spreads });
  return [...paths];
}

/** `info.selectionSetGraphQL`: the selection as text, empty for a leaf. */
export function selectionSetGraphQL(info: GraphQLResolveInfo): string {
  return info.fieldNodes
    .flatMap(({ selectionSet }) => (selectionSet === undefined ? [] : [print(selectionSet)]))
    .join('\n');
}

interface Collection {
  readonly info: GraphQLResolveInfo;
  readonly paths: Set<string>;
  /** Fragments by where they were spread: read again and again, a chain of them grows as 2^n. */
  readonly spreads: Set<string>;
}

function collect(
  node: Pick<FieldNode | FragmentDefinitionNode, 'selectionSet'>,
  typeName: string,
  prefix: string,
  collection: Collection,
): void {
  const { info, paths, spreads } = collection;
  for (const selection of node.selectionSet?.selections ?? []) {
    if (selection.kind === Kind.FIELD) {
      const path = prefix + (selection.alias ?? selection.name).value;
      paths.add(path);
      collect(selection, fieldType(typeName, selection.name.value, info), `${path}/`, collection);
      continue;
    }
    if (!isFirst(selection, `${typeName} ${prefix}`, spreads)) continue;
    const fragment = fragmentOf(selection, info.fragments);
    const condition = fragment?.typeCondition?.name.value;
    const abstract = isAbstractType(info.schema.getType(typeName));
    const narrows = abstract && condition !== undefined && condition !== typeName;
    if (fragment !== undefined && !narrows) collect(fragment, typeName, prefix, collection);
  }
}

/** False for a named fragment that was spread at this place before. */
function isFirst(selection: SelectionNode, place: string, spreads: Set<string>): boolean {
  if (selection.kind !== Kind.FRAGMENT_SPREAD) return true;
  const spread = `${selection.name.value} ${place}`;
  if (spreads.has(spread)) return false;
  spreads.add(spread);
  return true;
}

function fragmentOf(
  selection: Exclude<FieldNode['selectionSet'], undefined>['selections'][number],
  fragments: Fragments,
) {
  if (selection.kind === Kind.INLINE_FRAGMENT) return selection;
  return selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value] : undefined;
}

/** The name of a field's type, or '' where the schema has no such field. */
function fieldType(typeName: string, name: string, { schema }: GraphQLResolveInfo): string {
  const type = schema.getType(typeName);
  if (!isObjectType(type) && !isInterfaceType(type)) return '';
  const field = type.getFields()[name];
  return field === undefined ? '' : getNamedType(field.type).name;
}

/**
 * What `util.error` may carry as `data`: AppSync keeps the fields that the caller selected and
 * drops the others. `errorInfo` is not filtered, there as here.
 */
export function filterBySelection(data: unknown, info: GraphQLResolveInfo): unknown {
  if (!isObjectType(getNamedType(info.returnType))) return data;
  return filter(data, info.fieldNodes, info.fragments);
}

function filter(
  data: unknown,
  nodes: readonly Pick<FieldNode, 'selectionSet'>[],
  fragments: Fragments,
): unknown {
  if (Array.isArray(data)) return data.map((item) => filter(item, nodes, fragments));
  if (typeof data !== 'object' || data === null) return data;
  const spreads = new Set<string>();
  const fields = nodes.flatMap((node) => fieldsUnder(node, fragments, spreads));
  const kept = Object.entries(data).flatMap(([name, value]: [string, unknown]) => {
    const selected = fields.filter((field) => field.name.value === name);
    if (selected.length === 0) return [];
    const leaf = selected.every(({ selectionSet }) => selectionSet === undefined);
    return [[name, leaf ? value : filter(value, selected, fragments)] as const];
  });
  return Object.fromEntries(kept);
}

function fieldsUnder(
  node: Pick<FieldNode | FragmentDefinitionNode, 'selectionSet'>,
  fragments: Fragments,
  spreads: Set<string>,
): FieldNode[] {
  return (node.selectionSet?.selections ?? []).flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (!isFirst(selection, '', spreads)) return [];
    const fragment = fragmentOf(selection, fragments);
    return fragment === undefined ? [] : fieldsUnder(fragment, fragments, spreads);
  });
}
