import { timingSafeEqual } from 'node:crypto';

import type { Item } from '../vault/attempt.ts';
import type { Call } from '../vault/call.ts';
import { VaultError } from '../vault/errors.ts';
import type { TenantData, TenantPageData } from '../vault/administration-data.ts';
import { isTenantName } from '../vault/identity.ts';
import { settle } from '../vault/outcome.ts';
import type { Outcome } from '../vault/outcome.ts';
import type { SignedStatement } from '../vault/token-state.ts';
import type { TenantCommand, TenantsCommand } from './command.ts';
import type { TenantKeyState } from './key-rows.ts';
import type { KeyAdminServices } from './services.ts';
import type { TenantRecord } from './tombstone.ts';

type Needs = KeyAdminServices;

/** A tenant that was asked for, and what is known of it. */
interface Located {
  readonly command: TenantCommand;
  readonly record: TenantRecord;
  readonly keys: TenantKeyState | null;
}

const CURSOR_LABEL = 'vault/cursor-mac/v1';

export function tenantData(
  name: string,
  { active, createdAt }: TenantKeyState,
  { isDisabled, tombstone }: TenantRecord,
): TenantData {
  const living = isDisabled ? 'DISABLED' : 'ACTIVE';
  return {
    name,
    state: tombstone === null ? living : 'ERASED',
    createdAt: createdAt.toISOString(),
    keyVersion: active.version,
    keyVersionSince: active.createdAt.toISOString(),
  };
}

/** One key stands for one request about one tenant; what it stands for is done anew each time. */
async function hold({ idempotencyHold }: Needs, call: Call, command: TenantCommand): Promise<void> {
  const { name, idempotencyKey: key } = command;
  if (key === null) return;
  const request = { operation: call.operation, key, body: [name] };
  const [held] = await idempotencyHold.record(call, [{ request, token: name }]);
  if (held !== undefined && 'failure' in held) throw held.failure;
}

/** A name is written down as such once it is, or was, that of a tenant of ours. */
async function locate(
  { records, rows }: Needs,
  items: readonly Item<TenantCommand>[],
): Promise<Item<Located>[]> {
  const [item] = items;
  if (item === undefined) return [];
  if ('failure' in item.outcome) return [{ subject: item.subject, outcome: item.outcome }];
  const command = item.outcome.value;
  const outcome = await settle(async () => {
    const [record, keys] = await Promise.all([
      records.readOne(command.name),
      rows.stateOf(command.name),
    ]);
    return { command, record, keys };
  });
  const isOurs =
    'value' in outcome && (outcome.value.keys !== null || outcome.value.record.tombstone !== null);
  return [{ subject: isOurs ? { tenant: command.name } : item.subject, outcome }];
}

type Effect<Result> = (needs: Needs, call: Call, located: Located) => Promise<Result>;

/** Looks the tenant up, then runs `effect` between the two audit events. */
function onTenant<Result>(needs: Needs, effect: Effect<Result>) {
  return async (call: Call, items: readonly Item<TenantCommand>[]): Promise<Item<Result>[]> => {
    const located = await locate(needs, items);
    const [subject = {}] = located.map((item) => item.subject);
    return needs.attempts.run(call, located, (values) =>
      Promise.all(
        values.map(async (value) => {
          const outcome: Outcome<Result> = await settle(() => effect(needs, call, value));
          const isOurs = 'value' in outcome;
          return { subject: isOurs ? { tenant: value.command.name } : subject, outcome };
        }),
      ),
    );
  };
}

/**
 * Makes a tenant's keys; a tenant that has them is left as it is. Outcomes: TENANT_ERASED,
 * IDEMPOTENCY_CONFLICT. An erasing that comes in between wins.
 */
export function createTenantCreation(needs: Needs) {
  return onTenant(needs, async ({ branchKeys, records, rows }, call, { command, record }) => {
    const { name } = command;
    if (record.tombstone !== null) throw new VaultError('TENANT_ERASED', 'TENANT_ERASED');
    await hold(needs, call, command);
    const { state } = await branchKeys.create(name);
    const after = await records.readOne(name);
    if (after.tombstone === null) return tenantData(name, state, after);
    await rows.removeAll(name);
    throw new VaultError('TENANT_ERASED', 'TENANT_ERASED');
  });
}

/**
 * Erases a tenant: the tombstone first, from which on everything is refused; then all its keys; then
 * the receipt. Whoever asks again finishes what was left, and gets the same receipt. Outcomes:
 * INVALID_INPUT for the operator's own, TENANT_NOT_FOUND, IDEMPOTENCY_CONFLICT.
 */
export function createTenantErasure(needs: Needs) {
  return onTenant<SignedStatement>(needs, async (_needs, call, { command, record, keys }) => {
    const { backupDays, clock, receipts, records, rows } = needs;
    const { name } = command;
    if (name === call.tenant) throw new VaultError('INVALID_INPUT');
    if (record.tombstone === null && keys === null) throw new VaultError('TENANT_NOT_FOUND');
    await hold(needs, call, command);
    const tombstone = record.tombstone ?? (await records.bury(name, clock()));
    await rows.removeAll(name);
    if (tombstone.receipt !== null) return tombstone.receipt;
    const erased = { tenant: name, backupDays, inaccessibleSince: clock() };
    return records.keepReceipt(name, await receipts.signTenant(erased));
  });
}

/** The name it goes on after, with the MAC of the operator's tenant: nobody makes up a place. */
function cursorAfter({ keys }: Call, name: string): string {
  const text = Buffer.from(name, 'utf8');
  return Buffer.concat([keys.mac(CURSOR_LABEL, text), text]).toString('base64url');
}

function readCursor({ keys }: Call, cursor: string | null): string | null {
  if (cursor === null) return null;
  const bytes = Buffer.from(cursor, 'base64url');
  const [mac, text] = [bytes.subarray(0, 32), bytes.subarray(32)];
  const isOurs = mac.length === 32 && timingSafeEqual(mac, keys.mac(CURSOR_LABEL, text));
  const name = text.toString('utf8');
  if (!isOurs || !isTenantName(name)) throw new VaultError('INVALID_INPUT');
  return name;
}

async function page(needs: Needs, call: Call, command: TenantsCommand): Promise<TenantPageData> {
  const { records, rows } = needs;
  const { names, after } = await rows.list(command.limit, readCursor(call, command.nextToken));
  const [found, states] = await Promise.all([
    records.readAll(names),
    Promise.all(names.map((name) => rows.stateOf(name))),
  ]);
  const items = names.flatMap((name, at): TenantData[] => {
    const [record, state] = [found[at], states[at]];
    // Erased since the page was read.
    return record === undefined || state === undefined || state === null
      ? []
      : [tenantData(name, state, record)];
  });
  return { items, nextToken: after === null ? null : cursorAfter(call, after) };
}

/** Lists the tenants that have keys. Outcome: INVALID_INPUT for a cursor that is none of ours. */
export function createTenantList(needs: Needs) {
  return (call: Call, items: readonly Item<TenantsCommand>[]): Promise<Item<TenantPageData>[]> =>
    needs.attempts.run(call, items, (values) =>
      Promise.all(
        values.map(async (command) => ({
          subject: {},
          outcome: await settle(() => page(needs, call, command)),
        })),
      ),
    );
}
