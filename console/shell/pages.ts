import { lazy } from 'react';
import type { ComponentType } from 'react';

import type { Operation } from '../../functions/vault/event.ts';
import { may } from '../access.ts';
import type { SignedIn } from '../session/actor.ts';

/** A page of the console, and the operation that its reader must be allowed to ask for. */
export interface ConsolePage {
  readonly route: string;
  readonly title: string;
  readonly needs: Operation;
  readonly show: ComponentType;
}

const PAGES: readonly ConsolePage[] = [
  {
    route: 'tokenize',
    title: 'Tokenize',
    needs: 'tokenize',
    show: lazy(async () => ({
      default: (await import('../tokenize/tokenize-page.tsx')).TokenizePage,
    })),
  },
  {
    route: 'vault',
    title: 'Vault',
    needs: 'token',
    show: lazy(async () => ({ default: (await import('../lookup/lookup-page.tsx')).LookupPage })),
  },
];

/** The pages that somebody may see, the first of which is shown first. None where nothing is open. */
export function pagesFor(actor: SignedIn): readonly ConsolePage[] {
  return PAGES.filter(({ needs }) => may(actor, needs));
}
