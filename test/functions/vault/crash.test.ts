import { randomUUID } from 'node:crypto';

import { halfVisible } from '../../support/consistency.ts';
import { isWrite, withProxy } from '../../support/fault-proxy.ts';
import { VAULT_OPERATIONS, codesOf, send } from '../../support/vault-operations.ts';
import type { VaultOperation } from '../../support/vault-operations.ts';
import { sampled } from '../../support/runs.ts';
import { holdAfterWrites, startVaultProcess } from '../../support/vault-process.ts';
import type { VaultProcess } from '../../support/vault-process.ts';
import { runVault } from '../../support/vault.ts';
import type { Answer, Reply, RunningVault } from '../../support/vault.ts';
import { tapWire } from '../../support/wire-tap.ts';
import type { Passage } from '../../support/wire-tap.ts';

/** What a write is, by the tables it names. */
function nameOf({ operation, body }: Passage): string {
  const tables = [...body.matchAll(/"TableName":"(\w+)"/g)].map(([, table]) => table);
  return `${operation} ${[...new Set(tables)].join(' + ')}`;
}

/** A charge that was broken off is not done again: `charge-faults.test.ts`. */
const REPEATABLE = VAULT_OPERATIONS.filter(({ operation }) => operation !== 'charge');

interface Input {
  readonly dataClass: string;
  readonly plaintext: string;
}

/** The values that tokens were asked for, but those that nobody gets back. */
function valuesIn(received: readonly object[]): string[] {
  const inputs = received.flatMap((one) => {
    const { input, inputs: many } = one as { input?: Input; inputs?: Input[] };
    return many ?? (input === undefined ? [] : [input]);
  });
  return inputs.flatMap(({ dataClass, plaintext }) => (dataClass === 'CVC' ? [] : [plaintext]));
}

function tokensIn(
  replies: readonly Reply[],
): { readonly token: string; readonly purpose: string }[] {
  return replies
    .flatMap(({ data }) => data as { token: string } | { token: string }[])
    .map(({ token }) => ({ token, purpose: 'FRAUD_REVIEW' }));
}

/** What these write besides, such as counters of budgets, rivals write, too, and then once more. */
const AMONG_RIVALS: ReadonlySet<VaultOperation['operation']> = new Set([
  ...(['token', 'detokenize', 'detokenizeBatch', 'release'] as const),
  ...(['setBudget', 'requestApproval', 'decideApproval', 'revokeApproval'] as const),
]);

/** All at once, or one after the other where the number of writes would depend on the others. */
async function eachOf<Value, Result>(
  { operation }: VaultOperation,
  values: readonly Value[],
  work: (value: Value, at: number) => Promise<Result>,
): Promise<Result[]> {
  if (!AMONG_RIVALS.has(operation)) return Promise.all(values.map(work));
  const results: Result[] = [];
  for (const [at, value] of values.entries()) results.push(await work(value, at));
  return results;
}

/**
 * A process that is killed after its n-th write: that one took effect, its answer never came, and
 * nothing later arrives. Another process then gets the same request.
 */
describe('a vault process killed between any two writes', () => {
  let vault: RunningVault;
  /** The process that lives on. */
  let survivor: VaultProcess;
  /** A process takes each request id once at a time. */
  const next: Answer = (event) => survivor.answer(event, randomUUID());
  const enumerated = new Map<string, string[]>();

  beforeAll(async () => {
    vault = await runVault();
    survivor = startVaultProcess(vault, vault.dynamodbWire.endpoint);
    await send(next, 'me', [{}]);
  });
  afterAll(async () => {
    await survivor.kill();
    await vault.stop();
    const lines = [...enumerated].map(([name, writes]) => `  ${name}: ${writes.join(', ')}`);
    console.log(`writes after each of which a process was killed\n${lines.join('\n')}`);
  });

  const writesOf = ({ operation, prepare }: VaultOperation): Promise<string[]> =>
    withProxy(vault, async ({ answer, wire }) => {
      const received = await prepare(answer);
      wire.clear();
      expect(new Set(codesOf(await send(answer, operation, received)))).toEqual(new Set(['OK']));
      return wire.passages.filter(isWrite).map(nameOf);
    });

  const killAfter = async (
    { operation }: VaultOperation,
    received: readonly object[],
    count: number,
    requestId: string,
  ): Promise<void> => {
    const wire = await tapWire(vault.dynamodbWire.endpoint);
    const doomed = startVaultProcess(vault, wire.endpoint);
    const answer: Answer = (event) => doomed.answer(event, requestId);
    const died = send(answer, operation, received).then(
      () => 'answered',
      (error: unknown) => (error as Error).message,
    );
    const held = holdAfterWrites(wire, count);
    expect(await Promise.race([held, died])).toBeUndefined();
    await doomed.kill();
    expect(await died).toBe('Runtime.ExitError');
    await wire.stop();
  };

  /** What another process makes of the same request, and what the audit trail has of the first. */
  const retried = async (tried: VaultOperation, count: number) => {
    const requestId = `${tried.name} #${count}`;
    const received = await tried.prepare(next);
    await killAfter(tried, received, count, requestId);
    const again = await send(next, tried.operation, received);
    const values = tried.operation.startsWith('tokenize') ? valuesIn(received) : [];
    const tokens = values.length === 0 ? [] : tokensIn(again);
    const released = values.length === 0 ? [] : await send(next, 'release', tokens);
    return {
      again: [...new Set(codesOf(again))],
      lost: values.filter((value, at) => released[at]?.data !== value),
      requestId,
    };
  };

  const kindsOf = async (requestIds: readonly string[]): Promise<string[][]> => {
    const events = await vault.items('AUDIT_TABLE');
    return requestIds.map((id) =>
      events.flatMap(({ requestId, kind }) => (requestId?.S === id ? [kind?.S ?? ''] : [])).sort(),
    );
  };

  test.each(sampled(REPEATABLE).map((operation) => [operation.name, operation] as const))(
    '%s: a retry succeeds, nothing is half-visible, and the attempt is on record',
    async (name, operation) => {
      const writes = await writesOf(operation);
      enumerated.set(name, writes);
      expect(writes.length).toBeGreaterThanOrEqual(2);
      expect([writes[0], writes.at(-1)]).toEqual(['PutItem audit', 'PutItem audit']);
      const outcomes = await eachOf(operation, writes, (_, at) => retried(operation, at + 1));
      expect(outcomes.map(({ again, lost }) => ({ again, lost }))).toEqual(
        writes.map(() => ({ again: ['OK'], lost: [] })),
      );
      const isLast = (at: number) => at === writes.length - 1;
      expect(await kindsOf(outcomes.map(({ requestId }) => requestId))).toEqual(
        writes.map((_, at) => (isLast(at) ? ['ATTEMPT', 'OUTCOME'] : ['ATTEMPT'])),
      );
      expect(await halfVisible(vault)).toEqual([]);
    },
  );

  test('never gives a use twice: the one that was taken stays taken', async () => {
    const release = VAULT_OPERATIONS.find(({ name }) => name === 'release: limited use');
    if (release === undefined) throw new Error('There is no such operation.');
    const uses = await eachOf(release, [1, 2, 3, 4, 5], async (count) => {
      const received = await release.prepare(next);
      await killAfter(release, received, count, `use #${count}`);
      await send(next, 'release', received);
      const { token } = received[0] as { token: string };
      const states = await vault.items('CONTROL_TABLE');
      return states.find(({ pk }) => pk?.S?.endsWith(token))?.uses?.N;
    });
    // Killed after the attempt, after each budget was counted, after the use, and after the outcome.
    expect(uses).toEqual(['1', '1', '1', '2', '2']);
  });
});
