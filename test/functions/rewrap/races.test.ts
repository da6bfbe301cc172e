import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';

import { halfVisible } from '../../support/consistency.ts';
import { later, rewrapBench } from '../../support/rewrap.ts';
import type { RewrapBench } from '../../support/rewrap.ts';
import { ask, runVault } from '../../support/vault.ts';
import type { Item, Reply, RunningVault } from '../../support/vault.ts';

type Change = (bench: RewrapBench, token: string) => Promise<unknown>;

/** What may happen to a record, and what it is then. */
const CHANGES: readonly (readonly [name: string, change: Change, released: string])[] = [
  ['a use', (bench, token) => bench.release(token), 'ALREADY_USED'],
  ['a revocation', change('revokeToken'), 'TOKEN_NOT_FOUND'],
  ['an erasure', change('eraseToken'), 'TOKEN_NOT_FOUND'],
];

let vault: RunningVault;

function change(operation: 'revokeToken' | 'restoreToken' | 'eraseToken'): Change {
  return async (bench, token) => {
    const reply = await ask(vault.start(), operation, bench.admin, { input: { token } });
    if (reply.error !== undefined) throw new Error(reply.error.code);
  };
}

/** As the masked view shows it; undefined if it shows none. */
async function stateOf(bench: RewrapBench, token: string): Promise<string | undefined> {
  const { data } = await ask(vault.start(), 'token', bench.payment, { token });
  return (data as { state: string } | undefined)?.state;
}

const codeOf = ({ data, error }: Reply): unknown => error?.code ?? data;

describe('a rewrap among those who use the records', () => {
  let names = 0;

  beforeAll(async () => {
    vault = await runVault();
  });
  afterAll(() => vault.stop());
  afterEach(() => {
    vault.dynamodbWire.decide(null);
  });

  const newBench = () => rewrapBench(vault, `race-${String((names += 1))}`);

  /** A record under an old version, and a job that is to move it. */
  const prepared = async () => {
    const bench = await newBench();
    const input = { dataClass: 'EMAIL', plaintext: 'race@example.org', deterministic: false };
    const token = await bench.tokenize({ ...input, maxUses: 1 });
    const keyVersion = await bench.rotate();
    await bench.start();
    return { bench, token, keyVersion };
  };

  /** As if all that happened since had come right after the page was read. */
  const runAfterReading = async (bench: RewrapBench, stale: readonly Item[]): Promise<void> => {
    let pages = 0;
    vault.dynamodbWire.decide(({ operation }) => {
      if (operation !== 'Scan' || pages > 0) return 'pass';
      pages += 1;
      return { edit: (page) => ({ ...page, Items: stale.map(wireItem) }) };
    });
    await bench.run();
    vault.dynamodbWire.decide(null);
    expect(pages).toBe(1);
  };

  test.each(CHANGES)(
    '%s between its reading and its writing is neither lost nor undone',
    async (_name, made, released) => {
      const { bench, token, keyVersion } = await prepared();
      const stale = [...(await bench.records()).values()];
      await made(bench, token);
      const changed = (await bench.records()).get(token);
      await runAfterReading(bench, stale);
      const after = (await bench.records()).get(token);
      expect(after?.state).toEqual(changed?.state);
      expect(after?.version).toEqual(changed?.version);
      expect(await bench.status()).toMatchObject({
        state: 'DONE',
        rewrapped: changed === undefined ? 0 : 1,
        failed: 0,
        census: changed === undefined ? [] : [{ keyVersion, records: 1 }],
      });
      await bench.removeOldVersions();
      expect(codeOf(await bench.release(token))).toBe(released);
      expect(await stateOf(bench, token)).toBe(changed?.state?.S);
      expect(await halfVisible(vault)).toEqual([]);
    },
  );

  test.each(CHANGES)(
    '%s that read the record before it was moved takes effect all the same',
    async (_name, made, released) => {
      const { bench, token, keyVersion } = await prepared();
      const before = (await bench.records()).get(token);
      await bench.run();
      let isStale = false;
      vault.dynamodbWire.decide(({ operation, body }) => {
        if (isStale || operation !== 'BatchGetItem' || !body.includes(token)) return 'pass';
        isStale = true;
        return {
          edit: (answer) => ({
            ...answer,
            Responses: { ...(answer.Responses as object), vault: [wireItem(before)] },
          }),
        };
      });
      await made(bench, token);
      vault.dynamodbWire.decide(null);
      expect(isStale).toBe(true);
      const after = (await bench.records()).get(token);
      if (after !== undefined) expect(bench.versionOf(after)).toBe(keyVersion);
      await bench.removeOldVersions();
      expect(codeOf(await bench.release(token))).toBe(released);
      expect(await stateOf(bench, token)).toBe(after?.state?.S);
      expect(await halfVisible(vault)).toEqual([]);
    },
  );

  test('a record that time to live removes under way stays removed', async () => {
    const { bench, token } = await prepared();
    const Key = { pk: { S: `${bench.tokenizer.tenant ?? ''}#token#${token}` } };
    const stale = [...(await bench.records()).values()];
    for (const TableName of ['vault', 'control']) {
      await vault.dynamodb.send(new DeleteItemCommand({ TableName, Key }));
    }
    await runAfterReading(bench, stale);
    expect((await bench.records()).size).toBe(0);
    expect(await bench.status()).toMatchObject({ state: 'DONE', rewrapped: 0, census: [] });
  });

  test('runs at once move everything once and count every record once', async () => {
    const bench = await newBench();
    const tokens = await Promise.all(Array.from({ length: 20 }, () => bench.tokenize()));
    const keyVersion = await bench.rotate();
    await bench.start();
    await Promise.all([1, 2, 3].map(() => bench.run()));
    const job = await bench.status();
    expect(job).toMatchObject({ state: 'DONE', failed: 0, census: [{ keyVersion, records: 20 }] });
    expect((job?.rewrapped ?? 0) + (job?.alreadyCurrent ?? 0)).toBe(20);
    await bench.removeOldVersions();
    const released = await Promise.all(tokens.map((token) => bench.release(token)));
    expect(released.filter(({ error }) => error !== undefined)).toEqual([]);
  });

  test('in the midst of everything else nothing is lost, undone or given twice', async () => {
    const bench = await newBench();
    const make = (count: number, more: object = {}) =>
      Promise.all(Array.from({ length: count }, () => bench.tokenize(more)));
    const [kept, revoked, erased, limited] = [
      await make(12),
      await make(6),
      await make(6),
      await make(4, { maxUses: 2 }),
    ];
    const old = vault.start();
    await bench.release(kept[0] ?? '', old);
    const keyVersion = await bench.rotate();
    await bench.start();
    const rewrap = vault.startRewrap({ clock: later }, { REWRAP_ITEMS_PER_SECOND: '10000' });
    const uses = limited.flatMap((token) => [token, token, token, token]);
    const [, released, used, made] = await Promise.all([
      rewrap('run-1').then(() => rewrap('run-2')),
      Promise.all(kept.map((token) => bench.release(token, old))),
      Promise.all(uses.map((token) => bench.release(token))),
      make(6),
      Promise.all(revoked.map((token) => change('revokeToken')(bench, token))),
      Promise.all(erased.map((token) => change('eraseToken')(bench, token))),
    ]);
    expect(released.map(codeOf)).not.toContain('TOKEN_NOT_FOUND');
    expect(used.filter(({ error }) => error === undefined)).toHaveLength(8);
    const records = await bench.records();
    expect([...records.values()].map((item) => bench.versionOf(item))).toEqual(
      Array(12 + 6 + 4 + 6).fill(keyVersion),
    );
    expect(await bench.status()).toMatchObject({ state: 'DONE', failed: 0 });
    await bench.removeOldVersions();
    const codes = async (tokens: readonly string[]) =>
      new Set(
        await Promise.all(tokens.map(async (token) => (await bench.release(token)).error?.code)),
      );
    expect(await codes([...kept, ...made])).toEqual(new Set([undefined]));
    expect(await codes([...revoked, ...erased])).toEqual(new Set(['TOKEN_NOT_FOUND']));
    expect(await codes(limited)).toEqual(new Set(['ALREADY_USED']));
    expect(await halfVisible(vault)).toEqual([]);
  });
});

/** An item as JSON has it on the wire. */
function wireItem(item: Item | undefined): object {
  return Object.fromEntries(
    Object.entries(item ?? {}).map(([name, value]) => [
      name,
      value.B === undefined ? value : { B: Buffer.from(value.B).toString('base64') },
    ]),
  );
}
