import { user } from '../../support/vault.ts';
import { runWatch, WINDOW_MINUTES } from '../../support/watching.ts';
import type { RunningWatch } from '../../support/watching.ts';

const HOUR_MS = 3_600_000;
/** One more than in a burst. */
const GUESSES = 6;

describe('a watch that was cut short for an hour', () => {
  let running: RunningWatch;
  let minute = 0;

  beforeAll(async () => {
    running = await runWatch();
  });
  afterAll(() => running.stop());

  /** Everything up to a minute that many windows later is sealed, and it is that time. */
  const sealed = async (windows: number) => {
    minute += windows * WINDOW_MINUTES;
    await running.seal(minute);
    running.setMinute(minute + 1);
  };
  const guess = async (name: string) => {
    running.setMinute(minute + 1);
    for (let time = 0; time < GUESSES; time += 1) {
      const identity = user(['support'], 'acme', name);
      await running.send({ operation: 'token', identity, received: { token: 'of-nobody' } });
    }
    await sealed(1);
  };
  const cutAfter = async (writes: number) => {
    let done = 0;
    running.vault.dynamodbWire.decide(({ operation }) => {
      if (done >= writes) return 'cut';
      done += operation === 'PutItem' ? 1 : 0;
      return 'pass';
    });
    await expect(running.watch()).rejects.toThrow();
    running.vault.dynamodbWire.decide(null);
  };

  test.each([
    [1, 'before it told of it, as of now: what lies there is sealed already'],
    [2, 'after that, as of then'],
  ])('after %i writes and is taken up again tells, %s', async (writes) => {
    const name = `guesser-${String(writes)}`;
    await guess(name);
    const then = running.now().getTime();
    await cutAfter(writes);
    await sealed(HOUR_MS / 60_000 / WINDOW_MINUTES);
    await running.watch();
    const findings = (await running.findings()).filter(({ actor }) => actor?.S === name);
    expect(findings).toHaveLength(1);
    const isAsOfNow = Date.parse(findings[0]?.time?.S ?? '') - then >= HOUR_MS;
    expect(isAsOfNow).toBe(writes === 1);
    expect(await running.watch()).toEqual({ watched: 0, findings: 0 });
  });
});
