import type { ReactNode } from 'react';

export type Detail = readonly [name: string, value: ReactNode];

/** Names and values; what has no value is left out. */
export function Details({ details }: { details: readonly Detail[] }) {
  const known = details.filter(([, value]) => value !== null && value !== undefined);
  return (
    <dl className="details">
      {known.map(([name, value]) => (
        <div key={name} className="details-row">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export interface BadgeProps {
  readonly tone?: 'neutral' | 'good' | 'warning' | 'bad' | 'accent';
  readonly children: ReactNode;
}

export function Badge({ tone = 'neutral', children }: BadgeProps) {
  return <span className={`badge badge-${tone}`}>{children}</span>;
}

/** Text that machines made: tokens, ids, hashes. It may break anywhere. */
export function Code({ children }: { children: ReactNode }) {
  return <code className="code">{children}</code>;
}
