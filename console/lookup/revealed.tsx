import { useState } from 'react';
import type { ClipboardEvent } from 'react';

import { Button } from '../interface/button.tsx';
import { momentText } from '../interface/time.tsx';
import { useConsole } from '../session/console-context.ts';
import { SHOWN_SECONDS, useAutoHide } from './auto-hide.ts';
import { Watermark } from './watermark.tsx';

export interface RevealedProps {
  readonly plaintext: string;
  readonly masked: string;
  readonly left: number;
  readonly resetsAt: string;
  readonly onHide: () => void;
}

/** What leaves by the clipboard or by dragging is the masked view (PCI DSS 4.0.1, 3.4.2). */
function useGuard(masked: string) {
  const [isGuarding, setGuarding] = useState(false);
  const replace = (event: ClipboardEvent) => {
    event.preventDefault();
    event.clipboardData.setData('text/plain', masked);
    setGuarding(true);
  };
  const events = {
    onCopy: replace,
    onCut: replace,
    onDragStart: (event: { preventDefault(): void }) => {
      event.preventDefault();
    },
  };
  return { isGuarding, events };
}

/** A released value, under the name of who sees it, until its time is over or the page is left. */
export function Revealed({ plaintext, masked, left, resetsAt, onHide }: RevealedProps) {
  const { actor } = useConsole();
  const [since] = useState(() => new Date().toISOString());
  const secondsLeft = useAutoHide(onHide);
  const { isGuarding, events } = useGuard(masked);
  return (
    <div className="revealed">
      <div className="revealed-value" {...events} translate="no" draggable={false}>
        <output className="plaintext" aria-label="Value">
          {plaintext}
        </output>
        <Watermark text={`${actor.username} · ${since.slice(0, 19).replace('T', ' ')} UTC`} />
      </div>
      <p className="revealed-note" role="status">
        Shown for {SHOWN_SECONDS} seconds, or until you leave this window.
        {isGuarding && ' Copying gives the masked view.'}
      </p>
      <div className="revealed-foot">
        <Button look="primary" onClick={onHide} autoFocus>
          Hide now
        </Button>
        <span className="countdown">Hides in {secondsLeft} s</span>
      </div>
      <p className="field-hint">
        Plaintexts you have left: {left}, until {momentText(resetsAt)}.
      </p>
    </div>
  );
}
