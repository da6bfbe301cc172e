import { useConsole } from '../session/console-context.ts';
import { importSealKey } from './seal-key.ts';
import type { SealKey } from './seal-key.ts';

/** The configuration of this console names no key to check seals with. */
export class NoSealKey extends Error {
  override readonly name = 'NoSealKey';
}

/** Answers how to get the key that this console's configuration names. */
export function useSealKey(): () => Promise<SealKey> {
  const { configuration } = useConsole();
  return () => {
    const pem = configuration.checkpointKey;
    if (pem === undefined) return Promise.reject(new NoSealKey());
    return importSealKey(pem);
  };
}
