import { useState } from 'react';

import type { EventViewFragment } from '../generated/operations.ts';
import { Badge, Code, Details } from '../interface/details.tsx';
import type { BadgeProps } from '../interface/details.tsx';
import { Time } from '../interface/time.tsx';
import { sentenceCase, shortId } from '../interface/words.ts';
import { useConsole } from '../session/console-context.ts';
import { EventProof } from './event-proof.tsx';

type Item = EventViewFragment['items'][number];

function toneOf({ kind, code }: EventViewFragment): NonNullable<BadgeProps['tone']> {
  if (kind === 'ATTEMPT') return 'neutral';
  if (kind === 'FINDING' || code === 'PARTIAL') return 'warning';
  return code === 'OK' ? 'good' : 'bad';
}

function ItemDetails({ item, number }: { item: Item; number: number }) {
  const said = Object.entries(item).flatMap(([name, value]) =>
    value === null || name === '__typename'
      ? []
      : [
          [
            sentenceCase(name.replaceAll(/(?=[A-Z])/g, ' ')),
            <Code key={name}>{value}</Code>,
          ] as const,
        ],
  );
  return said.length === 0 ? null : (
    <div className="event-item">
      <p className="field-label">Item {number}</p>
      <Details details={said} />
    </div>
  );
}

function EventDetails({ event }: { event: EventViewFragment }) {
  const list = (texts: readonly string[]) => (texts.length === 0 ? null : texts.join(', '));
  return (
    <div className="event-details">
      <Details
        details={[
          ['Actor', event.actor === null ? null : <Code>{event.actor}</Code>],
          ['Groups', list(event.groups)],
          ['From', list(event.sourceIps)],
          ['Items', event.count],
          ['Attempt', <Code>{event.attemptId}</Code>],
          ['Request', <Code>{event.requestId}</Code>],
        ]}
      />
      {event.items.map((item, at) => (
        // Items have no name but their place.
        <ItemDetails key={at} item={item} number={at + 1} />
      ))}
      <EventProof event={event} />
    </div>
  );
}

/** One event: a line, and all of it on demand. */
export function EventEntry({ event }: { event: EventViewFragment }) {
  const { actor } = useConsole();
  const [isOpen, setOpen] = useState(false);
  const who = event.actor === actor.id ? 'You' : shortId(event.actor ?? 'Nobody known');
  return (
    <li className="event">
      <details
        onToggle={(toggled) => {
          setOpen(toggled.currentTarget.open);
        }}
      >
        <summary className="event-line">
          <Time instant={event.time} />
          <span className="event-operation">{event.operation}</span>
          <span className="event-actor">{who}</span>
          <Badge tone={toneOf(event)}>{sentenceCase(event.code ?? event.kind)}</Badge>
        </summary>
        {isOpen && <EventDetails event={event} />}
      </details>
    </li>
  );
}
