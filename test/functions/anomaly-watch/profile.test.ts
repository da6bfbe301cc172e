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

  /** On which of these days, each with so many tokens, breadth is flagged. */
  const broadDays = (counts: readonly number[]): number[] => {
    let profile = NEW_PROFILE;
    return counts.flatMap((count, day) => {
      const tokens = Array.from({ length: count }, (_, number) => `t-${day}-${number}`);
      const seen = { ...SEEN, time: DAY + day * DAY_MS, tokens };
      const judged = judge(profile, seen, DEFAULT_THRESHOLDS);
      profile = judged.profile;
      return judged.anomalies.includes('breadth') ? [day] : [];
    });
  };
  const USUAL = Array.from({ length: 10 }, () => 40);

  test('takes no harvest for usual because it was flagged before, once or again and again', () => {
    expect(broadDays([...USUAL, 2000, 2000])).toEqual([10, 11]);
    expect(broadDays([...USUAL, 2000, 40, 300, 40, 300])).toEqual([10, 12, 14]);
  });

  test('is not talked into a harvest by a few days that grow within bounds', () => {
    expect(broadDays([...USUAL, 100, 250, 600])).toEqual([11, 12]);
  });

  test('gets used to more work that stays', () => {
    const grown = Array.from({ length: 12 }, () => 200);
    const flagged = broadDays([...USUAL, ...grown]);
    expect(flagged[0]).toBe(10);
    expect(flagged.at(-1)).toBeLessThan(16);
  });

  test('is not led to the night step by step, nor used to it by one night', () => {
    const hours = [...USUAL.flatMap((_, day) => [day * 24 + 9, day * 24 + 12, day * 24 + 16])];
    const flagged = (more: readonly number[]): number[] => {
      let profile = NEW_PROFILE;
      return [...hours, ...more].flatMap((hour) => {
        const judged = judge(
          profile,
          { ...SEEN, time: DAY + hour * 3_600_000 },
          DEFAULT_THRESHOLDS,
        );
        profile = judged.profile;
        return judged.anomalies.includes('unusualHour') ? [hour] : [];
      });
    };
    const at = (day: number, hour: number) => (USUAL.length + day) * 24 + hour;
    expect(flagged([at(0, 18), at(1, 20), at(2, 22)])).toEqual([at(1, 20), at(2, 22)]);
    expect(flagged([at(0, 9), at(1, 3), at(2, 3)])).toEqual([at(1, 3), at(2, 3)]);
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
