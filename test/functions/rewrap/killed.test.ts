import { rewrapBench } from '../../support/rewrap.ts';
import { holdAfterWrites, startFunctionProcess } from '../../support/vault-process.ts';
import { runVault } from '../../support/vault.ts';
import type { Item, RunningVault } from '../../support/vault.ts';
import { tapWire } from '../../support/wire-tap.ts';

describe('a rewrap process', () => {
  let vault: RunningVault;
  let names = 0;

  beforeAll(async () => {
    vault = await runVault();
  });
  afterAll(() => vault.stop());

  test('killed after any of its writes it is finished by the next run, with everything readable', async () => {
    // Two events, three records, one checkpoint.
    const [writes, count] = [6, 3];
    for (let killed = 1; killed <= writes; killed += 1) {
      const { bench, tokens } = await preparedForNow(count);
      const wire = await tapWire(vault.dynamodbWire.endpoint);
      const doomed = startFunctionProcess('rewrap', vault, wire.endpoint);
      const died = doomed.invoke({}, `doomed-${String(killed)}`).catch((error: unknown) => error);
      const held = holdAfterWrites(wire, killed);
      expect(await Promise.race([held, died])).toBeUndefined();
      await doomed.kill();
      expect(await died).toMatchObject({ message: 'Runtime.ExitError' });
      await wire.stop();
      await bench.run();
      const job = await bench.status();
      expect(job).toMatchObject({ state: 'DONE', failed: 0, census: [{ records: count }] });
      await bench.removeOldVersions();
      for (const token of tokens) expect(await bench.release(token)).toHaveProperty('data');
    }
  });

  /** As `prepared`, with a job that a process with the real clock begins: the key looks old to it. */
  async function preparedForNow(count: number) {
    const bench = await rewrapBench(vault, `fault-${String((names += 1))}`);
    const tokens = await Promise.all(Array.from({ length: count }, () => bench.tokenize()));
    await bench.rotate();
    vault.dynamodbWire.decide(({ operation, body }) =>
      operation === 'GetItem' && body.includes('branch:ACTIVE') ? { edit: madeLongAgo } : 'pass',
    );
    expect((await bench.start()).state).toBe('RUNNING');
    vault.dynamodbWire.decide(null);
    return { bench, tokens };
  }
});

function madeLongAgo(answer: Record<string, unknown>): unknown {
  const item = answer.Item as Item;
  const long = new Date(Date.now() - 3_600_000).toISOString();
  return { ...answer, Item: { ...item, 'create-time': { S: long } } };
}
