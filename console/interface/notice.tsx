import type { ReactNode } from 'react';

export interface NoticeProps {
  readonly tone: 'info' | 'success' | 'warning' | 'danger';
  readonly title?: string;
  readonly children?: ReactNode;
}

/** Something to know. What went wrong is told at once by screen readers. */
export function Notice({ tone, title, children }: NoticeProps) {
  return (
    <div className={`notice notice-${tone}`} role={tone === 'danger' ? 'alert' : 'status'}>
      {title !== undefined && <p className="notice-title">{title}</p>}
      {children !== undefined && <div className="notice-body">{children}</div>}
    </div>
  );
}

export interface FailureNoticeProps {
  readonly failure: unknown;
  readonly textOf: (failure: unknown) => string;
}

/** Nothing where nothing failed. */
export function FailureNotice({ failure, textOf }: FailureNoticeProps) {
  return failure === null ? null : <Notice tone="danger">{textOf(failure)}</Notice>;
}
