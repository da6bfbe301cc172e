import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';

import { Button } from '../interface/button.tsx';
import { FailureNotice } from '../interface/notice.tsx';
import type { Task } from '../interface/task.ts';
import type { Authentication } from '../session/authentication.ts';
import type { SignInStep } from '../session/sign-in-step.ts';
import { entryFailureText } from './entry-failure.ts';

/** What every step of the sign-in is given. */
export interface StepProps {
  readonly authentication: Authentication;
  readonly onStep: (step: SignInStep) => Promise<void>;
}

export interface EntryFormProps {
  readonly title: string;
  readonly lead: ReactNode;
  readonly action: string;
  readonly task: Task<[FormData]>;
  readonly children: ReactNode;
  readonly below?: ReactNode;
}

/** One step of the way in. Its fields are read when it is sent and kept nowhere. */
export function EntryForm({ title, lead, action, task, children, below }: EntryFormProps) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector('input')?.focus();
  }, [title]);
  return (
    <form
      ref={form}
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        task.start(new FormData(event.currentTarget));
      }}
    >
      <h1>{title}</h1>
      <p className="form-lead">{lead}</p>
      <FailureNotice failure={task.failure} textOf={entryFailureText} />
      {children}
      <Button type="submit" look="primary" className="wide" isBusy={task.isBusy}>
        {action}
      </Button>
      {below}
    </form>
  );
}
