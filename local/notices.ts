import { paginateScan } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import { tableName } from './seed/tables.ts';

/** What is told of an approval: the detail of an EventBridge event on AWS. */
export interface Notice {
  readonly id: string;
  readonly tenant: string;
  readonly approval: string;
  readonly state: string;
  readonly purpose: string;
  readonly count: number;
  readonly minutes: number;
  readonly time: string;
}

/** The events that went out, a file with a JSON line for each. */
export interface NoticeOutbox {
  has(id: string): boolean;
  add(notice: Notice): void;
}

interface Watch {
  readonly outbox: NoticeOutbox;
  readonly onNotice: (line: string) => void;
  readonly log: (line: string) => void;
}

const EVERY_MS = 500;

function idOf(line: string): string {
  try {
    return (JSON.parse(line) as Notice).id;
  } catch {
    // Half a line, of a process that was killed; the notice is written again.
    return '';
  }
}

/** Opens the file at `path` (mode 0600); what it holds is not told again. */
export function openNoticeOutbox(path: string): NoticeOutbox {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const ids = new Set(text.split('\n').map(idOf));
  if (text !== '' && !text.endsWith('\n')) appendFileSync(path, '\n');
  return {
    has: (id) => ids.has(id),
    add: (notice) => {
      appendFileSync(path, `${JSON.stringify(notice)}\n`, { mode: 0o600 });
      ids.add(notice.id);
    },
  };
}

function noticeOf(item: Record<string, AttributeValue>): Notice {
  const text = (name: string): string => item[name]?.S ?? '';
  return {
    ...{ id: text('pk'), tenant: text('tenant'), approval: text('approval'), time: text('time') },
    ...{ state: text('state'), purpose: text('purpose') },
    count: Number(item.count?.N),
    minutes: Number(item.minutes?.N),
  };
}

function lineOf({ tenant, approval, state, purpose, count, minutes }: Notice): string {
  return `${tenant}: ${approval} ${state}, ${count} plaintexts for ${purpose}, ${minutes} minutes`;
}

async function tellNew(dynamodb: DynamoDBClient, { outbox, onNotice }: Watch): Promise<void> {
  const items: Record<string, AttributeValue>[] = [];
  const pages = paginateScan({ client: dynamodb }, { TableName: tableName('notices') });
  for await (const { Items = [] } of pages) items.push(...Items);
  const fresh = items.map(noticeOf).filter(({ id }) => !outbox.has(id));
  for (const notice of fresh.sort((a, b) => (a.time < b.time ? -1 : 1))) {
    outbox.add(notice);
    onNotice(lineOf(notice));
  }
}

/** Looks into the notices table twice a second: the embedded DynamoDB has no streams. */
export function watchNotices(
  dynamodb: DynamoDBClient,
  watch: Watch,
): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      // DynamoDB may just be starting again.
      await tellNew(dynamodb, watch).catch(() => {
        watch.log('The notices of approvals could not be read.');
      });
      await delay(EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
