import type { Access } from './access.ts';
import type { Place } from './arn.ts';
import type { KeyStore } from './key-store.ts';
import type { Clock } from './operation.ts';

/** What the operations are built from; each asks for what it touches. */
export interface KmsParts {
  readonly store: KeyStore;
  readonly access: Access;
  readonly place: Place;
  readonly clock: Clock;
}
