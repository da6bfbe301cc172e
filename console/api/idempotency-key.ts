import { useRef } from 'react';

/** One key for all tries of the same request, another as soon as anything of it changes. */
export function useIdempotencyKey() {
  const key = useRef<string | null>(null);
  return {
    current: () => (key.current ??= crypto.randomUUID()),
    renew: () => {
      key.current = null;
    },
  };
}
