import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { NEW_PROFILE } from '../../../functions/anomaly-watch/profile.ts';
import { createProfiles } from '../../../functions/anomaly-watch/profiles.ts';
import type { Judgement, Profiles } from '../../../functions/anomaly-watch/profiles.ts';
import { runDynamoDb } from '../../support/dynamodb.ts';
import type { RunningDynamoDb } from '../../support/dynamodb.ts';
import { tapWire } from '../../support/wire-tap.ts';
import type { WireTap } from '../../support/wire-tap.ts';

const HASH = 'a'.repeat(64);
const judgedAt = (hour: number): Judgement => ({
  profile: NEW_PROFILE,
  noticed: {
    time: `2031-01-08T0${String(hour)}:00:00.000Z`,
    anomalies: [{ anomaly: 'breadth', eventId: 'event' }],
  },
});

describe('profiles that several runs write', () => {
  let engine: RunningDynamoDb;
  let wire: WireTap;
  let client: DynamoDBClient;
  let profiles: Profiles;

  beforeAll(async () => {
    engine = await runDynamoDb();
    await engine.createTable('profiles', 'pk');
    wire = await tapWire(engine.endpoint);
    const credentials = { accessKeyId: engine.accessKeyId, secretAccessKey: 'test' };
    client = new DynamoDBClient({ endpoint: wire.endpoint, region: 'us-east-1', credentials });
    profiles = createProfiles({
      client,
      tableName: 'profiles',
      metrics: { count: () => undefined },
      clock: () => new Date(),
    });
  });
  afterAll(async () => {
    client.destroy();
    await wire.stop();
    await engine.stop();
  });
  afterEach(() => {
    wire.decide(null);
  });

  /** The next read finds what was there before another run wrote. */
  const readBeforehand = () => {
    let reads = 0;
    wire.decide(({ operation }) =>
      operation === 'GetItem' && reads++ === 0 ? { edit: () => ({}) } : 'pass',
    );
  };

  test('are judged once a window; who comes second tells what the first one noticed', async () => {
    const first = await profiles.judge('one', 7, () => judgedAt(1));
    expect(first).toEqual(judgedAt(1).noticed);
    expect(await profiles.judge('one', 7, () => judgedAt(2))).toEqual(first);
  });

  test('are written by one of two runs that read the same, and both tell of that one', async () => {
    const first = await profiles.judge('two', 7, () => judgedAt(1));
    readBeforehand();
    expect(await profiles.judge('two', 7, () => judgedAt(2))).toEqual(first);
    expect(wire.count('PutItem')).toBeGreaterThanOrEqual(2);
  });

  test('are not taken back by a run that is behind', async () => {
    await profiles.judge('three', 8, () => judgedAt(1));
    await profiles.advance({
      sequence: 8,
      windowEnd: '2031-01-08T01:00:00.000Z',
      statementHash: HASH,
    });
    expect(await profiles.judge('three', 7, () => judgedAt(2))).toBeNull();
    expect(await profiles.judge('three', 8, () => judgedAt(3))).toEqual(judgedAt(1).noticed);
  });

  test('go with a position that only moves on', async () => {
    const newest = { sequence: 9, windowEnd: '2031-01-08T02:00:00.000Z', statementHash: HASH };
    await profiles.advance(newest);
    await profiles.advance({ ...newest, sequence: 8, statementHash: 'b'.repeat(64) });
    await profiles.advance({ ...newest, statementHash: 'c'.repeat(64) });
    expect(await profiles.position()).toEqual(newest);
  });
});
