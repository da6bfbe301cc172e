import { useEffect, useRef, useState } from 'react';

/** How long a released value stays on the screen. */
export const SHOWN_SECONDS = 30;

const TICK_MS = 250;

/**
 * Hides when the time is over, and at once when the window loses the focus, is covered, printed or
 * left. Answers the seconds left.
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
      hide.current();
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
