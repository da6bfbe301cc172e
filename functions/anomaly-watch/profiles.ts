import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient, PutItemCommandInput } from '@aws-sdk/client-dynamodb';

import type { TrailItem } from '../audit-sealer/trail.ts';
import { MAX_ROUNDS, pause } from '../vault/backoff.ts';
import { fieldsOf, listOf, textOf } from '../vault/fields.ts';
import type { Metrics } from '../vault/metrics.ts';
import { ANOMALIES } from './finding.ts';
import type { Noticed } from './finding.ts';
import { isProfile } from './profile-check.ts';
import { NEW_PROFILE } from './profile.ts';
import type { Profile } from './profile.ts';
import type { Position } from './sealed-trail.ts';

/** What became of a profile in a window. */
export interface Judgement {
  readonly profile: Profile;
  readonly noticed: Noticed;
}

/**
 * The profiles of actors and how far the trail was judged, in a table of the watch's own: one item
 * each, the profile with what its last window showed, so that a run that is cut short neither counts
 * twice nor forgets to tell.
 */
export interface Profiles {
  /** Null before the first window. */
  position(): Promise<Position | null>;
  /** Moves on to a position unless it is there, or beyond, already. */
  advance(position: Position): Promise<void>;
  /**
   * Judges the window of that sequence for one subject, once: done before, it tells what was noticed
   * then. Null if a later window was judged meanwhile, by another run that told of this one.
   */
  judge(
    subject: string,
    sequence: number,
    judge: (profile: Profile) => Judgement,
  ): Promise<Noticed | null>;
  /** What was noticed in that window, as of now; as of when another run said so, if one did. */
  renew(subject: string, sequence: number, noticed: Noticed): Promise<Noticed>;
}

interface Needs {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly metrics: Metrics;
  readonly clock: () => Date;
}

/** No subject begins with an underscore and has this name. */
const POSITION_KEY = '_position';
const DAY_SECONDS = 86_400;
/** Of an actor that was not seen for so long nothing is usual any more. */
const ACTOR_DAYS = 90;
/** Of a network only bursts of refusals are judged, which last minutes. */
const NETWORK_DAYS = 2;
const HASH = /^[0-9a-f]{64}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

async function read({ client, tableName }: Needs, pk: string): Promise<TrailItem | null> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: tableName, Key: { pk: { S: pk } }, ConsistentRead: true }),
  );
  return Item ?? null;
}

type Condition = Pick<
  PutItemCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

async function putIf(
  { client, tableName }: Needs,
  Item: TrailItem,
  condition: Condition,
): Promise<boolean> {
  try {
    await client.send(new PutItemCommand({ TableName: tableName, Item, ...condition }));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Puts an item over one of an earlier window, or where none is; false if it is in the way. */
function putLater(needs: Needs, Item: TrailItem): Promise<boolean> {
  return putIf(needs, Item, {
    ConditionExpression: 'attribute_not_exists(pk) OR #sequence < :sequence',
    ExpressionAttributeNames: { '#sequence': 'sequence' },
    ExpressionAttributeValues: { ':sequence': Item.sequence ?? { N: '0' } },
  });
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return null;
  }
}

function isNoticed(value: unknown): value is Noticed {
  const { time, anomalies } = fieldsOf(value);
  const isOne = (one: unknown): boolean => {
    const { anomaly, eventId } = fieldsOf(one);
    return ANOMALIES.some((name) => name === anomaly) && typeof eventId === 'string';
  };
  return INSTANT.test(textOf(time)) && Array.isArray(anomalies) && listOf(anomalies).every(isOne);
}

interface Stored extends Judgement {
  readonly sequence: number;
}

function storedIn(item: TrailItem): Stored | null {
  const [profile, noticed] = [parse(item.profile?.S), parse(item.noticed?.S)];
  const sequence = Number(item.sequence?.N);
  const isStored = isProfile(profile) && isNoticed(noticed) && Number.isSafeInteger(sequence);
  return isStored ? { sequence, profile, noticed } : null;
}

/** Who is ahead of a window has told that it was judged: what says otherwise was damaged. */
async function isPlausible(needs: Needs, before: Stored | null, sequence: number) {
  if (before === null || before.sequence <= sequence) return before !== null;
  const position = await readPosition(needs);
  return position !== null && position.sequence >= sequence;
}

/** What was damaged alarms and goes, so that the actor is learned anew. */
async function readProfile(needs: Needs, subject: string, sequence: number) {
  const item = await read(needs, subject);
  if (item === null) return null;
  const before = storedIn(item);
  if (await isPlausible(needs, before, sequence)) return before;
  needs.metrics.count('ProfileInvalid', {});
  const { client, tableName } = needs;
  await client.send(new DeleteItemCommand({ TableName: tableName, Key: { pk: { S: subject } } }));
  return null;
}

function profileItem({ clock }: Needs, subject: string, { sequence, ...judged }: Stored) {
  const days = subject.startsWith('_') ? NETWORK_DAYS : ACTOR_DAYS;
  const expiresAt = Math.floor(clock().getTime() / 1000) + days * DAY_SECONDS;
  return {
    pk: { S: subject },
    sequence: { N: String(sequence) },
    profile: { S: JSON.stringify(judged.profile) },
    noticed: { S: JSON.stringify(judged.noticed) },
    expiresAt: { N: String(expiresAt) },
  };
}

async function judgeOnce(
  needs: Needs,
  subject: string,
  sequence: number,
  judge: (profile: Profile) => Judgement,
): Promise<Noticed | null> {
  for (let round = 0; round <= MAX_ROUNDS; round += 1) {
    const before = await readProfile(needs, subject, sequence);
    if (before !== null && before.sequence > sequence) return null;
    if (before?.sequence === sequence) return before.noticed;
    const judged = judge(before?.profile ?? NEW_PROFILE);
    if (await putLater(needs, profileItem(needs, subject, { sequence, ...judged }))) {
      return judged.noticed;
    }
    await pause(round);
  }
  throw new Error('A profile could not be written.');
}

async function renew(
  needs: Needs,
  subject: string,
  sequence: number,
  was: Noticed,
): Promise<Noticed> {
  const item = await read(needs, subject);
  const before = item === null ? null : storedIn(item);
  if (before?.sequence !== sequence) return was;
  if (before.noticed.time !== was.time) return before.noticed;
  const noticed = { ...was, time: needs.clock().toISOString() };
  const next = profileItem(needs, subject, { ...before, noticed });
  const isRenewed = await putIf(needs, next, {
    ConditionExpression: 'noticed = :was',
    ExpressionAttributeValues: { ':was': item?.noticed ?? { S: '' } },
  });
  return isRenewed ? noticed : renew(needs, subject, sequence, was);
}

function positionIn(item: TrailItem): Position {
  const position = {
    sequence: Number(item.sequence?.N),
    windowEnd: item.windowEnd?.S ?? '',
    statementHash: item.statementHash?.S ?? '',
  };
  const isPosition =
    Number.isSafeInteger(position.sequence) &&
    INSTANT.test(position.windowEnd) &&
    HASH.test(position.statementHash);
  if (!isPosition) throw new Error('The position of the watch cannot be read.');
  return position;
}

async function readPosition(needs: Needs): Promise<Position | null> {
  const item = await read(needs, POSITION_KEY);
  return item === null ? null : positionIn(item);
}

export function createProfiles(needs: Needs): Profiles {
  return {
    position: () => readPosition(needs),
    async advance({ sequence, windowEnd, statementHash }) {
      await putLater(needs, {
        pk: { S: POSITION_KEY },
        sequence: { N: String(sequence) },
        windowEnd: { S: windowEnd },
        statementHash: { S: statementHash },
      });
    },
    judge: (subject, sequence, judge) => judgeOnce(needs, subject, sequence, judge),
    renew: (subject, sequence, noticed) => renew(needs, subject, sequence, noticed),
  };
}
