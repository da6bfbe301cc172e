import type { AttributeValue } from '@aws-sdk/client-dynamodb';

import type { Passage } from './wire-tap.ts';

/** What requests to DynamoDB cost, in its units. */
export interface Costs {
  readonly calls: number;
  /** Calls that write. */
  readonly writes: number;
  readonly writeUnits: number;
  /** The write units that went into the audit table. */
  readonly auditUnits: number;
  readonly readUnits: number;
}

type WireItem = Readonly<Record<string, AttributeValue>>;

interface WireWrite {
  readonly TableName: string;
  readonly Item?: WireItem;
  readonly Key?: WireItem;
}

const WRITE_UNIT = 1024;
const READ_UNIT = 4096;

/**
 * The size of a value on the wire, where a binary is base64.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
function sizeOfValue(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return Math.ceil(value.N.replace(/^-|\./g, '').length / 2) + 1;
  if (value.B !== undefined) return Buffer.from(String(value.B), 'base64').length;
  if (value.L !== undefined) {
    return value.L.reduce((sum, one) => sum + 1 + sizeOfValue(one), 3);
  }
  if (value.M !== undefined) {
    return Object.keys(value.M).length + 3 + sizeOf(value.M);
  }
  return 1;
}

function sizeOf(item: WireItem): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOfValue(value),
    0,
  );
}

function units(size: number, unit: number): number {
  return Math.max(1, Math.ceil(size / unit));
}

/** A delete and a check cost by the item they meet; those of the vault are of one unit. */
function writesOf({ operation, body }: Passage): { writes: WireWrite[]; factor: number } {
  const request = JSON.parse(body) as WireWrite & {
    TransactItems?: readonly Readonly<Record<string, WireWrite>>[];
  };
  if (operation === 'TransactWriteItems') {
    const writes = (request.TransactItems ?? []).flatMap((one) => Object.values(one));
    return { writes, factor: 2 };
  }
  const isWrite = ['PutItem', 'UpdateItem', 'DeleteItem'].includes(operation);
  return { writes: isWrite ? [request] : [], factor: 1 };
}

/** An event of a tenant is written into the index of tenants as well. */
function copiesOf(item: WireItem | undefined): number {
  return item?.tenantDay === undefined ? 1 : 2;
}

function queryUnits({ body, answer }: Passage): number {
  const { ConsistentRead } = JSON.parse(body) as { ConsistentRead?: boolean };
  const { Items = [] } = JSON.parse(answer?.body ?? '{}') as { Items?: WireItem[] };
  const whole = units(
    Items.reduce((sum, item) => sum + sizeOf(item), 0),
    READ_UNIT,
  );
  return ConsistentRead === true ? whole : whole / 2;
}

function readUnitsOf(passage: Passage): number {
  const { operation, body, answer } = passage;
  if (operation === 'Query') return queryUnits(passage);
  if (operation !== 'BatchGetItem' && operation !== 'GetItem') return 0;
  const request = JSON.parse(body) as {
    ConsistentRead?: boolean;
    RequestItems?: Record<string, { Keys: unknown[]; ConsistentRead?: boolean }>;
  };
  const answered = JSON.parse(answer?.body ?? '{}') as {
    Item?: WireItem;
    Responses?: Record<string, WireItem[]>;
  };
  if (operation === 'GetItem') {
    const whole = units(answered.Item === undefined ? 0 : sizeOf(answered.Item), READ_UNIT);
    return request.ConsistentRead === true ? whole : whole / 2;
  }
  const tables = Object.entries(request.RequestItems ?? {});
  return tables.reduce((sum, [table, { Keys, ConsistentRead }]) => {
    const found = answered.Responses?.[table] ?? [];
    const read = found.reduce((total, item) => total + units(sizeOf(item), READ_UNIT), 0);
    const whole = read + Keys.length - found.length;
    return sum + (ConsistentRead === true ? whole : whole / 2);
  }, 0);
}

export function countCosts(passages: readonly Passage[]): Costs {
  const written = passages.map(writesOf);
  const unitsIn = (isCounted: (table: string) => boolean): number =>
    written
      .flatMap(({ writes, factor }) =>
        writes
          .filter(({ TableName }) => isCounted(TableName))
          .map(
            ({ Item, Key }) =>
              factor * copiesOf(Item) * units(sizeOf(Item ?? Key ?? {}), WRITE_UNIT),
          ),
      )
      .reduce((sum, one) => sum + one, 0);
  return {
    calls: passages.length,
    writes: written.filter(({ writes }) => writes.length > 0).length,
    writeUnits: unitsIn(() => true),
    auditUnits: unitsIn((table) => table === 'audit'),
    readUnits: passages.reduce((sum, passage) => sum + readUnitsOf(passage), 0),
  };
}

export function roundTo(places: number, value: number): string {
  return String(Number(value.toFixed(places)));
}
