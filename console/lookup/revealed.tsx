import { useEffect, useState } from 'react';

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

/**
 * What leaves by the clipboard is the masked view, and nothing is dragged (PCI DSS 4.0.1, 3.4.2):
 * in the whole page, for a selection may begin anywhere and end behind the value.
 */
function useGuard(masked: string): boolean {
  const [isGuarding, setGuarding] = useState(false);
  useEffect(() => {
    const replace = (event: ClipboardEvent) => {
      event.preventDefault();
      event.clipboardData?.setData('text/plain', masked);
      setGuarding(true);
    };
    const refuse = (event: Event) => {
      event.preventDefault();
    };
    document.addEventListener('copy', replace, true);
    document.addEventListener('cut', replace, true);
    document.addEventListener('dragstart', refuse, true);
    return () => {
      document.removeEventListener('copy', replace, true);
      document.removeEventListener('cut', replace, true);
      document.removeEventListener('dragstart', refuse, true);
    };
  }, [masked]);
  return isGuarding;
}

/** A released value, under the name of who sees it, until its time is over or the page is left. */
export function Revealed({ plaintext, masked, left, resetsAt, onHide }: RevealedProps) {
  const { actor } = useConsole();
  const [since] = useState(() => new Date().toISOString());
  const secondsLeft = useAutoHide(onHide);
  const isGuarding = useGuard(masked);
  return (
    <div className="revealed">
      <div className="revealed-value" translate="no">
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
