import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';

import { eventFiles } from '../../cli/event-lines.ts';
import { readPublicKey } from '../../cli/checkpoint-chain.ts';
import type { Expectations } from '../../cli/checkpoint-chain.ts';
import { TrailFault } from '../../cli/fault.ts';
import { checkTrail } from '../../cli/trail-check.ts';
import { runs } from '../support/runs.ts';
import { makeTrail, writeWindow } from '../support/synthetic-trail.ts';
import type { SyntheticTrail, SyntheticWindow } from '../support/synthetic-trail.ts';
import { COUNTS, LATE_IN, TAMPERINGS, insert } from './tamperings.ts';
import type { Choose } from './tamperings.ts';

describe('an exported trail', () => {
  const root = mkdtempSync(join(tmpdir(), 'tampering-'));
  let folders = 0;
  const tally = { found: 0, untouched: 0 };
  afterAll(() => {
    rmSync(root, { recursive: true });
    console.info(`${tally.found} tamperings found, ${tally.untouched} untouched trails sound`);
  });

  const verify = async (
    windows: readonly SyntheticWindow[],
    { publicKey }: Pick<SyntheticTrail, 'publicKey'>,
    known: Expectations = {},
  ) => {
    const folder = join(root, String((folders += 1)));
    for (const window of windows) writeWindow(folder, window);
    const key = join(folder, 'key.pem');
    writeFileSync(key, publicKey.export({ type: 'spki', format: 'pem' }));
    const files = {
      events: eventFiles(join(folder, 'events')),
      checkpoints: join(folder, 'checkpoints'),
      publicKey: readPublicKey(key),
    };
    const verdict = await checkTrail(files, known).catch((error: unknown) => error);
    rmSync(folder, { recursive: true });
    return verdict;
  };

  const RUNS = runs(15);

  test.each(Object.entries(TAMPERINGS))(
    'is found out when somebody %s',
    async (_what, { faults, apply, known }) => {
      const trail = makeTrail(COUNTS, undefined, LATE_IN);
      let left = RUNS;
      await fc.assert(
        fc.asyncProperty(fc.infiniteStream(fc.nat()), fc.boolean(), async (numbers, hints) => {
          const choose: Choose = (limit) => Number(numbers.next().value) % limit;
          const tampered = apply(trail, choose);
          fc.pre(tampered !== null);
          // With the hashes of the leaves or without them.
          const windows = tampered.map((window) =>
            hints ? window : { ...window, leaves: Buffer.alloc(0) },
          );
          const fault = await verify(windows, trail, known?.(trail));
          expect(fault).toBeInstanceOf(TrailFault);
          expect(faults).toContain((fault as TrailFault).kind);
          tally.found += 1;
          left -= 1;
        }),
        { numRuns: RUNS, seed: 20310101 },
      );
      expect(left).toBe(0);
    },
  );

  test('is tampered with in more than two hundred ways', () => {
    expect(RUNS * Object.keys(TAMPERINGS).length).toBeGreaterThan(200);
  });

  test('is not taken for tampered with when nobody did, whatever windows it has', async () => {
    const counts = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 2, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(counts, fc.nat(), async (sizes, late) => {
        const lateIn = late % (sizes.length - 1);
        const trail = makeTrail(sizes, undefined, lateIn);
        const known = { until: new Date(trail.until), head: trail.head };
        expect(await verify(trail.windows, trail, known)).toMatchObject({
          events: sizes.reduce((sum, size) => sum + size, 1),
          checkpoints: sizes.length,
          late: 1,
          head: trail.head,
        });
        tally.untouched += 1;
      }),
      { numRuns: 2 * RUNS, seed: 20310101 },
    );
  });

  test('is not believed under another key, which is told from a single forged checkpoint', async () => {
    const trail = makeTrail(COUNTS);
    const { publicKey } = makeTrail([1]);
    expect(await verify(trail.windows, { publicKey })).toMatchObject({ kind: 'WRONG_KEY' });
  });

  test.each([
    [
      'EVENT_CHANGED',
      (events: string[]) => events.splice(5, 1, (events[5] ?? '').replace('PAN', 'SSN')),
    ],
    ['EVENT_INSERTED', (events: string[]) => insert(events, () => 5)],
  ] as const)('tells the file and the line of %s', async (kind, edit) => {
    const trail = makeTrail([3, 12]);
    const windows = trail.windows.map((window) => ({ ...window, events: [...window.events] }));
    const before = windows[1]?.events ?? [];
    edit(before);
    const at = before.findIndex((event) => !trail.windows[1]?.events.includes(event)) + 1;
    const fault = await verify(windows, trail);
    expect(fault).toMatchObject({ kind });
    expect((fault as TrailFault).place).toContain(`first at 000000000001.jsonl:${at}.`);
  });

  test('tells which event of the window is missing', async () => {
    const trail = makeTrail([3, 12]);
    const windows = trail.windows.map((window) => ({
      ...window,
      events: window.events.filter((_, at) => window.sequence !== 1 || at !== 7),
    }));
    const fault = (await verify(windows, trail)) as TrailFault;
    expect(fault.place).toContain(
      '11 events where 12 were sealed, first at number 8 of the window',
    );
  });

  test('may begin later where that is expected', async () => {
    const { windows, ...trail } = makeTrail(COUNTS);
    const from = new Date(Date.UTC(2031, 0, 1, 0, 10));
    expect(await verify(windows.slice(2), trail, { from })).toMatchObject({ checkpoints: 5 });
    expect(await verify(windows.slice(3), trail, { from })).toMatchObject({
      kind: 'BEGINNING_MISSING',
    });
  });
});
