import { isForged, isServiceFault, VaultError } from './errors.ts';

/** The one answer to a message that does not open, whatever is wrong with it. */
export function undecryptable(cause?: unknown): VaultError {
  const options = cause === undefined ? undefined : { cause };
  return new VaultError('TOKEN_NOT_FOUND', 'UNDECRYPTABLE', options);
}

/**
 * What an error of loading a branch key says about the message: nothing if a service or the way to it
 * failed; that it does not open if there is no such key, or a row of the key store was changed.
 */
export function loadFailure(error: unknown): unknown {
  if (error instanceof VaultError) return error;
  return isServiceFault(error) && !isForged(error) ? error : undecryptable(error);
}
