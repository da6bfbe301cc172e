import { halfVisible } from '../../support/consistency.ts';
import { AUDIT_CONDITION_FAULT, CONDITION_FAULTS } from '../../support/failed-conditions.ts';
import { MOST_REQUESTS, byName, openCourses } from '../../support/fault-courses.ts';
import type { FaultCourses } from '../../support/fault-courses.ts';
import { withProxy } from '../../support/fault-proxy.ts';
import { codesOf, send } from '../../support/vault-operations.ts';
import { runVault } from '../../support/vault.ts';
import type { RunningVault } from '../../support/vault.ts';

const note = { dataClass: 'TEXT', plaintext: 'note' };

describe('a condition that fails although it holds', () => {
  let vault: RunningVault;
  let courses: FaultCourses;
  beforeAll(async () => {
    vault = await runVault();
    courses = await openCourses(vault);
  });
  afterAll(async () => {
    await courses.stop();
    await vault.stop();
  });

  const tamperings = () => vault.lines.filter((line) => line.includes('Tampering'));

  test.each(Object.entries(CONDITION_FAULTS))(
    'once, %s, goes unnoticed in every operation that has one',
    async (_name, { fault, sent }) => {
      const all = await courses.run(fault, 1, sent);
      expect(byName(all, ({ codes }) => codes)).toEqual(byName(all, () => ['OK']));
      expect(byName(all, ({ met }) => met)).toEqual(byName(all, () => 1));
      expect(all.length).toBeGreaterThan(0);
      expect(await halfVisible(vault)).toEqual([]);
      expect(tamperings()).toEqual([]);
    },
  );

  test.each(Object.entries(CONDITION_FAULTS))(
    'for good, %s, is TEMPORARILY_UNAVAILABLE, and nothing is half-visible',
    async (_name, { fault, sent }) => {
      const all = await courses.run(fault, Infinity, sent);
      expect(byName(all, ({ codes }) => codes)).toEqual(
        byName(all, () => ['TEMPORARILY_UNAVAILABLE']),
      );
      expect(Math.max(...all.map(({ requests }) => requests))).toBeLessThan(MOST_REQUESTS);
      expect(await halfVisible(vault)).toEqual([]);
      expect(byName(all, ({ again }) => again)).toEqual(byName(all, () => ['OK']));
      expect(tamperings()).toEqual([]);
    },
  );

  test.each([
    ['the attempt', 0],
    ['the outcome', 1],
  ])('for %s in the audit trail hands nothing out without it', async (_event, passed) => {
    await withProxy(vault, async ({ answer, wire }) => {
      const before = vault.lines.length;
      let events = 0;
      wire.decide((passage) => {
        const fate = AUDIT_CONDITION_FAULT(passage);
        return fate === null || events++ < passed ? 'pass' : fate;
      });
      const replies = await send(answer, 'tokenize', [{ input: note }]);
      expect(codesOf(replies)).toEqual(['TEMPORARILY_UNAVAILABLE']);
      const counted = vault.lines.slice(before).filter((line) => line.includes('"AuditFailure":1'));
      expect(counted).toHaveLength(1);
    });
  });
});
