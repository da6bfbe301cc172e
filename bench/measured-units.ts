import { readFileSync } from 'node:fs';

/** What an operation asks of DynamoDB, as counted at the wire. */
export interface MeasuredUnits {
  readonly writeUnits: number;
  readonly readUnits: number;
}

/** Where `npm run docs:costs` writes what was counted. */
const MEASURED = 'docs/storage-costs.md';

/** The row of that operation. @throws Error if nothing of that name was measured */
export function measuredUnits(
  operation: string,
  document = readFileSync(MEASURED, 'utf8'),
): MeasuredUnits {
  const row = document.split('\n').find((line) => line.startsWith(`| ${operation} `));
  const cells = row?.split('|').map((cell) => Number(cell.trim())) ?? [];
  const [, , , , writeUnits, , readUnits] = cells;
  if (writeUnits === undefined || readUnits === undefined || Number.isNaN(writeUnits + readUnits)) {
    throw new Error(`${MEASURED} has no row ${operation}.`);
  }
  return { writeUnits, readUnits };
}

const MEASURED_BATCH = 50;

/**
 * A request of so many items, between what one item and what fifty were measured to ask: both grow
 * with the items, from what a request costs anyway.
 */
export function unitsOfBatch(
  single: MeasuredUnits,
  fifty: MeasuredUnits,
  items: number,
): MeasuredUnits {
  const at = (one: number, many: number): number =>
    one + ((many - one) * (items - 1)) / (MEASURED_BATCH - 1);
  return {
    writeUnits: at(single.writeUnits, fifty.writeUnits),
    readUnits: at(single.readUnits, fifty.readUnits),
  };
}

export function plus(one: MeasuredUnits, another: MeasuredUnits): MeasuredUnits {
  return {
    writeUnits: one.writeUnits + another.writeUnits,
    readUnits: one.readUnits + another.readUnits,
  };
}
