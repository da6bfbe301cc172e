import { isDeepStrictEqual } from 'node:util';

import type { Item } from '../../../support/vault.ts';
import type { Asked, Bench } from './bench.ts';
import type { Damage } from './damage.ts';
import type { Kind } from './kind.ts';
import { note } from './inputs.ts';
import type { Specimen } from './questions.ts';

type Stored = ReadonlyMap<string, Item>;

/** What came of all damages to the items of a kind. */
export interface Findings {
  readonly item: Item;
  readonly other: Item;
  /** By title of the damage, one answer to each question. */
  readonly answers: ReadonlyMap<string, readonly Asked[]>;
  /** One answer to each question about an item that is as it was. */
  readonly untouched: readonly Asked[];
  readonly alarms: number;
  readonly alarmsUntouched: number;
  /** The keys of items that were written, changed or removed by asking about the touched ones. */
  readonly written: readonly string[];
  readonly plaintexts: readonly string[];
}

async function make(
  bench: Bench,
  kind: Kind,
  count: number,
  { tenant = 'acme', isOther = false } = {},
): Promise<Specimen[]> {
  const inputs = Array.from({ length: count }, () => kind.input(isOther));
  const tokens = await bench.ask('tokenizeBatch', inputs, tenant);
  const specimens = inputs.map((input, at) => {
    return { input, token: (tokens[at]?.data as { token: string }).token };
  });
  await kind.age?.(bench, specimens, tenant, isOther);
  return specimens;
}

function itemOf(stored: Stored, kind: Kind, { token }: Specimen): Item {
  const found = [...stored].find(
    ([key, item]) => key.startsWith(kind.table) && kind.tokenOf(item) === token,
  );
  if (found === undefined) throw new Error(`There is no such item: ${kind.name}.`);
  return found[1];
}

/** A genuine item of the same tenant that is of another kind: of the same key, if there is one. */
function strangerTo(stored: Stored, kind: Kind, { pk }: Item): Item {
  const others = [...stored].filter(
    ([key, item]) => !(key.startsWith(kind.table) && kind.tokenOf(item) !== undefined),
  );
  const ofTenant = others.map(([, item]) => item).filter((item) => item.pk?.S?.startsWith('acme#'));
  const found = ofTenant.find((item) => item.pk?.S === pk?.S) ?? ofTenant[0];
  if (found === undefined) throw new Error('There is no item of another kind.');
  return found;
}

function differences(before: Stored, after: Stored): string[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return keys.filter((key) => !isDeepStrictEqual(before.get(key), after.get(key)));
}

async function askAll(bench: Bench, kind: Kind, specimens: readonly Specimen[]) {
  const answers: Asked[][] = specimens.map(() => []);
  for (const { operation, about } of kind.questions) {
    const asked = await bench.ask(operation, specimens.map(about));
    asked.forEach((one, at) => answers[at]?.push(one));
  }
  return answers;
}

export async function examine(
  bench: Bench,
  kind: Kind,
  damages: readonly Damage[],
): Promise<Findings> {
  await bench.ask('tokenizeBatch', [note()]);
  const [other] = await make(bench, kind, 1, { isOther: true });
  const [foreign] = await make(bench, kind, 1, { tenant: 'globex' });
  const [untouched, ...specimens] = await make(bench, kind, damages.length + 1);
  if (other === undefined || foreign === undefined || untouched === undefined) {
    throw new Error('Nothing was made.');
  }
  const genuine = await bench.stored();
  const item = itemOf(genuine, kind, untouched);
  const relatives = {
    other: itemOf(genuine, kind, other),
    foreign: itemOf(genuine, kind, foreign),
  };
  const damaged = damages.map(({ apply }, at) => {
    const own = itemOf(genuine, kind, specimens[at] ?? untouched);
    return apply(own, { ...relatives, stranger: strangerTo(genuine, kind, own) });
  });
  await bench.put(kind.table, damaged);
  const before = await bench.stored();
  bench.alarms();
  const answers = await askAll(bench, kind, specimens);
  const alarms = bench.alarms();
  const after = await bench.stored();
  const [whole = []] = await askAll(bench, kind, [untouched]);
  return {
    item,
    other: relatives.other,
    answers: new Map(damages.map(({ title }, at) => [title, answers[at] ?? []])),
    untouched: whole,
    alarms,
    alarmsUntouched: bench.alarms(),
    written: differences(before, after),
    plaintexts: specimens.map(({ input }) => input.plaintext),
  };
}
