import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';

import { judge, NEW_PROFILE } from '../../../functions/anomaly-watch/profile.ts';
import type { Profile } from '../../../functions/anomaly-watch/profile.ts';
import { DEFAULT_THRESHOLDS } from '../../../functions/anomaly-watch/thresholds.ts';
import { isInPlace } from '../../../functions/vault/canonical-event.ts';
import { user } from '../../support/vault.ts';
import type { Item, TokenView } from '../../support/vault.ts';
import { runWatch, WINDOW_MINUTES } from '../../support/watching.ts';
import type { Request, RunningWatch } from '../../support/watching.ts';

const PAN = '4111111111111111';
const NOBODY = { kind: 'service', roleArn: 'nobody' } as const;

const staff = (name: string) => user(['payment-staff', 'tokenizers'], 'acme', name);
const guess = (name: string): Request => ({
  operation: 'token',
  identity: staff(name),
  received: { token: `tok_${PAN}_of_nobody` },
});

/** Who worked at noon for a week, as the rules remember it. */
function worksAtNoon(tenant: string, actor: string): Profile {
  const days = Array.from({ length: 7 }, (_, day) => Date.UTC(2031, 0, 1 + day, 12));
  return days.reduce((profile, time) => {
    const observation = { time, tenant, actor, tokens: [], refused: 0, source: '203.0.113.7' };
    return judge(profile, observation, DEFAULT_THRESHOLDS).profile;
  }, NEW_PROFILE);
}

/** Each of these actors is planted in a window of its own or with others. */
describe('the watch over the sealed trail', () => {
  let running: RunningWatch;
  let tokens: string[];
  let windows = 0;

  const look = (name: string, token: string, source?: string): Request => ({
    operation: 'detokenize',
    identity: staff(name),
    received: { input: { token, purpose: 'LEGAL' } },
    ...(source === undefined ? {} : { source }),
  });
  const sendAll = async (requests: readonly Request[]) => {
    for (const request of requests) await running.send(request);
  };
  const repeated = (count: number, request: Request) =>
    Array.from({ length: count }, () => request);
  /** What happens in the next window, sealed. */
  const inNextWindow = async (requests: readonly Request[]): Promise<number> => {
    const start = windows * WINDOW_MINUTES;
    running.setMinute(start + 1);
    await sendAll(requests);
    windows += 1;
    await running.seal(windows * WINDOW_MINUTES);
    running.setMinute(windows * WINDOW_MINUTES + 1);
    return start;
  };
  const put = (TableName: string, item: Item) =>
    running.vault.dynamodb.send(new PutItemCommand({ TableName, Item: item }));
  const findingsOf = async (actor: string) =>
    (await running.findings())
      .filter((item) => item.actor?.S === actor)
      .map(({ items }) => (items?.L ?? []).map(({ M }) => M?.finding?.S));
  const profileOf = async (subject: string) => {
    const items = await running.vault.items('PROFILE_TABLE');
    const item = items.find(({ pk }) => pk?.S === subject);
    return JSON.parse(item?.profile?.S ?? '{}') as {
      refusalBurst: { minutes: { refused: number }[] };
    };
  };

  beforeAll(async () => {
    running = await runWatch();
    running.setMinute(1);
    const inputs = Array.from({ length: 8 }, (_, at) => ({
      dataClass: 'TEXT',
      plaintext: `note ${String(at)}`,
    }));
    const { data } = await running.send({
      operation: 'tokenizeBatch',
      identity: staff('maker'),
      received: { inputs },
    });
    tokens = (data as TokenView[]).map(({ token }) => token);
    const people = ['harvester', 'traveller', 'ordinary'];
    const two = tokens.slice(0, 2);
    const usual = people.flatMap((name) => two.map((token) => look(name, token)));
    await inNextWindow(usual);
    await put('profiles', {
      pk: { S: 'acme#actor#sleeper' },
      sequence: { N: '0' },
      profile: { S: JSON.stringify(worksAtNoon('acme', 'sleeper')) },
      noticed: { S: JSON.stringify({ time: '2031-01-07T12:00:00.000Z', anomalies: [] }) },
    });
    // After midnight.
    await inNextWindow([
      ...usual,
      ...tokens.map((token) => look('harvester', token)),
      look('traveller', tokens[0] ?? '', '198.51.100.9'),
      look('sleeper', tokens[1] ?? ''),
      ...repeated(6, guess('guesser')),
      ...repeated(6, { operation: 'me', identity: NOBODY, received: {}, source: '192.0.2.5' }),
    ]);
    await running.watch();
  });
  afterAll(() => running.stop());

  test.each([
    ['harvester', 'BREADTH'],
    ['traveller', 'NEW_SOURCE'],
    ['sleeper', 'UNUSUAL_HOUR'],
    ['guesser', 'REFUSAL_BURST'],
  ])('finds of the %s %s, once, and counts it', async (actor, finding) => {
    expect(await findingsOf(actor)).toEqual([[finding]]);
  });

  test('finds a burst of callers without a tenant by their network, and nothing of ordinary work', async () => {
    const found = await running.findings();
    const others = found.filter(({ actor }) => actor?.S === undefined);
    expect(others.map(({ sourceIps }) => sourceIps?.L?.at(-1)?.S)).toEqual(['192.0.2.5']);
    expect(found).toHaveLength(5);
    const metrics = ['Breadth', 'NewSource', 'UnusualHour', 'RefusalBurst'];
    expect(metrics.map((name) => running.counted(`Anomaly${name}`))).toEqual([1, 1, 1, 2]);
    expect(running.counted('WindowWatched')).toBe(2);
    const faults = ['ProfileInvalid', 'WatchedTrailInvalid', 'MalformedEvent', 'WatchLate'];
    expect(faults.map((name) => running.counted(name))).toEqual([0, 0, 0, 0]);
  });

  test('writes findings as closed events that name the event they are about', async () => {
    const [finding] = (await running.findings()).filter(({ actor }) => actor?.S === 'guesser');
    expect(isInPlace(finding ?? {})).toBe(true);
    expect(finding?.pk?.S).toMatch(/^2031-01-08T\d\d:\d\dZ#finding$/);
    const event = finding?.items?.L?.[0]?.M?.event?.S;
    const audit = await running.vault.items('AUDIT_TABLE');
    const about = audit.find(({ sk }) => sk?.S === event);
    expect(about).toMatchObject({ operation: { S: 'token' }, attemptId: finding?.attemptId });
    const { tenant, actor, actorKind, groups, sourceIps } = about ?? {};
    expect(finding).toEqual({
      ...{ pk: finding?.pk, sk: finding?.sk, tenantDay: finding?.tenantDay, time: finding?.time },
      ...{ tenant, actor, actorKind, groups, sourceIps, attemptId: about?.attemptId },
      kind: { S: 'FINDING' },
      operation: { S: 'watch' },
      requestId: { S: 'run-1' },
      code: { S: 'ANOMALY' },
      count: { N: '1' },
      items: { L: [{ M: { event: { S: event }, finding: { S: 'REFUSAL_BURST' } } }] },
    });
  });

  test('shows findings to the auditors of the tenant, who can ask for them alone', async () => {
    const identity = user(['auditors'], 'acme', 'auditor');
    const filter = { code: 'ANOMALY', from: '2031-01-08T00:00:00Z', to: '2031-01-08T23:00:00Z' };
    const ask = (tenant: string) =>
      running.send({
        operation: 'auditEvents',
        identity: { ...identity, tenant },
        received: { filter },
      });
    const { data } = await ask('acme');
    const { events } = data as { events: { kind: string; actor: string }[] };
    expect(events.map(({ actor }) => actor).sort()).toEqual(
      ['guesser', 'harvester', 'sleeper', 'traveller'].sort(),
    );
    expect((await ask('globex')).data).toMatchObject({ events: [] });
  });

  test('keeps no token and no text of a caller in findings, profiles and metrics', async () => {
    const kept = JSON.stringify([
      await running.findings(),
      await running.vault.items('PROFILE_TABLE'),
      running.lines,
    ]);
    for (const text of [PAN, 'of_nobody', 'note ', ...tokens]) expect(kept).not.toContain(text);
  });

  test('does nothing where no window was sealed since', async () => {
    expect(await running.watch()).toEqual({ watched: 0, findings: 0 });
  });

  test('neither loses nor repeats a finding, and counts nothing twice, if it dies after each write', async () => {
    const names = ['killed-1', 'killed-2', 'killed-3'];
    await inNextWindow(names.flatMap((name) => repeated(6, guess(name))));
    const before = running.counted('AnomalyRefusalBurst');
    // Each of the three profiles, each of the three findings, and the position.
    for (const deathly of [1, 1, 1, 1, 2, 3, 4]) {
      let writes = 0;
      running.vault.dynamodbWire.decide(({ operation }) => {
        if (writes >= deathly) return 'cut';
        if (operation !== 'PutItem') return 'pass';
        writes += 1;
        return writes === deathly ? 'lose-answer' : 'pass';
      });
      await expect(running.watch()).rejects.toThrow();
      running.vault.dynamodbWire.decide(null);
    }
    expect(await running.watch()).toEqual({ watched: 0, findings: 0 });
    for (const name of names) {
      expect(await findingsOf(name)).toEqual([['REFUSAL_BURST']]);
      expect((await profileOf(`acme#actor#${name}`)).refusalBurst.minutes).toEqual([
        expect.objectContaining({ refused: 6 }),
      ]);
    }
    expect(running.counted('AnomalyRefusalBurst')).toBe(before + names.length);
  });

  test('finds once what four runs judge at the same time', async () => {
    await inNextWindow(['rival-1', 'rival-2'].flatMap((name) => repeated(6, guess(name))));
    await Promise.all([1, 2, 3, 4].map((run) => running.watch(`run-${String(run)}`)));
    for (const name of ['rival-1', 'rival-2']) {
      expect(await findingsOf(name)).toEqual([['REFUSAL_BURST']]);
      expect((await profileOf(`acme#actor#${name}`)).refusalBurst.minutes).toEqual([
        expect.objectContaining({ refused: 6 }),
      ]);
    }
  });

  test('counts what was sealed late, and counts it once', async () => {
    const start = await inNextWindow(repeated(3, guess('latecomer')));
    await running.watch();
    running.setMinute(start + 1.5);
    await sendAll(repeated(2, guess('latecomer')));
    expect(await findingsOf('latecomer')).toEqual([]);
    windows += 1;
    await running.seal(windows * WINDOW_MINUTES, { LATE_MINUTES: '2' });
    expect(await running.watch()).toEqual({ watched: 1, findings: 1 });
    expect(await findingsOf('latecomer')).toEqual([['REFUSAL_BURST']]);
    expect(running.counted('WatchedTrailInvalid')).toBe(0);
  });

  const eventsOf = async (actor: string) =>
    (await running.vault.items('AUDIT_TABLE')).filter(
      (item) => item.actor?.S === actor && item.kind?.S === 'OUTCOME',
    );

  test('believes no event that was changed, and says that the trail is not what was sealed', async () => {
    await inNextWindow(repeated(6, guess('framed')));
    const [first, second] = await eventsOf('framed');
    await put('audit', { ...first, actor: { S: 'innocent' } });
    const Key = { pk: second?.pk ?? { S: '' }, sk: second?.sk ?? { S: '' } };
    await running.vault.dynamodb.send(new DeleteItemCommand({ TableName: 'audit', Key }));
    expect(await running.watch()).toEqual({ watched: 1, findings: 0 });
    expect(running.counted('WatchedTrailInvalid')).toBe(1);
    const subjects = (await running.vault.items('PROFILE_TABLE')).map(({ pk }) => pk?.S);
    expect(subjects).not.toContain('acme#actor#innocent');
    expect((await profileOf('acme#actor#framed')).refusalBurst.minutes).toEqual([
      expect.objectContaining({ refused: 4 }),
    ]);
  });

  test('waits at a checkpoint that was forged or removed, alarms, and goes on once it is back', async () => {
    await inNextWindow(repeated(6, guess('shielded')));
    await inNextWindow([]);
    const copies = (await running.vault.items('CHECKPOINT_TABLE'))
      .filter(({ pk }) => pk?.S === 'checkpoint')
      .sort((a, b) => ((a.sk?.S ?? '') < (b.sk?.S ?? '') ? -1 : 1));
    const [copy = {}, newest = {}] = copies.slice(-2);
    const before = running.counted('WatchedTrailInvalid');
    const Key = { pk: copy.pk ?? { S: '' }, sk: copy.sk ?? { S: '' } };
    await running.vault.dynamodb.send(new DeleteItemCommand({ TableName: 'checkpoints', Key }));
    await expect(running.watch()).rejects.toThrow('not the next one of the chain');
    await put('checkpoints', { ...copy, signature: newest.signature ?? { S: '' } });
    await expect(running.watch()).rejects.toThrow('not the next one of the chain');
    await put('checkpoints', { ...copy, statement: { S: '{}' } });
    await expect(running.watch()).rejects.toThrow('cannot be read');
    expect(running.counted('WatchedTrailInvalid')).toBe(before + 3);
    expect(await findingsOf('shielded')).toEqual([]);
    await put('checkpoints', copy);
    expect(await running.watch()).toEqual({ watched: 2, findings: 1 });
    expect(await findingsOf('shielded')).toEqual([['REFUSAL_BURST']]);
  });

  test.each([
    ['text', { profile: { S: '4111' } }],
    ['a profile of no form', { profile: { S: '{"latest":1}' } }],
    ['a window that is not there yet', { sequence: { N: '999999' } }],
  ] as [string, Item][])('learns an actor anew whose profile became %s', async (_what, damage) => {
    const name = `damaged-${String(windows)}`;
    await inNextWindow(repeated(3, guess(name)));
    await running.watch();
    const [item] = (await running.vault.items('PROFILE_TABLE')).filter(
      ({ pk }) => pk?.S === `acme#actor#${name}`,
    );
    await put('profiles', { ...item, ...damage });
    const before = running.counted('ProfileInvalid');
    await inNextWindow(repeated(5, guess(name)));
    await running.watch();
    expect(running.counted('ProfileInvalid')).toBe(before + 1);
    expect(await findingsOf(name)).toEqual([['REFUSAL_BURST']]);
  });

  test('has its findings sealed: auditors get a proof', async () => {
    const finding = (await running.findings()).find(({ actor }) => actor?.S === 'harvester');
    const { data } = await running.send({
      operation: 'auditProof',
      identity: user(['auditors'], 'acme', 'auditor'),
      received: { id: finding?.sk?.S },
    });
    expect(data).toMatchObject({ id: finding?.sk?.S, checkpoint: { sequence: 2 } });
  });
});
