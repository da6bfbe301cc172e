import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';

export interface PageProps {
  readonly title: string;
  readonly lead: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page of the console. Its heading takes the focus, so that keyboards and readers begin there. */
export function Page({ title, lead, actions, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Tokenization gateway`;
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [title]);
  return (
    <>
      <header className="page-header">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          <p className="page-lead">{lead}</p>
        </div>
        {actions !== undefined && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </>
  );
}

export interface CardProps {
  readonly title?: string;
  readonly note?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}

/** A group of what belongs together. */
export function Card({ title, note, children, className = '' }: CardProps) {
  return (
    <section className={`card ${className}`} aria-label={title}>
      {title !== undefined && (
        <header className="card-header">
          <h2>{title}</h2>
          {note !== undefined && <p className="card-note">{note}</p>}
        </header>
      )}
      {children}
    </section>
  );
}

/** What stands where there is nothing to show, and what to do about it. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <svg viewBox="0 0 48 48" className="empty-mark" aria-hidden="true">
        <rect x="7" y="11" width="34" height="26" rx="4" />
        <path d="M7 20h34M14 28h10" />
      </svg>
      <p className="empty-title">{title}</p>
      {children !== undefined && <p className="empty-text">{children}</p>}
    </div>
  );
}

/** Stands in while something is read. */
export function Loading({ what }: { what: string }) {
  return (
    <div className="loading" role="status">
      <span className="spinner" aria-hidden="true" />
      Reading {what}…
    </div>
  );
}
