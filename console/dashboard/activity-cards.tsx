import { failureText } from '../api/failure.ts';
import { FailureNotice, Notice } from '../interface/notice.tsx';
import { Card, EmptyState, Loading } from '../interface/page.tsx';
import { sentenceCase, shortId } from '../interface/words.ts';
import { operationsByHour, plaintextsByActor, refusalsByCode, startOfDay } from './activity.ts';
import { BarList } from './bar-list.tsx';
import { HoursChart } from './hours-chart.tsx';
import { HOURS, useActivity } from './use-activity.ts';
import type { Activity } from './use-activity.ts';

function Refusals({ events }: Activity) {
  const refusals = refusalsByCode(events);
  return (
    <Card title="Refusals" note="By reason, last 24 hours">
      {refusals.length === 0 ? (
        <EmptyState title="Nothing was refused" />
      ) : (
        <BarList
          entries={refusals.map(({ name, count }) => ({ name: sentenceCase(name), count }))}
        />
      )}
    </Card>
  );
}

function Plaintexts({ events, now, perDay }: Activity & { perDay: number | null }) {
  const actors = plaintextsByActor(events, startOfDay(now));
  return (
    <Card title="Plaintexts by actor" note="Today (UTC), against what each may have">
      {actors.length === 0 ? (
        <EmptyState title="No plaintext was handed out" />
      ) : (
        <BarList
          entries={actors.map(({ name, count }) => ({
            name: shortId(name),
            title: name,
            count,
            ...(perDay === null ? {} : { limit: perDay }),
          }))}
        />
      )}
    </Card>
  );
}

export interface ActivityCardsProps {
  /** How many plaintexts each actor may have in a day; null where that is not known. */
  readonly perDay: number | null;
}

/** What the audit trail says of the last day. Drawing it reads the trail, which is recorded. */
export function ActivityCards({ perDay }: ActivityCardsProps) {
  const { activity, failure } = useActivity();
  if (failure !== null) return <FailureNotice failure={failure} textOf={failureText} />;
  if (activity === null) return <Loading what="the last day" />;
  return (
    <>
      {activity.isCut && (
        <Notice tone="info">
          The charts are of the newest {activity.events.length} events; there were more.
        </Notice>
      )}
      <Card title="Operations" note="By the hour, last 24 hours">
        <HoursChart hours={operationsByHour(activity.events, activity.now, HOURS)} />
      </Card>
      <div className="columns">
        <Refusals {...activity} />
        <Plaintexts {...activity} perDay={perDay} />
      </div>
    </>
  );
}
