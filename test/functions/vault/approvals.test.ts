import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

import { approvalsIn, idOf } from '../../support/approvals.ts';
import { codeOf, newTenant, somebody } from '../../support/budgets.ts';
import { expectExactly, rival } from '../../support/rivals.ts';
import { ask, runVault } from '../../support/vault.ts';
import type { Answer, Item, RunningVault } from '../../support/vault.ts';

const REQUIRED = 'APPROVAL_REQUIRED';

describe('approvals that are used', () => {
  let vault: RunningVault;
  let answer: Answer;
  let tenant: string;
  let token: string;
  let kit: ReturnType<typeof approvalsIn>;
  const now = { time: Date.parse('2027-06-01T10:00:00.000Z') };

  beforeAll(async () => {
    vault = await runVault();
    answer = vault.start({ clock: () => new Date(now.time) });
  });
  afterAll(() => vault.stop());
  beforeEach(async () => {
    ({ tenant, own: token } = await newTenant(vault, answer));
    kit = approvalsIn(answer, tenant, token);
  });

  const outcomes = async () =>
    (await vault.items('AUDIT_TABLE')).filter(
      (one) => one.tenant?.S === tenant && one.kind?.S === 'OUTCOME',
    );

  const findings = async () =>
    (await outcomes()).flatMap(({ items }) => items?.L ?? []).map(({ M }) => M?.finding?.S);

  test('are requested by one person, given by another, and used by the first', async () => {
    const who = kit.staff();
    const { data } = await kit.request(who);
    expect(data).toEqual({
      ...{ id: 'approval-1', state: 'REQUESTED', requester: who.subject, used: 0 },
      ...{ purpose: 'LEGAL', tokens: null, count: 3, minutes: 30 },
      ...{ ticket: 'CASE-17', reason: 'A court asks.', requestedAt: '2027-06-01T10:00:00.000Z' },
      ...{ endsAt: '2027-06-02T10:00:00.000Z', decidedBy: null, decidedAt: null },
    });
    expect(codeOf(await kit.use(who, 'approval-1'))).toBe(REQUIRED);
    const judge = kit.approver();
    expect(await kit.decide(judge, 'approval-1')).toMatchObject({
      data: {
        ...{ state: 'APPROVED', decidedBy: judge.subject },
        endsAt: '2027-06-01T10:30:00.000Z',
      },
    });
    expect(await kit.use(who, 'approval-1')).toEqual({ data: 'a note' });
    expect(await kit.shown(judge)).toMatchObject([
      { id: 'approval-1', state: 'APPROVED', used: 1 },
    ]);
    expect(await kit.useMany(who, 3, { grant: 'approval-1' })).toEqual(['OK', 'OK', REQUIRED]);
    expect(await kit.shown(judge)).toMatchObject([{ state: 'USED_UP', used: 3 }]);
  });

  test('pass the budgets of the actor and the purpose, not that of the tenant', async () => {
    const none = { perMinute: 0, perDay: 0 };
    const BUDGETS = (more: object) =>
      JSON.stringify({ 'ACTOR/PLAINTEXT': none, 'PURPOSE/LEGAL': none, ...more });
    const clock = () => new Date(now.time);
    const by = vault.start({ clock }, { BUDGETS: BUDGETS({}) });
    const closed = vault.start({ clock }, { BUDGETS: BUDGETS({ 'TENANT/PLAINTEXT': none }) });
    const who = kit.staff();
    const grant = await kit.granted(who);
    expect(await kit.useMany(who, 1, {}, by)).toEqual(['BUDGET_EXCEEDED']);
    expect(await kit.useMany(who, 1, { grant }, by)).toEqual(['OK']);
    expect(await kit.useMany(who, 1, { grant }, closed)).toEqual(['BUDGET_EXCEEDED']);
    expect(await kit.shown(who)).toMatchObject([{ used: 1 }]);
  });

  test('are needed for more plaintexts at once than one may have alone', async () => {
    const by = vault.start({ clock: () => new Date(now.time) }, { BULK_RELEASE_ITEMS: '10' });
    const who = kit.staff();
    expect(new Set(await kit.useMany(who, 10, {}, by))).toEqual(new Set(['OK']));
    expect(new Set(await kit.useMany(who, 11, {}, by))).toEqual(new Set([REQUIRED]));
    const grant = await kit.granted(who, { count: 11 });
    expect(new Set(await kit.useMany(who, 11, { grant }, by))).toEqual(new Set(['OK']));
  });

  test('are for the requester, the purpose and the tokens that were named only', async () => {
    const who = kit.staff();
    const input = { dataClass: 'TEXT', plaintext: 'another' };
    const tokenizer = somebody(['tokenizers'], tenant);
    const { data } = await ask(answer, 'tokenize', tokenizer, { input });
    const other = (data as { token: string }).token;
    const grant = await kit.granted(who, { tokens: [token], count: null });
    expect(codeOf(await kit.use(kit.staff(), grant))).toBe(REQUIRED);
    expect(codeOf(await kit.use(who, grant, { purpose: 'FRAUD_REVIEW' }))).toBe(REQUIRED);
    expect(codeOf(await kit.use(who, grant, { token: other }))).toBe(REQUIRED);
    expect(codeOf(await kit.use(who, 'approval-77'))).toBe(REQUIRED);
    const named = { token, purpose: 'LEGAL', grant };
    const viewed = await ask(answer, 'detokenize', kit.staff(), { input: named });
    expect(codeOf(viewed)).toBe(REQUIRED);
    expect(codeOf(await kit.use(who, 'nonsense'))).toBe('INVALID_INPUT');
    expect(await findings()).toEqual(expect.arrayContaining(['GRANT_UNKNOWN', 'GRANT_MISMATCH']));
    expect(codeOf(await kit.use(who, grant))).toBe('OK');
    expect(codeOf(await kit.use(who, grant))).toBe(REQUIRED);
  });

  test('end by time, of a request and of a grant, also between two uses', async () => {
    const who = kit.staff();
    const late = idOf(await kit.request(who));
    const grant = await kit.granted(who);
    expect(codeOf(await kit.use(who, grant))).toBe('OK');
    now.time += 30 * 60_000;
    expect(codeOf(await kit.use(who, grant))).toBe(REQUIRED);
    now.time += 24 * 3_600_000;
    expect(codeOf(await kit.decide(kit.approver(), late))).toBe('APPROVAL_CLOSED');
    expect((await kit.shown(who)).map(({ state }) => state)).toEqual(['EXPIRED', 'EXPIRED']);
  });

  test('end at once when they are revoked, by an approver, an administrator or the requester', async () => {
    const who = kit.staff();
    for (const by of [kit.approver(), somebody(['vault-admins'], tenant), who]) {
      const grant = await kit.granted(who);
      expect(codeOf(await kit.use(who, grant))).toBe('OK');
      expect(codeOf(await ask(answer, 'revokeApproval', kit.staff(), { id: grant }))).toBe(
        'APPROVAL_NOT_FOUND',
      );
      for (let count = 0; count < 2; count += 1) {
        const reply = await ask(answer, 'revokeApproval', by, { id: grant });
        expect(reply).toMatchObject({ data: { state: 'REVOKED', used: 1 } });
      }
      expect(codeOf(await kit.use(who, grant))).toBe(REQUIRED);
    }
  });

  test('stop at once when they are revoked, however many use them', async () => {
    const who = kit.staff();
    const grant = await kit.granted(who, { count: 1000 });
    const clock = () => new Date(now.time);
    const processes = Array.from({ length: 8 }, () => vault.start({ clock }));
    const uses = Promise.all(
      Array.from({ length: 80 }, (_, at) => kit.use(who, grant, {}, processes[at % 8])),
    );
    const revoked = await ask(answer, 'revokeApproval', kit.approver(), { id: grant });
    expect(revoked.data).toMatchObject({ state: 'REVOKED' });
    expect(codeOf(await kit.use(who, grant))).toBe(REQUIRED);
    const codes = (await uses).map(codeOf);
    const known = ['OK', REQUIRED, 'TEMPORARILY_UNAVAILABLE'];
    expect(codes.filter((code) => !known.includes(code))).toEqual([]);
    const [{ used } = { used: 0 }] = await kit.shown(who);
    expect(used).toBeGreaterThanOrEqual(codes.filter((code) => code === 'OK').length);
  });

  test('are given out exactly, to 100 uses at once in four processes', async () => {
    const who = kit.staff();
    const grant = await kit.granted(who, { count: 23 });
    const clock = () => new Date(now.time);
    const processes = Array.from({ length: 4 }, () => vault.start({ clock }));
    const rivalry = await rival(100, (at) => kit.use(who, grant, {}, processes[at % 4] ?? answer));
    expect(rivalry.refused).toEqual([REQUIRED]);
    expectExactly(23, rivalry);
    expect(await kit.shown(who)).toMatchObject([{ state: 'USED_UP', used: 23 }]);
  });

  test('give a token with one use once, and lose what they took for the others', async () => {
    const input = { dataClass: 'TEXT', plaintext: 'once', maxUses: 1 };
    const tokenizer = somebody(['tokenizers'], tenant);
    const { data } = await ask(answer, 'tokenize', tokenizer, { input });
    const who = kit.staff();
    const grant = await kit.granted(who, { count: 10 });
    const once = (data as { token: string }).token;
    const codes = await kit.useMany(who, 5, { token: once, grant });
    expect(codes.sort()).toEqual([...Array<string>(4).fill('ALREADY_USED'), 'OK']);
    expect(await kit.shown(who)).toMatchObject([{ used: 5 }]);
  });

  describe('whose item was touched', () => {
    const CHANGES: Readonly<Record<string, AttributeValue>> = {
      state: { S: 'REQUESTED' },
      requester: { S: 'another' },
      persons: { S: '["x"]' },
      purpose: { S: 'FRAUD_REVIEW' },
      count: { N: '100' },
      used: { N: '0' },
      minutes: { N: '480' },
      endsAt: { S: '2099-01-01T00:00:00.000Z' },
      version: { N: '7' },
      note: { B: Buffer.from('another') },
      mac: { B: Buffer.alloc(32) },
      tokens: { S: '["tok_another"]' },
    };

    test('open nothing, whatever was changed', async () => {
      const who = kit.staff();
      const grant = await kit.granted(who, { count: 20 });
      await kit.use(who, grant);
      const pk = `${tenant}#approval#1`;
      const original = (await vault.items('CONTROL_TABLE')).find((one) => one.pk?.S === pk);
      if (original === undefined) throw new Error('There is no approval.');
      const put = (item: Item) =>
        vault.dynamodb.send(new PutItemCommand({ TableName: 'control', Item: item }));
      for (const [name, value] of Object.entries(CHANGES)) {
        await put({ ...original, [name]: value });
        vault.lines.length = 0;
        expect(codeOf(await kit.use(who, grant))).toBe(REQUIRED);
        expect(vault.lines.some((line) => line.includes('"Tampering":1'))).toBe(true);
      }
      await put(original);
      expect(codeOf(await kit.use(who, grant))).toBe('OK');
    });
  });
});
