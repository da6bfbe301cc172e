import { may, purposesFor, purposesOf } from '../../console/access.ts';
import { sectionsOf } from '../../console/approvals/inbox.ts';
import {
  operationsByHour,
  plaintextsByActor,
  refusalsByCode,
  startOfDay,
} from '../../console/dashboard/activity.ts';
import type { ActivityEvent } from '../../console/dashboard/activity.ts';
import type { ApprovalViewFragment } from '../../console/generated/operations.ts';

const event = (changed: Partial<ActivityEvent>): ActivityEvent => ({
  kind: 'OUTCOME',
  time: '2031-03-04T10:30:00.000Z',
  operation: 'release',
  actor: 'ada',
  code: 'OK',
  items: [{ code: 'OK' }],
  ...changed,
});

describe('the dashboard', () => {
  const now = new Date('2031-03-04T12:05:00.000Z');

  test('counts each call once, by the hour of its outcome, and says which were refused', () => {
    const events = [
      event({ kind: 'ATTEMPT', code: null }),
      event({}),
      event({ code: 'PARTIAL' }),
      event({ code: 'BUDGET_EXCEEDED' }),
      event({ time: '2031-03-04T12:00:00.000Z' }),
      event({ time: '2031-03-04T08:59:59.999Z' }),
      event({ kind: 'FINDING', code: 'ANOMALY' }),
    ];
    expect(operationsByHour(events, now, 4)).toEqual([
      { hour: '2031-03-04T09:00:00.000Z', done: 0, refused: 0 },
      { hour: '2031-03-04T10:00:00.000Z', done: 2, refused: 1 },
      { hour: '2031-03-04T11:00:00.000Z', done: 0, refused: 0 },
      { hour: '2031-03-04T12:00:00.000Z', done: 1, refused: 0 },
    ]);
  });

  test('lists reasons of refusals, the most frequent first', () => {
    const codes = ['TOKEN_NOT_FOUND', 'NOT_AUTHORIZED', 'TOKEN_NOT_FOUND', 'OK'];
    expect(refusalsByCode(codes.map((code) => event({ code })))).toEqual([
      { name: 'TOKEN_NOT_FOUND', count: 2 },
      { name: 'NOT_AUTHORIZED', count: 1 },
    ]);
  });

  test('counts the plaintexts of today that were handed out, item by item', () => {
    const events = [
      event({ items: [{ code: 'OK' }, { code: 'TOKEN_NOT_FOUND' }, { code: 'OK' }] }),
      event({ actor: 'bea' }),
      event({ operation: 'token' }),
      event({ time: '2031-03-03T23:59:59.999Z' }),
    ];
    expect(plaintextsByActor(events, startOfDay(now))).toEqual([
      { name: 'ada', count: 2 },
      { name: 'bea', count: 1 },
    ]);
  });
});

describe('the inbox', () => {
  const approval = (id: string, state: string, requester: string) =>
    ({ id, state, requester }) as ApprovalViewFragment;
  const approvals = [
    approval('1', 'REQUESTED', 'ada'),
    approval('2', 'REQUESTED', 'me'),
    approval('3', 'APPROVED', 'ada'),
    approval('4', 'EXPIRED', 'ada'),
  ];
  const idsOf = (isApprover: boolean) =>
    sectionsOf(approvals, 'me', isApprover).map(({ title, approvals: some }) => [
      title,
      some.map(({ id }) => id).join(),
    ]);

  test('never puts a request of one’s own among those to decide', () => {
    expect(idsOf(true)).toEqual([
      ['For you to decide', '1'],
      ['Open', '2,3'],
      ['Over', '4'],
    ]);
  });

  test('has nothing to decide for who is no approver', () => {
    expect(idsOf(false)).toEqual([
      ['Open', '1,2,3'],
      ['Over', '4'],
    ]);
  });
});

describe('what the page shows to whom', () => {
  test('is nothing for a group that the vault does not know, or for none', () => {
    for (const groups of [[], ['root'], ['Tokenizers']]) {
      expect(may({ groups }, 'me')).toBe(false);
      expect(purposesOf({ groups })).toEqual([]);
    }
  });

  test('are the purposes of the vault’s own table', () => {
    expect(purposesFor({ groups: ['support'] }, 'EMAIL')).toEqual(['CUSTOMER_SUPPORT']);
    expect(purposesFor({ groups: ['support'] }, 'PAN')).toEqual([]);
    expect(purposesFor({ groups: ['payment-staff'] }, 'CVC')).toEqual([]);
    expect(purposesFor({ groups: ['auditors'] }, 'CUSTOM')).toEqual([]);
    expect(purposesOf({ groups: ['support'] })).toEqual(['CUSTOMER_SUPPORT']);
  });
});
