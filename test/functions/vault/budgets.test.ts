import { AMPLE_LIMITS, perMinute } from '../../support/ample-budgets.ts';
import { codeOf, newTenant, release, somebody, withBudgets } from '../../support/budgets.ts';
import { expectExactly, rival } from '../../support/rivals.ts';
import { ask, event, runVault, tokenized } from '../../support/vault.ts';
import type { Answer, Reply, RunningVault } from '../../support/vault.ts';

const OVER = 'BUDGET_EXCEEDED';

describe('budgets', () => {
  let vault: RunningVault;
  let answer: Answer;
  let token: string;

  beforeAll(async () => {
    vault = await runVault();
    answer = vault.start();
    ({ token } = await tokenized(answer, 'TEXT', 'a note'));
  });
  afterAll(() => vault.stop());
  afterEach(() => {
    vault.dynamodbWire.decide(null);
  });

  const releaseMany = async (
    by: Answer,
    who: ReturnType<typeof somebody>,
    count: number,
  ): Promise<string[]> => {
    const events = Array.from({ length: count }, () =>
      event('release', who, { token, purpose: 'LEGAL' }),
    );
    return ((await by(events, 'request-1')) as Reply[]).map(codeOf);
  };

  const counted = (codes: readonly string[]) => codes.filter((code) => code === 'OK').length;

  test('count every item of an actor, of single releases and batches, by minute', async () => {
    let now = new Date('2027-01-31T23:58:59.999Z');
    const by = withBudgets(vault, { 'ACTOR/PLAINTEXT': perMinute(5) }, () => now);
    const who = somebody();
    expect(codeOf(await release(by, who, token))).toBe('OK');
    expect(await releaseMany(by, who, 6)).toEqual(['OK', 'OK', 'OK', 'OK', OVER, OVER]);
    expect(codeOf(await release(by, who, token))).toBe(OVER);
    expect(codeOf(await release(by, somebody(), token))).toBe('OK');
    now = new Date('2027-01-31T23:59:00.000Z');
    expect(counted(await releaseMany(by, who, 6))).toBe(5);
  });

  test('count by day, too, and begin anew at midnight UTC', async () => {
    let now = new Date('2027-02-28T23:58:00Z');
    const by = withBudgets(vault, { 'ACTOR/PLAINTEXT': { perMinute: 3, perDay: 5 } }, () => now);
    const who = somebody();
    expect(counted(await releaseMany(by, who, 4))).toBe(3);
    now = new Date('2027-02-28T23:59:30Z');
    expect(counted(await releaseMany(by, who, 4))).toBe(2);
    now = new Date('2027-03-01T00:00:00Z');
    expect(counted(await releaseMany(by, who, 4))).toBe(3);
  });

  test('of an actor are given out exactly to 100 of his requests at once, in four processes', async () => {
    const limits = { 'ACTOR/PLAINTEXT': perMinute(37) };
    const clock = () => new Date('2027-03-02T10:00:00Z');
    const processes = Array.from({ length: 4 }, () => withBudgets(vault, limits, clock));
    const who = somebody();
    const rivalry = await rival(100, (at) => release(processes[at % 4] ?? answer, who, token));
    expect(rivalry.refused).toEqual([OVER]);
    expectExactly(37, rivalry);
  });

  test.each(['TENANT/PLAINTEXT', 'PURPOSE/LEGAL'])(
    'of a tenant (%s) are given out exactly to 100 actors at once, from all shares',
    async (budget) => {
      const { tenant, own } = await newTenant(vault, answer);
      const clock = () => new Date('2027-03-03T10:00:00Z');
      const limits = { [budget]: perMinute(37) };
      const processes = Array.from({ length: 4 }, () => withBudgets(vault, limits, clock));
      const rivalry = await rival(100, (at) => {
        const who = somebody(['payment-staff'], tenant);
        return release(processes[at % 4] ?? answer, who, own);
      });
      expect(rivalry.refused).toEqual([OVER]);
      expectExactly(37, rivalry);
    },
  );

  test('of a purpose leave the other purposes alone', async () => {
    const { tenant, own } = await newTenant(vault, answer);
    const by = withBudgets(vault, { 'PURPOSE/LEGAL': perMinute(2) });
    const as = (purpose: string) =>
      release(by, somebody(['payment-staff'], tenant), own, purpose).then(codeOf);
    expect([await as('LEGAL'), await as('LEGAL'), await as('LEGAL')]).toEqual(['OK', 'OK', OVER]);
    expect(await as('FRAUD_REVIEW')).toBe('OK');
  });

  test('of a tenant are written to eight items, none of them much more often than another', async () => {
    const { tenant, own } = await newTenant(vault, answer);
    const by = withBudgets(vault, {});
    vault.dynamodbWire.clear();
    for (let round = 0; round < 4; round += 1) {
      const whos = Array.from({ length: 20 }, () => somebody(['payment-staff'], tenant));
      await Promise.all(whos.map((who) => release(by, who, own)));
    }
    const writes = vault.dynamodbWire.passages
      .filter(({ operation }) => operation === 'PutItem')
      .flatMap(({ body }) => /"S":"[\w-]+#budget#tenant#(\d)"/.exec(body)?.[1] ?? []);
    const counts = Array.from('01234567', (shard) => writes.filter((one) => one === shard).length);
    expect(Math.min(...counts)).toBeGreaterThan(0);
    expect(Math.max(...counts) / writes.length).toBeLessThan(0.4);
  });

  test('count a service over four items, and never one more', async () => {
    const callers = [
      { account: '000000000000', roleName: 'biller', tenant: 'acme', groups: ['payment-staff'] },
    ];
    const roleArn = 'arn:aws:sts::000000000000:assumed-role/biller/session';
    const BUDGETS = JSON.stringify({ ...AMPLE_LIMITS, 'ACTOR/PLAINTEXT': perMinute(11) });
    const clock = () => new Date('2027-03-04T10:00:00Z');
    const by = vault.start({ clock }, { BUDGETS, SERVICE_CALLERS: JSON.stringify(callers) });
    const events = Array.from({ length: 20 }, () => ({
      ...event('release', { kind: 'service', roleArn }, { token, purpose: 'LEGAL' }),
    }));
    const replies = (await by(events, 'request-1')) as Reply[];
    expect(counted(replies.map(codeOf))).toBe(11);
  });

  test('are taken before anything is decrypted, and only by what may be released', async () => {
    const who = somebody();
    const by = withBudgets(vault, { 'ACTOR/PLAINTEXT': perMinute(1) });
    expect(codeOf(await release(by, who, token, 'PAYMENT'))).toBe('PURPOSE_NOT_ALLOWED');
    expect(codeOf(await release(by, who, 'tok_none'))).toBe('TOKEN_NOT_FOUND');
    expect(codeOf(await release(by, who, token))).toBe('OK');
    vault.kmsWire.clear();
    const cold = withBudgets(vault, { 'ACTOR/PLAINTEXT': perMinute(0) });
    expect(codeOf(await release(cold, somebody(), token))).toBe(OVER);
    // The key of the MACs; the branch key, which decrypts, was not asked for.
    expect(vault.kmsWire.count('Decrypt')).toBe(1);
  });

  test('that refuse are in the trail and count once for the alarm', async () => {
    const by = withBudgets(vault, { 'ACTOR/PLAINTEXT': perMinute(1) });
    const who = somebody();
    vault.lines.length = 0;
    vault.everyday.length = 0;
    await releaseMany(by, who, 3);
    const outcome = (await vault.items('AUDIT_TABLE')).find(
      ({ actor, kind }) => actor?.S === who.subject && kind?.S === 'OUTCOME',
    );
    expect(outcome?.code?.S).toBe('PARTIAL');
    expect(outcome?.items?.L?.map(({ M }) => M?.code?.S)).toEqual(['OK', OVER, OVER]);
    expect(vault.lines.filter((line) => line.includes('"BudgetExceeded":1'))).toHaveLength(1);
    // Of three items one went out and two did not, and why not is a dimension.
    const dimensions = (of: string[][]) => ({ CloudWatchMetrics: [{ Dimensions: of }] });
    expect(vault.everyday.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { Refused: 2, code: OVER, _aws: dimensions([[], ['code']]) },
      { Released: 1, actor: who.subject, _aws: dimensions([[]]) },
    ]);
  });

  test('of masked views are their own', async () => {
    const by = withBudgets(vault, {
      'ACTOR/MASKED': perMinute(2),
      'ACTOR/PLAINTEXT': perMinute(1),
    });
    const who = somebody();
    const input = { token, purpose: 'LEGAL' };
    const codes = [
      await ask(by, 'detokenize', who, { input }),
      await ask(by, 'token', who, { token }),
      await ask(by, 'token', who, { token }),
      await ask(by, 'detokenize', who, { input }),
    ].map(codeOf);
    expect(codes).toEqual(['OK', 'OK', OVER, OVER]);
    expect(codeOf(await release(by, who, token))).toBe('OK');
  });

  test('show what is left with the masked view', async () => {
    let now = new Date('2027-04-01T10:00:30Z');
    const by = withBudgets(vault, { 'ACTOR/PLAINTEXT': { perMinute: 3, perDay: 4 } }, () => now);
    const who = somebody();
    const left = async () => {
      const { data } = await ask(by, 'detokenize', who, { input: { token, purpose: 'LEGAL' } });
      return (data as { budget: unknown }).budget;
    };
    expect(await left()).toEqual({ actorLeft: 3, resetsAt: '2027-04-01T10:01:00.000Z' });
    await releaseMany(by, who, 2);
    expect(await left()).toEqual({ actorLeft: 1, resetsAt: '2027-04-01T10:01:00.000Z' });
    now = new Date('2027-04-01T10:01:00Z');
    expect(await left()).toEqual({ actorLeft: 2, resetsAt: '2027-04-02T00:00:00.000Z' });
  });

  test('are not given out again by a process whose clock is behind', async () => {
    const limits = { 'ACTOR/PLAINTEXT': perMinute(2) };
    const [ahead, behind] = ['10:01:00.000', '10:00:59.900'].map((time) =>
      withBudgets(vault, limits, () => new Date(`2027-04-02T${time}Z`)),
    );
    const who = somebody();
    const processes = [ahead, behind, ahead, behind, ahead].flatMap((one) => one ?? []);
    const codes: string[] = [];
    for (const by of processes) codes.push(codeOf(await release(by, who, token)));
    expect(codes).toEqual(['OK', 'OK', OVER, OVER, OVER]);
  });

  test('count once what was written once, though the answer got lost', async () => {
    const by = withBudgets(vault, { 'ACTOR/PLAINTEXT': perMinute(2) });
    const who = somebody();
    let lost = 0;
    vault.dynamodbWire.decide(({ operation, body }) => {
      const isCounter = operation === 'PutItem' && body.includes('#budget#');
      return isCounter && lost++ % 2 === 0 ? 'lose-answer' : 'pass';
    });
    expect(codeOf(await release(by, who, token))).toBe('OK');
    expect(lost).toBe(4);
    vault.dynamodbWire.decide(null);
    expect(counted(await releaseMany(by, who, 3))).toBe(1);
  });
});
