import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import type { TrailItem } from '../audit-sealer/trail.ts';
import { eventKeys } from '../vault/audit-keys.ts';
import type { Metrics, MetricName } from '../vault/metrics.ts';
import type { Anomaly } from './profile.ts';
import type { WatchedEvent } from './watched-event.ts';

/** What a window showed of one actor. The first event of each kind that was unusual stands for all. */
export interface Noticed {
  /** When it was noticed, which is the time of the finding. */
  readonly time: string;
  readonly anomalies: readonly { readonly anomaly: Anomaly; readonly eventId: string }[];
}

/** The code of all findings, by which auditors find them. */
const CODE = 'ANOMALY';

/** How each is called in the trail, and what counts it. */
const NAMES: Readonly<Record<Anomaly, { readonly finding: string; readonly metric: MetricName }>> =
  {
    breadth: { finding: 'BREADTH', metric: 'AnomalyBreadth' },
    newSource: { finding: 'NEW_SOURCE', metric: 'AnomalyNewSource' },
    unusualHour: { finding: 'UNUSUAL_HOUR', metric: 'AnomalyUnusualHour' },
    refusalBurst: { finding: 'REFUSAL_BURST', metric: 'AnomalyRefusalBurst' },
  };

export const ANOMALIES = Object.keys(NAMES) as readonly Anomaly[];

interface Needs {
  readonly client: DynamoDBClient;
  readonly auditTable: string;
  readonly metrics: Metrics;
}

/** Adds findings to the audit trail, where they are sealed like any event. */
export interface Findings {
  /** Whether it was put before. */
  isThere(noticed: Noticed, events: readonly WatchedEvent[]): Promise<boolean>;
  /**
   * Puts a finding unless it is there.
   * @param events of the window and the actor, among them those that were noticed
   */
  put(noticed: Noticed, events: readonly WatchedEvent[], requestId: string): Promise<void>;
  /** Counts what was noticed, by kind. */
  count(noticed: Noticed): void;
}

/** Closed like every event: names that we chose, times and ids of ours, and who the events are of. */
function findingItem(
  { time, anomalies }: Noticed,
  { attemptId, who }: WatchedEvent,
  requestId: string,
): TrailItem {
  const name = { time, attemptId, kind: 'FINDING' } as const;
  const { pk, sk, tenantDay } = eventKeys({ ...name, tenant: who.tenant?.S ?? null });
  const texts = { pk, sk, ...name, operation: 'watch', requestId, code: CODE };
  const items = anomalies.map(({ anomaly, eventId }) => ({
    M: { event: { S: eventId }, finding: { S: NAMES[anomaly].finding } },
  }));
  return {
    ...Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, { S: text }])),
    ...(tenantDay === null ? {} : { tenantDay: { S: tenantDay } }),
    ...who,
    count: { N: String(items.length) },
    items: { L: items },
  };
}

async function putNew({ client, auditTable }: Needs, Item: TrailItem): Promise<void> {
  try {
    await client.send(
      new PutItemCommand({
        TableName: auditTable,
        Item,
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

function aboutWhat({ anomalies }: Noticed, events: readonly WatchedEvent[]) {
  return events.find(({ id }) => id === anomalies[0]?.eventId);
}

async function isThere(
  { client, auditTable }: Needs,
  { time }: Noticed,
  { attemptId, who }: WatchedEvent,
): Promise<boolean> {
  const tenant = who.tenant?.S ?? null;
  const { pk, sk } = eventKeys({ tenant, time, attemptId, kind: 'FINDING' });
  const { Item } = await client.send(
    new GetItemCommand({
      TableName: auditTable,
      Key: { pk: { S: pk }, sk: { S: sk } },
      ConsistentRead: true,
    }),
  );
  return Item !== undefined;
}

export function createFindings(needs: Needs): Findings {
  return {
    async isThere(noticed, events) {
      const about = aboutWhat(noticed, events);
      return about !== undefined && (await isThere(needs, noticed, about));
    },
    async put(noticed, events, requestId) {
      const about = aboutWhat(noticed, events);
      if (about !== undefined) await putNew(needs, findingItem(noticed, about, requestId));
    },
    count({ anomalies }) {
      for (const { anomaly, eventId } of anomalies) {
        needs.metrics.count(NAMES[anomaly].metric, { event: eventId });
      }
    },
  };
}
