import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

/** How long a released value stays on the screen. */
export const SHOWN_SECONDS = 30;

const TICK_MS = 250;

/** Whether somebody can be looking: a window that is covered or behind another tells nobody. */
export function isInFront(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

/**
 * Hides when the time is over, and at once when the window loses the focus, is covered, printed or
 * left: what comes after such an event, a picture for the list of windows or a page that is kept
 * for later, no longer has the value. Answers the seconds left.
 */
export function useAutoHide(onHide: () => void): number {
  const [secondsLeft, setSecondsLeft] = useState(SHOWN_SECONDS);
  const hide = useRef(onHide);
  useEffect(() => {
    hide.current = onHide;
  }, [onHide]);
  useEffect(() => {
    const end = Date.now() + SHOWN_SECONDS * 1000;
    const hideNow = () => {
      flushSync(() => {
        hide.current();
      });
    };
    const timer = window.setInterval(() => {
      setSecondsLeft(Math.max(0, Math.ceil((end - Date.now()) / 1000)));
      if (Date.now() >= end) hideNow();
    }, TICK_MS);
    const leavings = ['blur', 'pagehide', 'beforeprint'] as const;
    for (const leaving of leavings) window.addEventListener(leaving, hideNow);
    document.addEventListener('visibilitychange', hideNow);
    return () => {
      window.clearInterval(timer);
      for (const leaving of leavings) window.removeEventListener(leaving, hideNow);
      document.removeEventListener('visibilitychange', hideNow);
    };
  }, []);
  return secondsLeft;
}
