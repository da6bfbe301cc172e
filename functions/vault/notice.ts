import { approvalId } from './approval.ts';
import type { Approval } from './approval.ts';
import type { Call } from './call.ts';
import { epochSeconds } from './record.ts';
import type { Action } from './transaction.ts';

const KEPT_MS = 7 * 86_400_000;

interface Needs {
  readonly noticesTable: string;
  readonly newWriteId: () => string;
  readonly clock: () => Date;
}

/**
 * The write that tells of an approval: who looks after approvals is notified from the table's
 * stream. Ids, names that we chose, counts and times only, never a value, a token or what somebody
 * wrote. It goes with the change it tells of, in one transaction, so neither is ever without the
 * other.
 */
export function noticeAction(
  { noticesTable, newWriteId, clock }: Needs,
  { tenant }: Pick<Call, 'tenant'>,
  { number, state, purpose, count, minutes }: Approval,
): Action {
  const [writeId, now] = [newWriteId(), clock()];
  const item = {
    pk: { S: `${tenant}#${writeId}` },
    tenant: { S: tenant },
    approval: { S: approvalId(number) },
    state: { S: state },
    purpose: { S: purpose },
    count: { N: String(count) },
    minutes: { N: String(minutes) },
    time: { S: now.toISOString() },
    writeId: { S: writeId },
    expiresAt: { N: epochSeconds(new Date(now.getTime() + KEPT_MS).toISOString()) },
  };
  return { table: noticesTable, item, kind: 'put', replaces: null };
}
