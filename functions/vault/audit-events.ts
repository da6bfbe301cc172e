import type { Item } from './attempt.ts';
import type { AuditEventsCommand, PageCommand, ProofCommand } from './audit-command.ts';
import { readCursor, writeCursor } from './audit-cursor.ts';
import type { AuditEventPage, AuditProofData, CheckpointPage } from './audit-data.ts';
import { readEventId } from './audit-keys.ts';
import { auditEventData, checkpointData, statementOf } from './audit-views.ts';
import type { Call } from './call.ts';
import { canonicalEvent } from './canonical-event.ts';
import type { IndexedCheckpoint } from './checkpoint-index.ts';
import { VaultError } from './errors.ts';
import { leafHash, rootFrom } from './merkle-tree.ts';
import { settle } from './outcome.ts';
import type { Services } from './services.ts';
import type { EventItem } from './tenant-trail.ts';

type Needs = Pick<Services, 'attempts' | 'checkpointIndex' | 'tenantTrail'>;

/** After every window there may be. */
const END_OF_TIME = '~';

async function eventPage(needs: Needs, call: Call, command: AuditEventsCommand) {
  const scope = { call, question: command.question };
  const start = `${new Date(command.from).toISOString()} ${new Date(command.to).toISOString()}`;
  const position = command.nextToken === null ? start : readCursor(scope, command.nextToken);
  // The beginning goes with the cursor: "the last 24 hours" is not to move from page to page.
  const [from = '', before = ''] = position.split(' ');
  const { filter, limit } = command;
  const page = await needs.tenantTrail.page(call.tenant, { from, before, filter, limit });
  const next = page.next === null ? null : writeCursor(scope, `${from} ${page.next}`);
  return { events: page.events.map(auditEventData), nextToken: next };
}

async function checkpointPage(needs: Needs, call: Call, command: PageCommand) {
  const scope = { call, question: command.question };
  const upTo = command.nextToken === null ? END_OF_TIME : readCursor(scope, command.nextToken);
  const found = await needs.checkpointIndex.upTo(upTo, command.limit);
  const oldest = found.at(-1);
  const isLast = oldest === undefined || found.length < command.limit || oldest.sequence === 0;
  const before = new Date(Date.parse(oldest?.windowStart ?? '') - 1);
  return {
    checkpoints: found.map(checkpointData),
    nextToken: isLast ? null : writeCursor(scope, before.toISOString()),
  };
}

/** The checkpoint with which an event was sealed, if it was. */
async function sealOf({ checkpointIndex }: Needs, id: string): Promise<IndexedCheckpoint | null> {
  const time = readEventId(id)?.time ?? '';
  const late = await checkpointIndex.lateWindow(id);
  const [checkpoint] = await checkpointIndex.upTo(late ?? time, 1);
  if (checkpoint === undefined) return null;
  const isSealed = late !== null || time < statementOf(checkpoint).windowEnd;
  return isSealed ? checkpoint : null;
}

async function prove(needs: Needs, event: EventItem): Promise<AuditProofData | null> {
  const id = event.sk?.S ?? '';
  const checkpoint = await sealOf(needs, id);
  if (checkpoint === null) return null;
  const text = canonicalEvent(event);
  const leaf = leafHash(text);
  const { root } = statementOf(checkpoint);
  const path = await needs.checkpointIndex.path(root, id, leaf);
  if (path === null) return null;
  if (rootFrom(leaf, path).toString('hex') !== root) throw new VaultError('INTERNAL', 'TAMPERED');
  return {
    id,
    event: Buffer.from(text, 'utf8').toString('base64'),
    leafHash: leaf.toString('hex'),
    path: path.map(({ side, hash }) => ({ side, hash: hash.toString('hex') })),
    checkpoint: checkpointData(checkpoint),
  };
}

type Ask<Command, Result> = (call: Call, command: Command) => Promise<Item<Result>>;

/** Every question is between two events of its own. */
function recorded<Command, Result>(needs: Needs, ask: Ask<Command, Result>) {
  return (call: Call, items: readonly Item<Command>[]): Promise<Item<Result>[]> =>
    needs.attempts.run(call, items, (commands) =>
      Promise.all(commands.map((command) => ask(call, command))),
    );
}

/**
 * Lists the tenant's events, newest first, at most 31 days. A page may hold fewer than asked for, even
 * none, and still name a next one.
 * Outcomes: INVALID_INPUT also for a cursor that was not made for this very question.
 */
export function createAuditEvents(needs: Needs) {
  return recorded<AuditEventsCommand, AuditEventPage>(needs, async (call, command) => ({
    subject: {
      from: new Date(command.from).toISOString(),
      to: new Date(command.to).toISOString(),
      ...(command.filter.actor === null ? {} : { asked: command.filter.actor }),
    },
    outcome: await settle(() => eventPage(needs, call, command)),
  }));
}

/** Lists checkpoints, newest first; they are the same for every tenant and tell of none. */
export function createCheckpoints(needs: Needs) {
  return recorded<PageCommand, CheckpointPage>(needs, async (call, command) => ({
    subject: {},
    outcome: await settle(() => checkpointPage(needs, call, command)),
  }));
}

/**
 * Proves that an event is in the sealed trail; null if the tenant has no such event, or it is not
 * sealed. The proof is checked here before it is handed out.
 */
export function createAuditProof(needs: Needs) {
  return recorded<ProofCommand, AuditProofData | null>(needs, async (call, { id }) => {
    const event = await needs.tenantTrail.find(call.tenant, id);
    if (event === null) return { subject: { asked: id }, outcome: { value: null } };
    return { subject: { event: id }, outcome: await settle(() => prove(needs, event)) };
  });
}
