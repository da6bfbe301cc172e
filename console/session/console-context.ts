import type { Client } from '@urql/core';
import { createContext, use } from 'react';

import type { ConsoleConfiguration } from '../configuration.ts';
import type { Farewell } from '../sign-in/sign-in-page.tsx';
import type { SignedIn } from './actor.ts';
import type { Authentication } from './authentication.ts';

/** What every page has at hand once somebody is signed in. */
export interface ConsoleState {
  readonly configuration: ConsoleConfiguration;
  readonly authentication: Authentication;
  readonly client: Client;
  readonly actor: SignedIn;
  readonly signOut: (reason: Farewell) => void;
}

export const ConsoleContext = createContext<ConsoleState | null>(null);

/** @throws Error outside of a signed-in console */
export function useConsole(): ConsoleState {
  const state = use(ConsoleContext);
  if (state === null) throw new Error('Nobody is signed in.');
  return state;
}
