import { failureText, RequestFailure } from '../api/failure.ts';
import { NoSealKey } from './use-seal-key.ts';
import { TrailFault } from './verification.ts';

/** Why a check did not end well, or could not be made. */
export function checkFailureText(failure: unknown): string {
  if (failure instanceof TrailFault) return failure.message;
  if (failure instanceof RequestFailure) return failureText(failure);
  return failure instanceof NoSealKey
    ? 'The configuration of this console names no key to check seals with.'
    : 'What came back could not be read: it was altered, or it is of another version.';
}
