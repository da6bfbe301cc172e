/** PCI DSS 4.0.1, 8.2.8: who was idle for more than 15 minutes signs in again. */
export const IDLE_LIMIT_MS = 15 * 60_000;

const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;
const LOOK_EVERY_MS = 10_000;

/**
 * Calls `onIdle` once when nobody has touched the page for `IDLE_LIMIT_MS`, also after a machine
 * that slept. Returns how to stop watching.
 */
export function watchIdle(onIdle: () => void): () => void {
  let lastSign = Date.now();
  const look = (): boolean => {
    if (Date.now() - lastSign < IDLE_LIMIT_MS) return false;
    stop();
    onIdle();
    return true;
  };
  // After a sleep, the first touch may come before the timer.
  const note = () => {
    if (!look()) lastSign = Date.now();
  };
  const timer = window.setInterval(look, LOOK_EVERY_MS);
  const stop = () => {
    window.clearInterval(timer);
    for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, note);
  };
  for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, note, { passive: true });
  return stop;
}
