import type { Client } from '@urql/core';
import { useEffect, useState } from 'react';

import { ask } from '../api/client.ts';
import { lastHours } from '../audit/filter.ts';
import { ActivityDocument } from '../generated/operations.ts';
import type { ActivityQueryVariables } from '../generated/operations.ts';
import { useConsole } from '../session/console-context.ts';
import type { ActivityEvent } from './activity.ts';

/** What the charts of the trail are drawn from. */
export interface Activity {
  readonly events: readonly ActivityEvent[];
  readonly now: Date;
  /** Whether older events of the period were left out. */
  readonly isCut: boolean;
}

export const HOURS = 24;
/** Each page is a question that is recorded. */
const PAGES = 10;
const PAGE = 100;

async function readActivity(client: Client): Promise<Activity> {
  const now = new Date();
  const filter = lastHours(HOURS, now);
  const events: ActivityEvent[] = [];
  let next: string | null = null;
  for (let page = 0; page < PAGES; page += 1) {
    const variables: ActivityQueryVariables = { filter, limit: PAGE, nextToken: next };
    const { auditEvents } = await ask(client, ActivityDocument, variables);
    events.push(...auditEvents.events);
    next = auditEvents.nextToken;
    if (next === null) break;
  }
  return { events, now, isCut: next !== null };
}

/** Reads the last day of the trail once. */
export function useActivity(): { activity: Activity | null; failure: unknown } {
  const { client } = useConsole();
  const [activity, setActivity] = useState<Activity | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    readActivity(client).then(setActivity, setFailure);
  }, [client]);
  return { activity, failure };
}
