import { approvalsIn, idOf } from '../../support/approvals.ts';
import { codeOf, newTenant } from '../../support/budgets.ts';
import { ask, runVault, user } from '../../support/vault.ts';
import type { Answer, RunningVault } from '../../support/vault.ts';

describe('approvals that are requested', () => {
  let vault: RunningVault;
  let answer: Answer;
  let tenant: string;
  let token: string;
  let kit: ReturnType<typeof approvalsIn>;

  beforeAll(async () => {
    vault = await runVault();
    answer = vault.start();
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

  test('are never one’s own, by whatever name, nor those of a service', async () => {
    const both = ['payment-staff', 'approvers'];
    const mail = ['email:a.person@example.org'];
    const one = user(both, tenant, 'person-1', mail);
    const id = idOf(await kit.request(one));
    for (const same of [one, user(['approvers'], tenant, 'person-2', ['Okta:7', ...mail])]) {
      expect(codeOf(await kit.decide(same, id))).toBe('NOT_AUTHORIZED');
    }
    const roleArn = 'arn:aws:sts::000000000000:assumed-role/robot/session';
    const robot = { account: '000000000000', roleName: 'robot', tenant, groups: ['approvers'] };
    const by = vault.start({}, { SERVICE_CALLERS: JSON.stringify([robot]) });
    const input = { id, decision: 'APPROVE' };
    const reply = await ask(by, 'decideApproval', { kind: 'service', roleArn }, { input });
    expect(codeOf(reply)).toBe('NOT_AUTHORIZED');
    expect((await findings()).filter((one) => one === 'OWN_REQUEST')).toHaveLength(2);
    const refused = (await outcomes()).filter(({ operation }) => operation?.S === 'decideApproval');
    expect(refused.map(({ items }) => items?.L?.[0]?.M?.grant?.S)).toEqual([id, id, id]);
    expect(JSON.stringify(await vault.items('CONTROL_TABLE'))).not.toContain('a.person');
    const another = user(['approvers'], tenant, 'person-3', ['email:b.person@example.org']);
    expect(codeOf(await kit.decide(another, id))).toBe('OK');
  });

  test('are decided once: repeating it changes nothing, another decision is refused', async () => {
    const id = idOf(await kit.request(kit.staff()));
    const judge = kit.approver();
    expect(await kit.decide(judge, id, 'REJECT')).toMatchObject({ data: { state: 'REJECTED' } });
    expect(await kit.decide(judge, id, 'REJECT')).toMatchObject({ data: { state: 'REJECTED' } });
    for (const [who, decision] of [
      [judge, 'APPROVE'],
      [kit.approver(), 'REJECT'],
    ] as const) {
      expect(codeOf(await kit.decide(who, id, decision))).toBe('APPROVAL_CLOSED');
    }
    expect(codeOf(await kit.decide(judge, 'approval-99'))).toBe('APPROVAL_NOT_FOUND');
    expect(codeOf(await kit.decide(judge, 'nonsense'))).toBe('APPROVAL_NOT_FOUND');
  });

  test('cannot be asked for what one could not have', async () => {
    const who = kit.staff();
    const codes = await Promise.all(
      [
        { tokens: [token, 'tok_unknown'], count: null },
        { tokens: [token], count: null, purpose: 'PAYMENT' },
      ].map(async (more) => codeOf(await kit.request(who, more))),
    );
    expect(codes).toEqual(['TOKEN_NOT_FOUND', 'PURPOSE_NOT_ALLOWED']);
    expect(codeOf(await kit.request(kit.approver()))).toBe('NOT_AUTHORIZED');
    expect(await kit.shown(kit.approver())).toEqual([]);
  });

  test.each([
    ['neither tokens nor a count', { count: null }],
    ['both', { tokens: ['tok_12345678'] }],
    ['a token twice', { tokens: ['tok_12345678', 'tok_12345678'], count: null }],
    ['no tokens', { tokens: [], count: null }],
    ['a count of nothing', { count: 0 }],
    ['too many', { count: 10_001 }],
    ['no purpose', { purpose: 'CURIOSITY' }],
    ['no ticket', { ticket: ' ' }],
    ['a long ticket', { ticket: 'x'.repeat(65) }],
    ['a PAN as ticket', { ticket: '4111-1111-1111-1111' }],
    ['an SSN in the reason', { reason: 'She said 219-09-9999 to me.' }],
    ['a PAN in the reason', { reason: 'card 4111 1111 1111 1111 please' }],
    ['control characters', { reason: 'one\u0000two' }],
    ['a reason without end', { reason: 'x'.repeat(501) }],
    ['no time', { minutes: 0 }],
    ['too much time', { minutes: 481 }],
  ])('are refused with %s', async (_title, more) => {
    expect(codeOf(await kit.request(kit.staff(), more))).toBe('INVALID_INPUT');
  });

  test('with the same idempotency key are one request, with another body a conflict', async () => {
    const who = kit.staff();
    const ids = await Promise.all(
      Array.from({ length: 5 }, async () => idOf(await kit.request(who, { idempotencyKey: 'k' }))),
    );
    expect(new Set(ids).size).toBe(1);
    const other = await kit.request(who, { idempotencyKey: 'k', reason: 'Another one.' });
    expect(codeOf(other)).toBe('IDEMPOTENCY_CONFLICT');
  });

  test('requested at once have a number each, and are listed page by page', async () => {
    const [one, other] = [kit.staff(), kit.staff()];
    await Promise.all([one, one, one, other, other].map((who) => kit.request(who)));
    expect((await kit.shown(kit.approver())).map(({ id }) => id)).toEqual(
      [5, 4, 3, 2, 1].map((number) => `approval-${number}`),
    );
    expect(await kit.shown(one)).toHaveLength(3);
    expect(await kit.shown(other)).toHaveLength(2);
    const { data } = await ask(answer, 'approvals', kit.approver(), { limit: 2 });
    const { nextToken } = data as { nextToken: string };
    expect((await kit.shown(kit.approver(), { limit: 2, nextToken })).map(({ id }) => id)).toEqual([
      'approval-3',
      'approval-2',
    ]);
  });

  test('leave nothing of what was written in any table, and are told of without it', async () => {
    const who = kit.staff();
    const grant = await kit.granted(who, { ticket: 'canary-ticket', reason: 'canary-reason' });
    await kit.use(who, grant);
    for (const table of ['AUDIT_TABLE', 'CONTROL_TABLE', 'NOTICES_TABLE'] as const) {
      expect(JSON.stringify(await vault.items(table))).not.toContain('canary');
    }
    const notices = (await vault.items('NOTICES_TABLE')).filter((one) => one.tenant?.S === tenant);
    expect(notices.map(({ state }) => state?.S).sort()).toEqual(['APPROVED', 'REQUESTED']);
    const names = [
      ...['pk', 'tenant', 'approval', 'state', 'purpose', 'count', 'minutes', 'time', 'writeId'],
      'expiresAt',
    ];
    for (const notice of notices) expect(Object.keys(notice).sort()).toEqual(names.sort());
    const named = (await outcomes()).flatMap(({ items }) => items?.L ?? []);
    expect(named.map(({ M }) => M?.grant?.S)).toEqual(
      expect.arrayContaining([grant, grant, grant]),
    );
  });
});
