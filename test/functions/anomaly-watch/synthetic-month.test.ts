import { dayOf } from '../../../functions/anomaly-watch/observation.ts';
import { isProfile } from '../../../functions/anomaly-watch/profile-check.ts';
import { NEW_PROFILE, judge, subjectOf } from '../../../functions/anomaly-watch/profile.ts';
import type { Anomaly, Profile } from '../../../functions/anomaly-watch/profile.ts';
import { DEFAULT_THRESHOLDS } from '../../../functions/anomaly-watch/thresholds.ts';
import type { Thresholds } from '../../../functions/anomaly-watch/thresholds.ts';
import { syntheticMonth } from './synthetic-month.ts';
import type { Planted, SyntheticMonth } from './synthetic-month.ts';

type Finding = Omit<Planted, 'name'>;

function replay({ observations }: SyntheticMonth, thresholds: Thresholds) {
  const profiles = new Map<string, Profile>();
  const findings: Finding[] = [];
  for (const observation of observations) {
    const subject = subjectOf(observation) ?? '';
    const { profile, anomalies } = judge(
      profiles.get(subject) ?? NEW_PROFILE,
      observation,
      thresholds,
    );
    profiles.set(subject, profile);
    const day = dayOf(observation);
    for (const anomaly of anomalies) findings.push({ subject, anomaly, day });
  }
  return { findings, profiles };
}

const MONTH = syntheticMonth(7);

const keyOf = ({ subject, anomaly, day }: Finding): string => `${subject} ${anomaly} ${day}`;

describe('a synthetic month with planted abuse', () => {
  const seeds = [1, 2, 3];

  test.each(seeds)('of seed %i: every planted case is flagged, and little else', (seed) => {
    const month = syntheticMonth(seed);
    const { findings } = replay(month, DEFAULT_THRESHOLDS);
    const flagged = new Set(findings.map(keyOf));
    const missed = month.planted.filter((one) => !flagged.has(keyOf(one)));
    const wanted = new Set(month.planted.map(keyOf));
    const suspects = new Set(month.planted.map(({ subject, day }) => `${subject} ${day}`));
    const others = findings.filter((one) => !wanted.has(keyOf(one)));
    const falseAlarms = others.filter(({ subject, day }) => !suspects.has(`${subject} ${day}`));
    console.log(
      `seed ${seed}: ${month.observations.length} observations, ${month.planted.length} planted, ` +
        `${month.planted.length - missed.length} flagged, ${falseAlarms.length} false alarms in 30 days`,
    );
    expect(missed).toEqual([]);
    expect(falseAlarms.length).toBeLessThanOrEqual(10);
  });

  test('is silent about ordinary work when nobody misbehaves', () => {
    const month = MONTH;
    const suspects = new Set(month.planted.map(({ subject }) => subject));
    const observations = month.observations.filter((one) => !suspects.has(subjectOf(one) ?? ''));
    const { findings } = replay({ ...month, observations }, DEFAULT_THRESHOLDS);
    expect(observations.length).toBeGreaterThan(10_000);
    expect(findings.length).toBeLessThanOrEqual(3);
  });

  test.each<[Anomaly, Partial<Thresholds>]>([
    ['breadth', { breadthFloor: 1_000_000, breadthOfNewcomer: 1_000_000 }],
    ['newSource', { learningDays: 1_000_000 }],
    ['unusualHour', { learningDays: 1_000_000 }],
    ['refusalBurst', { refusalBurst: 1_000_000 }],
  ])('goes without %s findings where the threshold says so', (anomaly, thresholds) => {
    // Those who would be found by it, and others by whom to see that the rest goes on.
    const kinds: readonly Anomaly[] = [
      anomaly,
      anomaly === 'refusalBurst' ? 'newSource' : 'refusalBurst',
    ];
    const suspects = new Set(
      MONTH.planted.filter((one) => kinds.includes(one.anomaly)).map(({ subject }) => subject),
    );
    const observations = MONTH.observations.filter((one) => suspects.has(subjectOf(one) ?? ''));
    const month = { ...MONTH, observations };
    const { findings } = replay(month, { ...DEFAULT_THRESHOLDS, ...thresholds });
    expect(findings.filter((one) => one.anomaly === anomaly)).toEqual([]);
    expect(findings.length).toBeGreaterThan(0);
  });

  test('leaves profiles that are small and plain JSON', () => {
    const { profiles } = replay(MONTH, DEFAULT_THRESHOLDS);
    const sizes = [...profiles.values()].map((profile) => JSON.stringify(profile).length);
    expect(Math.max(...sizes)).toBeLessThan(6_000);
    for (const profile of profiles.values()) {
      const readBack: unknown = JSON.parse(JSON.stringify(profile));
      expect(readBack).toEqual(profile);
      expect(isProfile(readBack)).toBe(true);
    }
  });
});
