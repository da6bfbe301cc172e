/* eslint-disable @typescript-eslint/no-deprecated --
 * The library is in maintenance; it is the one that does SRP without bringing a framework along. */
import type { CognitoUser, CognitoUserSession } from 'amazon-cognito-identity-js';

import { called } from './sign-in-step.ts';

/** A request that starts now is over before its ID token is. */
const SECONDS_TO_SPARE = 60;

/** By how much this machine's clock was ahead when the session began; the types lack it. */
interface Drifting {
  getClockDrift(): number;
}

function secondsLeft(session: CognitoUserSession): number {
  const drift = (session as unknown as Drifting).getClockDrift();
  const now = Math.floor(Date.now() / 1000) - drift;
  return session.getIdToken().getExpiration() - now;
}

/** Gives the ID token of whoever is signed in; refreshes it early, and once for all who ask. */
export function createSessionTokens(userNow: () => CognitoUser): () => Promise<string> {
  let refreshing: Promise<CognitoUserSession> | null = null;
  const refresh = async (user: CognitoUser, session: CognitoUserSession) => {
    const renewed = await called<CognitoUserSession>((done) => {
      user.refreshSession(session.getRefreshToken(), done);
    });
    if (renewed === undefined) throw new Error('There is no session.');
    return renewed;
  };
  return async () => {
    const user = userNow();
    const session = user.getSignInUserSession();
    if (session === null) throw new Error('There is no session.');
    if (secondsLeft(session) > SECONDS_TO_SPARE) return session.getIdToken().getJwtToken();
    refreshing ??= refresh(user, session).finally(() => {
      refreshing = null;
    });
    return (await refreshing).getIdToken().getJwtToken();
  };
}
