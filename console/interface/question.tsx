import type { ReactNode } from 'react';

import { failureText } from '../api/failure.ts';
import { Button } from './button.tsx';
import type { ButtonProps } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { FailureNotice } from './notice.tsx';
import type { Task } from './task.ts';

export interface QuestionProps {
  readonly title: string;
  /** What follows from it. */
  readonly effect: string;
  readonly button: string;
  readonly look?: ButtonProps['look'];
  readonly task: Pick<Task<[]>, 'start' | 'isBusy' | 'failure'>;
  readonly onClose: () => void;
  /** Whether it may be answered with yes already. */
  readonly isReady?: boolean;
  readonly children?: ReactNode;
}

/** Asks before something is done that has an effect on others. */
export function Question(props: QuestionProps) {
  const { title, effect, button, look = 'primary', task, onClose, isReady = true } = props;
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{effect}</p>
      {props.children}
      <FailureNotice failure={task.failure} textOf={failureText} />
      <div className="form-buttons">
        <Button
          look={look}
          onClick={() => {
            task.start();
          }}
          isBusy={task.isBusy}
          disabled={!isReady}
        >
          {button}
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </Dialog>
  );
}
