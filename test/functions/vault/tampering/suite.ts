import { sampled } from '../../../support/runs.ts';
import { NOT_FOUND, createBench } from './bench.ts';
import type { Bench } from './bench.ts';
import { damagesTo } from './damage.ts';
import { examine } from './examination.ts';
import type { Findings } from './examination.ts';
import type { Kind } from './kind.ts';

const EXAMINATION_MS = 120_000;

/** Tests each kind of item against all damages: it is refused the same way to whoever reads it. */
export function describeTampering(kinds: readonly Kind[]): void {
  let bench: Bench;

  beforeAll(async () => {
    bench = await createBench();
  });
  afterAll(() => bench.vault.stop());

  describe.each(kinds.map((kind) => [kind.name, kind] as const))('%s', (_name, kind) => {
    const damages = sampled(damagesTo([...kind.attributes, 'mac'], kind.alike, kind.edits));
    let found: Findings;

    beforeAll(async () => {
      found = await examine(bench, kind, damages);
    }, EXAMINATION_MS);
    afterAll(() => bench.clear());

    test('is touched attribute by attribute', () => {
      expect(Object.keys(found.item).sort()).toEqual(['pk', 'mac', ...kind.attributes].sort());
      const alike = kind.attributes.filter(
        (name) => JSON.stringify(found.item[name]) === JSON.stringify(found.other[name]),
      );
      expect(kind.alike).toEqual(expect.arrayContaining(alike));
    });

    test.each(damages.map(({ title }) => title))('with %s is refused as tampering', (title) => {
      const expected = kind.questions.map(() => ({ reply: NOT_FOUND, finding: 'TAMPERED' }));
      expect(found.answers.get(title)).toMatchObject(expected);
    });

    test('raises an alarm each time it is read, and none as it was', () => {
      expect(found.alarms).toBe(damages.length * kind.questions.length);
      expect(found.alarmsUntouched).toBe(0);
    });

    test('neither releases a value nor has anything written', () => {
      const told = JSON.stringify([...found.answers.values()]);
      expect(found.plaintexts.filter((plaintext) => told.includes(plaintext))).toEqual([]);
      expect(found.written).toEqual([]);
    });

    test('is answered as it was made, untouched', () => {
      const codes = found.untouched.map(({ reply }) => reply.split(':')[0]);
      expect(codes).toEqual(kind.questions.map(({ genuine }) => genuine));
    });
  });
}
