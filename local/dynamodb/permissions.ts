/** What one principal may do, in the words of IAM. `*` stands for any text in both. */
export interface TablePermission {
  /** `dynamodb:GetItem`, `dynamodb:*` … */
  readonly actions: readonly string[];
  /** A table's name; an index is `table/index/name`, as in its ARN. */
  readonly table: string;
  /**
   * Only puts of items whose `pk` is like this, as `dynamodb:LeadingKeys` does on AWS; whatever names
   * no such key is refused. Any request unless given.
   */
  readonly partitions?: string;
}

/** By principal ARN. A principal that is not listed may do nothing. */
export type Permissions = Readonly<Record<string, readonly TablePermission[]>>;

type Input = Readonly<Record<string, unknown>>;

interface Need {
  readonly action: string;
  readonly table: string;
  /** The `pk` of an item that is put. */
  readonly partition?: string;
}

/** Granted only to those who may touch every table: the request does not say which it means. */
const NO_TABLE = '';

/** A statement names its table in its text, which only the engine parses. */
const PARTIQL = new Set(['ExecuteStatement', 'BatchExecuteStatement', 'ExecuteTransaction']);

const ACTION_OF_ITEM: Readonly<Record<string, string>> = {
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};

/**
 * Whether a principal may run an operation. As on AWS, a transaction needs the actions of its
 * items and nothing of its own, and one refused table refuses the whole request.
 *
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 */
export function createPermissionCheck(
  permissions: Permissions | undefined,
): (principal: string, operation: string, input: Input) => boolean {
  if (permissions === undefined) return () => true;
  const granted = new Map(
    Object.entries(permissions).map(([arn, list]) => [arn, list.map(compile)]),
  );
  return (principal, operation, input) => {
    if (PARTIQL.has(operation)) return false;
    const grants = granted.get(principal) ?? [];
    return needs(operation, input).every((need) => grants.some((grant) => grant(need)));
  };
}

function compile({ actions, table, partitions }: TablePermission): (need: Need) => boolean {
  const allowedActions = actions.map(toPattern);
  const allowedTable = toPattern(table);
  const allowedPartition = partitions === undefined ? null : toPattern(partitions);
  return (need) =>
    allowedActions.some((action) => action.test(need.action)) &&
    allowedTable.test(need.table) &&
    (allowedPartition === null ||
      (need.partition !== undefined && allowedPartition.test(need.partition)));
}

function toPattern(text: string): RegExp {
  const parts = text.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`);
}

function needs(operation: string, input: Input): readonly Need[] {
  const found = neededBy(operation, input);
  return found.length > 0 ? found : [{ action: `dynamodb:${operation}`, table: NO_TABLE }];
}

function neededBy(operation: string, input: Input): readonly Need[] {
  if (operation === 'BatchGetItem' || operation === 'BatchWriteItem') {
    const tables = Object.keys(asObject(input.RequestItems));
    return tables.map((table) => ({ action: `dynamodb:${operation}`, table: tableName(table) }));
  }
  if (operation === 'TransactWriteItems' || operation === 'TransactGetItems') {
    return asList(input.TransactItems).flatMap((item) => neededByItem(asObject(item)));
  }
  const need = { action: `dynamodb:${operation}`, table: resourceOf(input) };
  return [operation === 'PutItem' ? { ...need, ...partitionOf(input) } : need];
}

function neededByItem(item: Input): readonly Need[] {
  return Object.entries(item).map(([kind, body]) => ({
    action: `dynamodb:${ACTION_OF_ITEM[kind] ?? kind}`,
    table: tableName(asObject(body).TableName),
    ...(kind === 'Put' ? partitionOf(asObject(body)) : {}),
  }));
}

function partitionOf({ Item }: Input): Pick<Need, 'partition'> {
  const { S: partition } = asObject(asObject(Item).pk);
  return typeof partition === 'string' ? { partition } : {};
}

function resourceOf(input: Input): string {
  const table = tableName(input.TableName ?? input.ResourceArn);
  return typeof input.IndexName === 'string' ? `${table}/index/${input.IndexName}` : table;
}

/** A table may be named by its ARN, too. */
function tableName(value: unknown): string {
  if (typeof value !== 'string') return NO_TABLE;
  const marker = ':table/';
  const at = value.startsWith('arn:') ? value.indexOf(marker) : -1;
  return at === -1 ? value : value.slice(at + marker.length);
}

function asObject(value: unknown): Input {
  return typeof value === 'object' && value !== null ? (value as Input) : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
