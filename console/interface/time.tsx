const MOMENT = new Intl.DateTimeFormat(undefined, {
  year: 'numeric',
  month: 'short',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

export function momentText(instant: string): string {
  const time = new Date(instant);
  return Number.isNaN(time.getTime()) ? instant : MOMENT.format(time);
}

/** A moment in the reader's own time zone, with the exact instant for machines and on hover. */
export function Time({ instant }: { instant: string }) {
  return (
    <time dateTime={instant} title={instant} className="time">
      {momentText(instant)}
    </time>
  );
}
