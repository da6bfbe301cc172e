import { halfVisible } from '../../support/consistency.ts';
import { dieAfterWrites, isWrite, withProxy } from '../../support/fault-proxy.ts';
import { VAULT_OPERATIONS, codesOf, send } from '../../support/vault-operations.ts';
import type { VaultOperation } from '../../support/vault-operations.ts';
import { runVault } from '../../support/vault.ts';
import type { Answer, RunningVault } from '../../support/vault.ts';
import type { Passage } from '../../support/wire-tap.ts';

/** What a write is, by the tables it names. */
function nameOf({ operation, body }: Passage): string {
  const tables = [...body.matchAll(/"TableName":"(\w+)"/g)].map(([, table]) => table);
  return `${operation} ${[...new Set(tables)].join(' + ')}`;
}

/**
 * A process that dies after its n-th write: that one took effect, its answer never came, and nothing
 * later arrives. Another process then gets the same request.
 */
describe('a vault killed between any two writes', () => {
  let vault: RunningVault;
  /** The process that lives on. */
  let next: Answer;
  const enumerated = new Map<string, string[]>();

  beforeAll(async () => {
    vault = await runVault();
    next = vault.start();
    await send(next, 'me', [{}]);
  });
  afterAll(async () => {
    await vault.stop();
    const lines = [...enumerated].map(([name, writes]) => `  ${name}: ${writes.join(', ')}`);
    console.log(`writes after each of which the vault was killed\n${lines.join('\n')}`);
  });

  const writesOf = ({ operation, prepare }: VaultOperation): Promise<string[]> =>
    withProxy(vault, async ({ answer, wire }) => {
      const received = await prepare(answer);
      wire.clear();
      expect(new Set(codesOf(await send(answer, operation, received)))).toEqual(new Set(['OK']));
      return wire.passages.filter(isWrite).map(nameOf);
    });

  /** The codes of a retry by another process, after one that died. */
  const retried = ({ operation, prepare }: VaultOperation, count: number) =>
    withProxy(vault, async (doomed) => {
      const received = await prepare(doomed.answer);
      dieAfterWrites(doomed.wire, count);
      const died = await send(doomed.answer, operation, received);
      const again = await send(next, operation, received);
      const acknowledged = codesOf(died).filter((code) => code === 'OK').length;
      return { acknowledged, again: [...new Set(codesOf(again))] };
    });

  test.each(VAULT_OPERATIONS.map((operation) => [operation.name, operation] as const))(
    '%s: a retry succeeds and nothing is half-visible',
    async (name, operation) => {
      const writes = await writesOf(operation);
      enumerated.set(name, writes);
      expect(writes.length).toBeGreaterThanOrEqual(2);
      const outcomes = await Promise.all(writes.map((_, at) => retried(operation, at + 1)));
      expect(outcomes).toEqual(writes.map(() => ({ acknowledged: 0, again: ['OK'] })));
      expect(await halfVisible(vault)).toEqual([]);
    },
  );
});
