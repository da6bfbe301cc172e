import type { Observation } from '../../../functions/anomaly-watch/observation.ts';
import { judge, NEW_PROFILE, subjectOf } from '../../../functions/anomaly-watch/profile.ts';
import type { Profile } from '../../../functions/anomaly-watch/profile.ts';
import { DEFAULT_THRESHOLDS } from '../../../functions/anomaly-watch/thresholds.ts';

const DAY_MS = 86_400_000;
const DAY = Date.UTC(2031, 0, 8);
const SEEN: Observation = {
  time: DAY,
  tenant: 'acme',
  actor: 'u-1',
  tokens: [],
  refused: 0,
  source: '203.0.113.7',
};

function after(observations: readonly Partial<Observation>[]): Profile {
  return observations.reduce<Profile>(
    (profile, one) => judge(profile, { ...SEEN, ...one }, DEFAULT_THRESHOLDS).profile,
    NEW_PROFILE,
  );
}

describe('a profile', () => {
  test('takes what comes late for as new as the newest, so that it takes nothing back', () => {
    const looks = [
      { tokens: ['a', 'b'] },
      { time: DAY - 1, tokens: ['c'], refused: 1 },
      { time: DAY + 1000, tokens: ['d'] },
    ];
    const { breadth, newSource, refusalBurst } = after(looks);
    expect(breadth).toMatchObject({ tokens: { set: 4 }, earlier: [] });
    expect(newSource.days).toMatchObject({ count: 1 });
    expect(refusalBurst.minutes).toEqual([{ minute: DAY / 60_000, refused: 1 }]);
  });

  test('counts days with activity, however many events come in each', () => {
    const days = [0, 0, 1, 1, 3].map((day) => ({ time: DAY + day * DAY_MS }));
    expect(after(days).newSource.days.count).toBe(3);
  });

  test.each<[Partial<Observation>, string | null]>([
    [{}, 'acme#actor#u-1'],
    [{ actor: null }, '_system#source#203.0.113.0/24'],
    [{ tenant: null, source: '2001:db8:1:2::3' }, '_system#source#2001:db8:1::/48'],
    [{ tenant: null, source: null }, null],
  ])('of an observation with %j is that of %s', (change, subject) => {
    expect(subjectOf({ ...SEEN, ...change })).toBe(subject);
  });
});
