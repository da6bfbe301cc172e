import { halfVisible } from '../../support/consistency.ts';
import {
  MOST_REQUESTS,
  byName,
  everywhere,
  openCourses,
  unavailableWhereMet,
} from '../../support/fault-courses.ts';
import type { FaultCourses } from '../../support/fault-courses.ts';
import { FAULTS, withProxy } from '../../support/fault-proxy.ts';
import { joinRealms } from '../../support/realm.ts';
import { codesOf, send } from '../../support/vault-operations.ts';
import { runVault } from '../../support/vault.ts';
import type { RunningVault } from '../../support/vault.ts';

/** What is left unprocessed in part gets less with every round, so it ends well. */
const LASTING = Object.entries(FAULTS).filter(([name]) => name !== 'some keys left unprocessed');

describe('storage that fails', () => {
  let vault: RunningVault;
  let courses: FaultCourses;
  beforeAll(async () => {
    joinRealms();
    vault = await runVault();
    courses = await openCourses(vault);
  });
  afterAll(async () => {
    await courses.stop();
    await vault.stop();
  });

  test.each(Object.entries(FAULTS))(
    'once, by %s, goes unnoticed in every operation',
    async (_name, fault) => {
      const all = await courses.run(fault, 1);
      expect(byName(all, ({ codes }) => codes)).toEqual(everywhere(['OK']));
      expect(all.some(({ met }) => met > 0)).toBe(true);
      expect(await halfVisible(vault)).toEqual([]);
    },
  );

  test.each(LASTING)(
    'for good, by %s, is TEMPORARILY_UNAVAILABLE, and nothing is half-visible',
    async (_name, fault) => {
      const all = await courses.run(fault, Infinity);
      expect(byName(all, ({ codes }) => codes)).toEqual(unavailableWhereMet(all));
      expect(Math.max(...all.map(({ requests }) => requests))).toBeLessThan(MOST_REQUESTS);
      expect(await halfVisible(vault)).toEqual([]);
      expect(byName(all, ({ again }) => again)).toEqual(everywhere(['OK']));
    },
  );

  test('by silence is TEMPORARILY_UNAVAILABLE within the time of the function', async () => {
    const started = Date.now();
    const all = await courses.run(() => 'hang', Infinity);
    expect(Date.now() - started).toBeLessThan(20_000);
    expect(byName(all, ({ codes }) => codes)).toEqual(unavailableWhereMet(all));
    expect(await halfVisible(vault)).toEqual([]);
  });

  test('after a write took effect uses up no second use', async () => {
    await withProxy(vault, async ({ answer, wire }) => {
      const input = { dataClass: 'TEXT', plaintext: 'used', maxUses: 2 };
      const [made] = await send(answer, 'tokenize', [{ input }]);
      const { token } = made?.data as { token: string };
      const asked = [{ token, purpose: 'FRAUD_REVIEW' }];
      let lost = 0;
      wire.decide((passage) => {
        const isUse = passage.operation === 'PutItem' && passage.body.includes('acme#token#');
        return isUse && lost++ < 2 ? 'lose-answer' : 'pass';
      });
      expect(await send(answer, 'release', asked)).toEqual([{ data: 'used' }]);
      expect(lost).toBe(3);
      const state = (await vault.items('CONTROL_TABLE')).find(({ pk }) => pk?.S?.endsWith(token));
      expect(state?.uses).toEqual({ N: '1' });
      expect(codesOf(await send(answer, 'release', asked))).toEqual(['OK']);
      expect(codesOf(await send(answer, 'release', asked))).toEqual(['ALREADY_USED']);
    });
  });
});
