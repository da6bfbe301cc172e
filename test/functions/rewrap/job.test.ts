import { later, rewrapBench } from '../../support/rewrap.ts';
import type { JobView, RewrapBench } from '../../support/rewrap.ts';
import { ask, runVault, user } from '../../support/vault.ts';
import type { Item, RunningVault } from '../../support/vault.ts';
import { KINDS, SETTINGS } from './kinds.ts';

function without(item: Item | undefined, ...names: string[]): object {
  return Object.fromEntries(Object.entries(item ?? {}).filter(([name]) => !names.includes(name)));
}

describe('a rewrap job', () => {
  let vault: RunningVault;

  beforeAll(async () => {
    const tenants = ['acme', 'globex', 'kinds', 'library'];
    const settings = Object.fromEntries(tenants.map((tenant) => [tenant, SETTINGS]));
    vault = await runVault({ TENANT_SETTINGS: JSON.stringify(settings) });
  });
  afterAll(() => vault.stop());
  afterEach(() => {
    vault.dynamodbWire.decide(null);
  });

  const counts = ({ rewrapped, alreadyCurrent, failed }: JobView) => [
    rewrapped,
    alreadyCurrent,
    failed,
  ];
  const done = async (bench: RewrapBench): Promise<JobView> => {
    await bench.run();
    const job = await bench.status();
    if (job?.state !== 'DONE') throw new Error(`It is ${job?.state ?? 'none'}.`);
    return job;
  };

  test.each([
    ['kinds', {}],
    ['library', { ENVELOPE: 'library' }],
  ])(
    'moves every kind of record, after which the old versions are not needed (%s)',
    async (tenant, env) => {
      const bench = await rewrapBench(vault, tenant);
      const tokens: string[] = [];
      for (const [, input] of KINDS) tokens.push(await bench.tokenize(input));
      const revoked = await bench.tokenize({ plaintext: 'revoked' });
      const state = (operation: 'revokeToken' | 'restoreToken', token: string) =>
        ask(vault.start(), operation, bench.admin, { input: { token } });
      await state('revokeToken', revoked);
      await bench.release(tokens[4] ?? '');
      await bench.rotate();
      const between = await bench.tokenize({ plaintext: 'between' });
      const active = await bench.rotate();
      const before = await bench.records();
      const foreign = await rewrapBench(vault, 'globex');
      await foreign.tokenize();
      await foreign.rotate();
      const foreignItems = await foreign.records();
      const fingerprints = async () =>
        (await vault.items('VAULT_TABLE')).filter(({ pk }) => pk?.S?.includes('#fingerprint#'));
      const named = await fingerprints();

      expect((await bench.start()).keyVersion).toBe(active);
      await vault.startRewrap({ clock: later }, env)('run-1');
      const job = await bench.status();
      const all = [...tokens, revoked, between];
      expect(job).toMatchObject({ state: 'DONE', keyVersion: active, rewrapped: all.length });
      expect(job?.census).toEqual([{ keyVersion: active, records: all.length }]);
      const after = await bench.records();
      for (const token of all) {
        const [old, now] = [before.get(token), after.get(token)];
        expect([bench.versionOf(old), bench.versionOf(now)]).not.toContain(undefined);
        expect(bench.versionOf(old)).not.toBe(active);
        expect(bench.versionOf(now)).toBe(active);
        const changed = ['ciphertext', 'mac', 'writeId'] as const;
        expect(without(now, ...changed)).toEqual(without(old, ...changed));
        for (const name of changed) expect(now?.[name]).not.toEqual(old?.[name]);
      }
      expect(await foreign.records()).toEqual(foreignItems);
      expect(await fingerprints()).toEqual(named);

      expect(await bench.removeOldVersions()).toBe(2);
      const cold = vault.start();
      for (const [at, [, , value]] of KINDS.entries()) {
        expect(await bench.release(tokens[at] ?? '', cold)).toEqual({ data: value });
      }
      expect(await bench.release(between, cold)).toEqual({ data: 'between' });
      expect((await bench.release(revoked, cold)).error?.code).toBe('TOKEN_NOT_FOUND');
      await state('restoreToken', revoked);
      expect(await bench.release(revoked, cold)).toEqual({ data: 'revoked' });
      const { data } = await ask(cold, 'token', bench.payment, { token: tokens[4] });
      expect(data).toMatchObject({ maxUses: 5, usesLeft: 3 });
      expect(await bench.tokenize(KINDS[1]?.[1])).toBe(tokens[1]);
      const erased = await ask(cold, 'eraseToken', bench.admin, { input: { token: tokens[1] } });
      expect(erased.data).toHaveProperty('signature');
      expect(await bench.tokenize(KINDS[1]?.[1])).not.toBe(tokens[1]);
    },
  );

  test('done again finds everything current and writes no record', async () => {
    const bench = await rewrapBench(vault, 'again');
    for (let made = 0; made < 3; made += 1) await bench.tokenize();
    const active = await bench.rotate();
    const first = await bench.start();
    expect(counts(await done(bench))).toEqual([3, 0, 0]);
    const records = await bench.records();
    const second = await bench.start();
    expect(second.id).not.toBe(first.id);
    expect(second).toMatchObject({ state: 'WAITING', rewrapped: 0, census: [], endedAt: null });
    vault.dynamodbWire.clear();
    const job = await done(bench);
    expect([job.id, ...counts(job)]).toEqual([second.id, 0, 3, 0]);
    expect(job.census).toEqual([{ keyVersion: active, records: 3 }]);
    expect(vault.dynamodbWire.count('UpdateItem')).toBe(0);
    expect(await bench.records()).toEqual(records);
  });

  test('is the answer to everyone who asks while it is under way', async () => {
    const bench = await rewrapBench(vault, 'rivals');
    await bench.tokenize();
    await bench.rotate();
    const jobs = await Promise.all(Array.from({ length: 6 }, () => bench.start()));
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(1);
    expect(await bench.start('a key')).toEqual(jobs[0]);
    await bench.run();
    expect((await bench.status())?.id).toBe(jobs[0]?.id);
  });

  test('is started once by a repeated request, whatever came in between', async () => {
    const bench = await rewrapBench(vault, 'keyed');
    const first = await bench.start('once');
    expect((await bench.start('once')).id).toBe(first.id);
    await done(bench);
    expect(await bench.start('once')).toMatchObject({ id: first.id, state: 'DONE' });
    const second = await bench.start('twice');
    expect(second.id).not.toBe(first.id);
    await done(bench);
    for (const key of ['once', 'twice']) {
      expect(await bench.start(key)).toMatchObject({ id: second.id, state: 'DONE' });
    }
    expect((await bench.start()).id).not.toBe(second.id);
  });

  test('is started by the retry of a request that was killed after any of its writes', async () => {
    const bench = await rewrapBench(vault, 'killed-start');
    for (let count = 1; count <= 4; count += 1) {
      const doomed = vault.startKeyAdmin();
      await ask(doomed, 'rewrapStatus', bench.admin, {});
      let writes = 0;
      vault.dynamodbWire.decide(({ operation }) => {
        if (writes >= count) return 'cut';
        if (!['PutItem', 'TransactWriteItems'].includes(operation)) return 'pass';
        writes += 1;
        return writes === count ? 'lose-answer' : 'pass';
      });
      const input = { idempotencyKey: `killed-${String(count)}` };
      const reply = await ask(doomed, 'startRewrap', bench.admin, { input });
      vault.dynamodbWire.decide(null);
      expect(reply.error?.code).toBe('TEMPORARILY_UNAVAILABLE');
      const before = await bench.status();
      const job = await bench.start(input.idempotencyKey);
      if (count >= 3) expect(job.id).toBe(before?.id);
      expect(await done(bench)).toMatchObject({ id: job.id });
    }
  });

  test('waits until no writer uses an older version, but not where there is none', async () => {
    const bench = await rewrapBench(vault, 'waiting');
    const token = await bench.tokenize();
    expect(await bench.start()).toMatchObject({ state: 'RUNNING' });
    await vault.startRewrap()('run-1');
    expect(await bench.status()).toMatchObject({ state: 'DONE', alreadyCurrent: 1 });

    const old = bench.versionOf((await bench.records()).get(token));
    const active = await bench.rotate();
    const job = await bench.start();
    expect(job.state).toBe('WAITING');
    const since = Date.parse(job.notBefore) - 320_000;
    expect(Math.abs(since - Date.now())).toBeLessThan(60_000);
    const at = (milliseconds: number) => () => new Date(Date.parse(job.notBefore) + milliseconds);
    await vault.startRewrap({ clock: at(-1) })('run-1');
    expect(bench.versionOf((await bench.records()).get(token))).toBe(old);
    expect(await bench.status()).toMatchObject({ state: 'WAITING', rewrapped: 0, census: [] });
    await vault.startRewrap({ clock: at(0) })('run-1');
    expect(await bench.status()).toMatchObject({ state: 'DONE', rewrapped: 1 });
    expect(bench.versionOf((await bench.records()).get(token))).toBe(active);
  });

  test('begins anew when a newer version becomes active under way', async () => {
    const bench = await rewrapBench(vault, 'overtaken');
    const by = vault.start();
    for (let made = 0; made < 5; made += 1) await bench.tokenize({}, by);
    await bench.rotate();
    const { id } = await bench.start();
    const second = (at: number) => () => new Date(later().getTime() + at * 1000);
    // One item a page, so that the run ends somewhere in the table.
    let now = 0;
    const wait = () => {
      now += 1;
      return Promise.resolve();
    };
    const slow = { REWRAP_ITEMS_PER_SECOND: '1', REWRAP_RUN_SECONDS: '50' };
    vault.dynamodbWire.decide(({ operation }) => {
      if (operation === 'UpdateItem') now = 60;
      return 'pass';
    });
    await vault.startRewrap({ clock: () => second(now)(), wait }, slow)('run-1');
    vault.dynamodbWire.decide(null);
    expect(await bench.status()).toMatchObject({ id, state: 'WAITING' });
    expect((await bench.status())?.rewrapped).toBe(1);
    const active = await bench.rotate();
    expect(await done(bench)).toMatchObject({ id, keyVersion: active, rewrapped: 5 });
    expect((await bench.status())?.census).toEqual([{ keyVersion: active, records: 5 }]);
    expect(await bench.removeOldVersions()).toBe(2);
    for (const token of (await bench.records()).keys()) {
      expect(await bench.release(token)).toHaveProperty('data');
    }
  });

  test('passes by as many items in a second as are allowed, and leaves the rest to the next run', async () => {
    const bench = await rewrapBench(vault, 'throttled');
    const by = vault.start();
    await Promise.all(Array.from({ length: 30 }, () => bench.tokenize({}, by)));
    await bench.rotate();
    await bench.start();
    const total = (await vault.items('VAULT_TABLE')).length;
    let now = later().getTime();
    const start = now;
    const passed: [at: number, items: number][] = [];
    vault.dynamodbWire.decide(({ operation }) => {
      if (operation !== 'Scan') return 'pass';
      return {
        edit: (page) => {
          passed.push([now, Number(page.ScannedCount)]);
          return page;
        },
      };
    });
    const wait = (milliseconds: number) => {
      now += milliseconds;
      return Promise.resolve();
    };
    const env = { REWRAP_ITEMS_PER_SECOND: '7', REWRAP_RUN_SECONDS: '2' };
    const clock = () => new Date(now);
    let runs = 0;
    while ((await bench.status())?.state !== 'DONE') {
      await vault.startRewrap({ clock, wait }, env)(`run-${String((runs += 1))}`);
    }
    const all = passed.reduce((sum, [, items]) => sum + items, 0);
    expect(all).toBe(total);
    expect(now - start).toBeGreaterThanOrEqual(Math.floor((total / 7) * 1000));
    for (const [from] of passed) {
      const within = passed.filter(([at]) => at >= from && at < from + 1000);
      expect(within.reduce((sum, [, items]) => sum + items, 0)).toBeLessThanOrEqual(7);
    }
    // Two pages of a second each, and then the time is up.
    expect(runs).toBeGreaterThanOrEqual(Math.floor(total / 14));
    expect((await bench.status())?.rewrapped).toBe(30);
  });

  test('of several tenants go on side by side, page by page', async () => {
    const benches = [await rewrapBench(vault, 'side-a'), await rewrapBench(vault, 'side-b')];
    for (const bench of benches) {
      await bench.tokenize();
      await bench.rotate();
      await bench.start();
    }
    await vault.startRewrap({ clock: later }, { REWRAP_ITEMS_PER_SECOND: '10000' })('run-1');
    for (const bench of benches) {
      expect(await bench.status()).toMatchObject({ state: 'DONE', rewrapped: 1 });
    }
  });

  test('is for administrators, and known to nobody else', async () => {
    const bench = await rewrapBench(vault, 'guarded');
    expect(await bench.status()).toBeNull();
    const admin = vault.startKeyAdmin();
    for (const group of ['tokenizers', 'support', 'payment-staff', 'approvers', 'auditors']) {
      const other = user([group], 'guarded', 'other-1');
      const replies = [
        await ask(admin, 'startRewrap', other, { input: null }),
        await ask(admin, 'rewrapStatus', other, {}),
      ];
      expect(replies.map(({ error }) => error?.code)).toEqual(['NOT_AUTHORIZED', 'NOT_AUTHORIZED']);
    }
    expect(await bench.status()).toBeNull();
    const { id } = await bench.start();
    expect((await (await rewrapBench(vault, 'globex')).status())?.id).not.toBe(id);
  });
});
