import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';

/** The width of an element in pixels, as it changes; 0 until it is known. */
export function useWidth(): { ref: RefObject<HTMLDivElement | null>; width: number } {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      setWidth(Math.floor(entry?.contentRect.width ?? 0));
    });
    if (ref.current !== null) observer.observe(ref.current);
    return () => {
      observer.disconnect();
    };
  }, []);
  return { ref, width };
}
