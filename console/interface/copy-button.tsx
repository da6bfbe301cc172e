import { useEffect, useState } from 'react';

import { Button } from './button.tsx';

const SHOWN_MS = 2000;

/** Copies a token or an id. Never used for plaintext. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [state, setState] = useState<'ready' | 'copied' | 'failed'>('ready');
  useEffect(() => {
    if (state === 'ready') return;
    const timer = window.setTimeout(() => {
      setState('ready');
    }, SHOWN_MS);
    return () => {
      window.clearTimeout(timer);
    };
  }, [state]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      setState('failed');
    }
  };
  const texts = { ready: `Copy ${what}`, copied: 'Copied', failed: 'Could not copy' };
  return (
    <Button look="bare" onClick={() => void copy()}>
      <span aria-live="polite">{texts[state]}</span>
    </Button>
  );
}
