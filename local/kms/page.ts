import { ServiceError } from '../protocol/aws-json.ts';
import { integerOr, optionalText } from './input.ts';
import type { Input } from './input.ts';

/** KMS's paging members. `NextMarker` is there exactly when `Truncated` is true. */
export interface Page<T> {
  readonly members: readonly T[];
  readonly position: { readonly Truncated: boolean; readonly NextMarker?: string };
}

/** One page by `Limit` (at most `max`) and `Marker`. @throws ServiceError InvalidMarkerException */
export function pageOf<T>(all: readonly T[], input: Input, max: number, standard: number): Page<T> {
  const limit = integerOr(input, 'Limit', { min: 1, max }, standard);
  const marker = optionalText(input, 'Marker', { min: 1, max: 1024 });
  if (marker !== null && !/^\d{1,9}$/.test(marker)) {
    throw new ServiceError('InvalidMarkerException', 'The marker is not one of this service.');
  }
  const from = Number(marker ?? 0);
  const end = from + limit;
  const truncated = end < all.length;
  return {
    members: all.slice(from, end),
    position: truncated ? { Truncated: true, NextMarker: String(end) } : { Truncated: false },
  };
}
