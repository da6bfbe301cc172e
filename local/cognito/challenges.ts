import { randomBytes } from 'node:crypto';

import { invalidSession } from './errors.ts';
import type { SrpExchange } from './srp.ts';

export type Stage =
  'PASSWORD_VERIFIER' | 'NEW_PASSWORD_REQUIRED' | 'SOFTWARE_TOKEN_MFA' | 'MFA_SETUP';

/** A sign-in that is under way. */
export interface ChallengeSession {
  readonly stage: Stage;
  readonly poolId: string;
  readonly clientId: string;
  readonly username: string;
  /** The salt of the password that was proved: another password voids the session. */
  readonly provedSalt: string;
  readonly exchange?: SrpExchange;
  /** The software token that the user sets up within MFA_SETUP. */
  readonly setup?: { readonly secret: string; readonly verifiedStep: number | null };
}

/** The sign-ins that are under way, each session good for one answer. */
export interface Challenges {
  /** Answers the new session's id: 128 random bytes in Base64. */
  open(session: ChallengeSession, minutes: number): string;
  /**
   * Takes a session out.
   *
   * @throws NotAuthorizedException when there is none, it is used, expired or of another stage.
   */
  take(id: string, stage: Stage, clientId?: string): TakenSession;
}

export interface TakenSession {
  readonly session: ChallengeSession;
  /** Gives the session back after an answer that the user may correct, three times at most. */
  restore(): void;
}

interface Kept {
  readonly session: ChallengeSession;
  readonly expiresAt: number;
  readonly corrections: number;
}

const MAX_CORRECTIONS = 3;

/** Kept in memory, `capacity` at most: beyond that the oldest sign-in has to begin again. */
export function createChallenges(clock: () => Date, capacity = 10_000): Challenges {
  const sessions = new Map<string, Kept>();
  const keep = (id: string, kept: Kept) => {
    const [oldest] = sessions.keys();
    if (sessions.size >= capacity && oldest !== undefined) sessions.delete(oldest);
    sessions.set(id, kept);
  };
  return {
    open(session, minutes) {
      const id = randomBytes(128).toString('base64');
      const expiresAt = clock().getTime() + minutes * 60_000;
      keep(id, { session, expiresAt, corrections: 0 });
      return id;
    },
    take(id, stage, clientId) {
      const kept = sessions.get(id);
      sessions.delete(id);
      if (kept === undefined || !isGood(kept, stage, clientId, clock())) throw invalidSession();
      const restore = () => {
        const corrections = kept.corrections + 1;
        if (corrections <= MAX_CORRECTIONS) keep(id, { ...kept, corrections });
      };
      return { session: kept.session, restore };
    },
  };
}

function isGood(kept: Kept, stage: Stage, clientId: string | undefined, now: Date): boolean {
  const { session, expiresAt } = kept;
  const sameClient = clientId === undefined || session.clientId === clientId;
  return session.stage === stage && sameClient && now.getTime() < expiresAt;
}
