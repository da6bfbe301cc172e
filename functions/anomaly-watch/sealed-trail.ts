import { GetItemCommand, paginateQuery, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import type { CheckpointSigner } from '../audit-sealer/checkpoint-signer.ts';
import { byId, readMinutes } from '../audit-sealer/trail.ts';
import { eventKeys, readEventId } from '../vault/audit-keys.ts';
import { hashOf } from '../vault/checkpoint.ts';
import {
  CHECKPOINT_PARTITION,
  createCheckpointIndex,
  indexedCheckpoint,
  LATE_PARTITION,
} from '../vault/checkpoint-index.ts';
import type { IndexedCheckpoint } from '../vault/checkpoint-index.ts';
import { rootOf } from '../vault/merkle-tree.ts';
import { NO_PREVIOUS, readStatement } from '../vault/statement.ts';
import type { Statement } from '../vault/statement.ts';
import { watchedEvent } from './watched-event.ts';
import type { WatchedEvent } from './watched-event.ts';

/** The newest sealed window that was judged; the next one has to follow it. */
export interface Position {
  readonly sequence: number;
  readonly windowEnd: string;
  /** SHA-256 of the statement's text. */
  readonly statementHash: string;
}

export interface SealedWindow {
  readonly statement: Statement;
  readonly position: Position;
}

export interface WindowEvents {
  /** Those that were sealed, in the order of their ids. What else lies there may be sealed later. */
  readonly events: readonly WatchedEvent[];
  /** Whether these are all that was sealed. */
  readonly isWhole: boolean;
}

/**
 * The audit trail as it was sealed. Each event is in one window only, late ones in a later window, so
 * that who goes from window to window meets each event once. Nothing that is read is believed: the
 * statement by its signature, the events by the root in it.
 */
export interface SealedTrail {
  /**
   * The window after a position, or the first; null if none is sealed yet.
   * @throws SealedTrailInvalid if what stands there is not genuine, or is not the next
   */
  next(position: Position | null): Promise<SealedWindow | null>;
  events(statement: Statement): Promise<WindowEvents>;
}

/** The copy of a checkpoint is damaged, forged, or gone from its place. */
export class SealedTrailInvalid extends Error {
  override readonly name = 'SealedTrailInvalid';
}

interface Needs {
  readonly client: DynamoDBClient;
  readonly auditTable: string;
  readonly checkpointTable: string;
  readonly signer: Pick<CheckpointSigner, 'isGenuine'>;
}

/** Before every window there may be. */
const BEGIN_OF_TIME = '0';
/** The farthest that a sealer looks back for late events (a day), and the longest window (an hour). */
const LATE_MS = 25 * 3_600_000;
const EMPTY_ROOT = rootOf([]).toString('hex');

async function firstFrom(
  { client, checkpointTable }: Needs,
  windowStart: string,
): Promise<IndexedCheckpoint | null> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: checkpointTable,
      KeyConditionExpression: 'pk = :pk AND sk >= :sk',
      ExpressionAttributeValues: { ':pk': { S: CHECKPOINT_PARTITION }, ':sk': { S: windowStart } },
      Limit: 1,
      ConsistentRead: true,
    }),
  );
  const [item] = Items;
  return item === undefined ? null : indexedCheckpoint(item);
}

function statementIn({ statementText }: IndexedCheckpoint): Statement {
  try {
    return readStatement(statementText);
  } catch (error) {
    throw new SealedTrailInvalid('The copy of a checkpoint cannot be read.', { cause: error });
  }
}

function follows(statement: Statement, position: Position | null): boolean {
  const { sequence, windowStart, previous } = statement;
  if (position === null) return sequence === 0 && previous === NO_PREVIOUS;
  return (
    sequence === position.sequence + 1 &&
    windowStart === position.windowEnd &&
    previous === position.statementHash
  );
}

async function nextWindow(needs: Needs, position: Position | null): Promise<SealedWindow | null> {
  const copy = await firstFrom(needs, position?.windowEnd ?? BEGIN_OF_TIME);
  if (copy === null) return null;
  const statement = statementIn(copy);
  const isGenuine = await needs.signer.isGenuine(copy.statementText, copy.signature);
  if (!isGenuine || !follows(statement, position)) {
    throw new SealedTrailInvalid('The copy of a checkpoint is not the next one of the chain.');
  }
  const { sequence, windowEnd } = statement;
  const statementHash = hashOf(copy.statementText);
  return { statement, position: { sequence, windowEnd, statementHash } };
}

/** The ids of events of earlier windows that were sealed with this one. */
async function lateIds({ client, checkpointTable }: Needs, { windowStart }: Statement) {
  const earliest = new Date(Date.parse(windowStart) - LATE_MS).toISOString();
  const pages = paginateQuery(
    { client },
    {
      TableName: checkpointTable,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      FilterExpression: 'windowStart = :window',
      ExpressionAttributeValues: {
        ':pk': { S: LATE_PARTITION },
        ':from': { S: earliest },
        ':to': { S: windowStart },
        ':window': { S: windowStart },
      },
      ConsistentRead: true,
    },
  );
  const ids: string[] = [];
  for await (const { Items = [] } of pages) ids.push(...Items.flatMap(({ sk }) => sk?.S ?? []));
  return ids;
}

async function lateEvent({ client, auditTable }: Needs, id: string): Promise<WatchedEvent | null> {
  const name = readEventId(id);
  if (name === null) return null;
  const { pk, sk } = eventKeys({ ...name, tenant: null });
  const { Item } = await client.send(
    new GetItemCommand({
      TableName: auditTable,
      Key: { pk: { S: pk }, sk: { S: sk } },
      ConsistentRead: true,
    }),
  );
  return Item === undefined ? null : watchedEvent(Item);
}

async function eventsIn(needs: Needs, statement: Statement): Promise<WatchedEvent[]> {
  const { client, auditTable: tableName } = needs;
  const { windowStart, windowEnd } = statement;
  const source = { client, tableName, eventOf: watchedEvent };
  const [within, ids] = await Promise.all([
    readMinutes(source, Date.parse(windowStart), Date.parse(windowEnd)),
    lateIds(needs, statement),
  ]);
  const late = await Promise.all(ids.map((id) => lateEvent(needs, id)));
  return [...late, ...within].filter((one) => one !== null).sort(byId);
}

const rootHex = (leaves: readonly Buffer[]): string => rootOf(leaves).toString('hex');

/** The events whose leaves are in the tree that was signed, if the index still shows that tree. */
async function provenOf(
  needs: Needs,
  root: string,
  found: readonly WatchedEvent[],
): Promise<WindowEvents> {
  const index = createCheckpointIndex(needs.client, needs.checkpointTable);
  const leaves = await index.leaves(root);
  if (rootHex(leaves) !== root) return { events: [], isWhole: false };
  const sealed = new Set(leaves.map((leaf) => leaf.toString('base64')));
  const events = found.filter(({ leaf }) => sealed.has(leaf.toString('base64')));
  return { events, isWhole: events.length === leaves.length };
}

export function createSealedTrail(needs: Needs): SealedTrail {
  return {
    next: (position) => nextWindow(needs, position),
    async events(statement) {
      const { root } = statement;
      if (root === EMPTY_ROOT) return { events: [], isWhole: true };
      const events = await eventsIn(needs, statement);
      if (rootHex(events.map(({ leaf }) => leaf)) === root) return { events, isWhole: true };
      return provenOf(needs, root, events);
    },
  };
}
