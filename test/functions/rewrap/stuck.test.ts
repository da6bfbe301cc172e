import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';

import { rewrapBench } from '../../support/rewrap.ts';
import { runVault } from '../../support/vault.ts';
import type { RunningVault } from '../../support/vault.ts';

const MINUTE_MS = 60_000;

describe('a rewrap that does not go on', () => {
  let vault: RunningVault;

  beforeAll(async () => {
    vault = await runVault();
  });
  afterAll(() => vault.stop());
  afterEach(() => {
    vault.dynamodbWire.decide(null);
  });

  const prepared = async (tenant: string) => {
    const bench = await rewrapBench(vault, tenant);
    await bench.tokenize();
    await bench.rotate();
    await bench.start();
    return bench;
  };
  /** How often a run at that time says that something is stuck. */
  const stuckAt = async (minute: number): Promise<number> => {
    vault.lines.splice(0);
    const clock = () => new Date(Date.now() + minute * MINUTE_MS);
    await vault.startRewrap({ clock })('run-1');
    return vault.lines.filter((line) => line.includes('"RewrapStuck":1')).length;
  };

  test('is counted once a run after half an hour, until it goes on', async () => {
    const bench = await prepared('stuck');
    vault.dynamodbWire.decide(({ operation }) =>
      operation === 'Scan' ? { status: 400, type: 'ThrottlingException' } : 'pass',
    );
    // It may begin after five minutes and twenty seconds.
    expect(await stuckAt(10)).toBe(0);
    expect(await stuckAt(34)).toBe(0);
    expect(await stuckAt(37)).toBe(1);
    expect(await stuckAt(38)).toBe(1);
    vault.dynamodbWire.decide(null);
    expect(await stuckAt(39)).toBe(1);
    expect(await bench.status()).toMatchObject({ state: 'DONE', rewrapped: 1 });
    expect(await stuckAt(90)).toBe(0);
  });

  test('because its tenant is disabled is not stuck, nor when that ends', async () => {
    const bench = await prepared('paused');
    const pk = { S: 'paused#tenant' };
    await vault.dynamodb.send(
      new PutItemCommand({ TableName: 'control', Item: { pk, disabled: { BOOL: true } } }),
    );
    expect(await stuckAt(10)).toBe(0);
    expect(await stuckAt(90)).toBe(0);
    await vault.dynamodb.send(new DeleteItemCommand({ TableName: 'control', Key: { pk } }));
    expect(await stuckAt(180)).toBe(0);
    expect(await bench.status()).toMatchObject({ state: 'DONE' });
  });
});
