import { approvalForm, approvalIn, approvalKey, stateOf } from './approval.ts';
import type { Approval } from './approval.ts';
import type { Call } from './call.ts';
import { createCombiner } from './combine.ts';
import { VaultError } from './errors.ts';
import { hasOurMac, withMac } from './item-mac.ts';
import type { StoredItem } from './item-mac.ts';
import { noticeAction } from './notice.ts';
import type { Action, Commit } from './transaction.ts';
import { changeVersioned } from './versioned-item.ts';
import type { VersionedTable } from './versioned-item.ts';

/** What the control table keeps of the requests of a tenant. */
export interface Approvals {
  /** Those of these numbers, in this order; null where there is none. */
  find(call: Call, numbers: readonly number[]): Promise<(Approval | null)[]>;
  /** The writes that add a request. Its number must follow the newest, or they fail. */
  additions(call: Call, newest: Newest, approval: Approval): Action[];
  /** Number 0 if there is none. */
  newest(call: Call): Promise<Newest>;
  /** Replaces an approval that was read and tells of it, or answers what it has become since. */
  replace(call: Call, was: Approval, next: Approval): Promise<'replaced' | Approval>;
  /**
   * Takes up to `wanted` plaintexts of a grant and answers how many it got. What was taken stays
   * taken.
   * @throws VaultError APPROVAL_REQUIRED if it was revoked, has expired or is another's
   */
  consume(call: Call, grant: Approval, wanted: number): Promise<number>;
}

/** The number of the newest request, and the write that it stems from. */
export interface Newest {
  readonly number: number;
  readonly writeId: string | null;
}

interface Needs extends VersionedTable {
  readonly commit: Commit;
  readonly clock: () => Date;
  readonly noticesTable: string;
}

/** What one call takes of its actor's grant. */
interface Use {
  readonly call: Call;
  readonly grant: Approval;
  readonly wanted: number;
}

const SCHEMA_VERSION = '1';
const LABEL = 'vault/approval-mac/v1';

function newestKey({ tenant }: Call): string {
  return `${tenant}#approvals`;
}

function newestIn(call: Call, item: StoredItem | undefined): Newest {
  if (item === undefined) return { number: 0, writeId: null };
  const isOurs = item.pk?.S === newestKey(call) && hasOurMac(call.keys, LABEL, item);
  if (!isOurs) throw new VaultError('INTERNAL', 'TAMPERED');
  return { number: Number(item.newest?.N), writeId: item.writeId?.S ?? null };
}

async function readNewest({ read, tableName }: Needs, call: Call): Promise<Newest> {
  const pk = newestKey(call);
  return newestIn(call, (await read([{ table: tableName, pk }])).of(tableName, pk));
}

async function find(
  { read, tableName }: Needs,
  call: Call,
  numbers: readonly number[],
): Promise<(Approval | null)[]> {
  const keyOf = (number: number) => approvalKey(call.tenant, number);
  const items = await read(numbers.map((number) => ({ table: tableName, pk: keyOf(number) })));
  return numbers.map((number) => approvalIn(call, number, items.of(tableName, keyOf(number))));
}

function putAction(needs: Needs, call: Call, approval: Approval, replaces: string | null): Action {
  const item = approvalForm(call, approval.number).toItem(approval, needs.newWriteId());
  return { table: needs.tableName, item, kind: 'put', replaces };
}

function additions(needs: Needs, call: Call, newest: Newest, approval: Approval): Action[] {
  const item = withMac(call.keys, LABEL, {
    pk: { S: newestKey(call) },
    schema: { N: SCHEMA_VERSION },
    newest: { N: String(approval.number) },
    writeId: { S: needs.newWriteId() },
  });
  return [
    { table: needs.tableName, item, kind: 'put', replaces: newest.writeId },
    putAction(needs, call, approval, null),
    noticeAction(needs, call, approval),
  ];
}

async function replace(
  needs: Needs,
  call: Call,
  was: Approval,
  next: Approval,
): Promise<'replaced' | Approval> {
  const changed = { ...next, version: was.version + 1 };
  const put = putAction(needs, call, changed, was.writeIds[0] ?? null);
  const [written] = await needs.commit([[put, noticeAction(needs, call, changed)]]);
  if (written !== undefined && 'failure' in written) throw written.failure;
  const [loss] = written?.value ?? [];
  if (loss === undefined) return 'replaced';
  const shown = loss.index === 0 ? loss.item : undefined;
  return approvalForm(call, was.number).fromItem(shown ?? (await readItem(needs, put.item)));
}

/** A refusal that shows no item says nothing of what is there. */
async function readItem({ read, tableName }: Needs, { pk }: StoredItem) {
  const key = pk?.S ?? '';
  return (await read([{ table: tableName, pk: key }])).of(tableName, key);
}

async function consume(needs: Needs, { call, grant, wanted }: Use): Promise<number> {
  const form = approvalForm(call, grant.number);
  const { result } = await changeVersioned(needs, form, grant, (was) => {
    const state = stateOf(was, needs.clock());
    const isUsable = state === 'APPROVED' || state === 'USED_UP';
    if (!isUsable || was.requester.id !== call.actor.id) {
      throw new VaultError('APPROVAL_REQUIRED', 'GRANT_CLOSED');
    }
    const taken = Math.min(wanted, was.count - was.used);
    if (taken <= 0) return { next: was, result: 0 };
    return { next: { ...was, used: was.used + taken, version: was.version + 1 }, result: taken };
  });
  return result;
}

/** What is taken of a grant in this process at the same time is written together. */
function createConsume(needs: Needs): Approvals['consume'] {
  const together = createCombiner(async (_key, uses: readonly Use[]) => {
    const [any] = uses;
    if (any === undefined) return [];
    const grant = uses.reduce(
      (one, use) => (use.grant.version > one.version ? use.grant : one),
      any.grant,
    );
    const wanted = uses.reduce((sum, use) => sum + use.wanted, 0);
    let left = await consume(needs, { call: any.call, grant, wanted });
    return uses.map((use) => {
      const own = Math.min(use.wanted, left);
      left -= own;
      return own;
    });
  });
  return (call, grant, wanted) =>
    together(`${approvalKey(call.tenant, grant.number)} ${call.actor.id}`, { call, grant, wanted });
}

/**
 * Requests are numbered by tenant, so that they can be listed without a query. A request, each
 * decision about it and the notice of that are one transaction.
 */
export function createApprovals(needs: Needs): Approvals {
  return {
    find: (call, numbers) => find(needs, call, numbers),
    additions: (call, newest, approval) => additions(needs, call, newest, approval),
    newest: (call) => readNewest(needs, call),
    replace: (call, was, next) => replace(needs, call, was, next),
    consume: createConsume(needs),
  };
}
