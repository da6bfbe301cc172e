import { useEffect, useLayoutEffect, useRef, useState } from 'react';

import { Button } from '../interface/button.tsx';
import { momentText } from '../interface/time.tsx';
import { useConsole } from '../session/console-context.ts';
import { SHOWN_SECONDS, useAutoHide } from './auto-hide.ts';
import type { ShownValue } from './shown-value.ts';
import { Watermark } from './watermark.tsx';

export interface RevealedProps {
  readonly value: ShownValue;
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

/** The text itself, put there past React; it is forgotten with the element. */
function Text({ value }: Pick<RevealedProps, 'value'>) {
  const place = useRef<HTMLOutputElement>(null);
  useLayoutEffect(() => {
    const shown = place.current;
    if (shown !== null) shown.textContent = value.read();
    return () => {
      if (shown !== null) shown.textContent = '';
      value.forget();
    };
  }, [value]);
  return <output ref={place} className="plaintext" aria-label="Value" />;
}

/** A released value, under the name of who sees it, until its time is over or the page is left. */
export function Revealed({ value, masked, left, resetsAt, onHide }: RevealedProps) {
  const { actor } = useConsole();
  const [since] = useState(() => new Date().toISOString());
  const secondsLeft = useAutoHide(onHide);
  const isGuarding = useGuard(masked);
  return (
    <div className="revealed">
      <div className="revealed-value" translate="no">
        <Text value={value} />
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
