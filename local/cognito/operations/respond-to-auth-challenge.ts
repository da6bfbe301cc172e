import { candidateFor } from '../absent-user.ts';
import { applyChanges, checkClientChanges, missingAttributes } from '../attributes.ts';
import type { ChallengeSession, Stage, TakenSession } from '../challenges.ts';
import { invalidParameter, invalidSession, notAuthorized, notSupported } from '../errors.ts';
import { findClient, normalUsername, userByName } from '../lookup.ts';
import { setPassword, srpIdentity } from '../password.ts';
import { readText, readTextMap, required } from '../request.ts';
import { requireCode } from '../second-factor.ts';
import type { CognitoServices, Operation } from '../services.ts';
import {
  afterNewPassword,
  afterPassword,
  completeSignIn,
  refuseWhileLocked,
  requireProof,
  requireUsable,
  throttleKey,
} from '../sign-in.ts';
import type { Proved, SignInReply } from '../sign-in.ts';
import { claimFits } from '../srp.ts';
import type { ClientRecord, PoolRecord, UserRecord } from '../state.ts';

type Services = Pick<
  CognitoServices,
  'store' | 'clock' | 'challenges' | 'signInThrottle' | 'outbox'
>;

interface Answer {
  readonly pool: PoolRecord;
  readonly client: ClientRecord;
  readonly responses: ReadonlyMap<string, string>;
  /** The parameter `Session`; SRP is known by its secret block instead. */
  readonly sessionId: string;
}

type Step = (services: Services, answer: Answer) => Promise<SignInReply>;

const STEPS: ReadonlyMap<string, Step> = new Map([
  ['PASSWORD_VERIFIER', verifyPassword],
  ['NEW_PASSWORD_REQUIRED', takeNewPassword],
  ['SOFTWARE_TOKEN_MFA', verifyCode],
  ['MFA_SETUP', finishSetup],
]);

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html */
export const respondToAuthChallenge =
  (services: Services): Operation =>
  (input) => {
    const { pool, client } = findClient(services.store, input);
    const name = readText(input, 'ChallengeName', 64);
    const step = STEPS.get(name);
    if (step === undefined) throw notSupported('This ChallengeName');
    const responses = readTextMap(input, 'ChallengeResponses');
    const sessionId = name === 'PASSWORD_VERIFIER' ? '' : readText(input, 'Session');
    return step(services, { pool, client, responses, sessionId });
  };

function verifyPassword(services: Services, answer: Answer): Promise<SignInReply> {
  const { pool, client, responses } = answer;
  const claim = {
    secretBlock: required(responses, 'PASSWORD_CLAIM_SECRET_BLOCK'),
    signature: required(responses, 'PASSWORD_CLAIM_SIGNATURE'),
    timestamp: required(responses, 'TIMESTAMP'),
  };
  const taken = takeSrpSession(services, answer, claim.secretBlock);
  const { exchange, username, provedSalt } = taken.session;
  const candidate = candidateFor(pool, username);
  refuseWhileLocked(services, pool, username);
  const fits =
    exchange !== undefined &&
    claimFits(exchange, { ...srpIdentity(pool, candidate), ...claim }) &&
    candidate.credential.salt === provedSalt;
  const user = requireProof(services, answer, candidate, fits);
  return afterPassword(services, { pool, client, user });
}

/** A used or foreign secret block reads as a wrong password, as with Cognito. */
function takeSrpSession({ challenges }: Services, answer: Answer, id: string): TakenSession {
  try {
    return takeSession(challenges, answer, id, 'PASSWORD_VERIFIER');
  } catch {
    throw notAuthorized();
  }
}

function takeNewPassword(services: Services, answer: Answer): Promise<SignInReply> {
  const { store, clock, outbox } = services;
  const taken = takeSession(services.challenges, answer, answer.sessionId, 'NEW_PASSWORD_REQUIRED');
  const proved = provedBy(services, answer, taken.session);
  const { pool, client, user } = proved;
  correctable(taken, () => {
    const changes = attributeChanges(answer.responses);
    const password = required(answer.responses, 'NEW_PASSWORD');
    checkClientChanges(pool, client, changes);
    const missing = missingAttributes(pool, user).some((name) => !changes.has(name));
    if (missing) throw invalidParameter('Invalid attributes given, a required one is missing');
    setPassword(outbox, { pool, user, password, status: 'CONFIRMED', now: clock() });
    applyChanges(user, changes);
  });
  store.save();
  return afterNewPassword(services, proved);
}

function verifyCode(services: Services, answer: Answer): Promise<SignInReply> {
  const { clock, signInThrottle } = services;
  const taken = takeSession(services.challenges, answer, answer.sessionId, 'SOFTWARE_TOKEN_MFA');
  const proved = provedBy(services, answer, taken.session);
  const { pool, user } = proved;
  const token = user.softwareToken;
  if (token === null) throw invalidSession();
  refuseWhileLocked(services, pool, user.username);
  token.lastStep = correctable(taken, () => {
    const code = required(answer.responses, 'SOFTWARE_TOKEN_MFA_CODE');
    try {
      return requireCode(token, code, clock());
    } catch (error) {
      signInThrottle.failed(throttleKey(pool, user.username));
      throw error;
    }
  });
  return completeSignIn(services, proved);
}

function finishSetup(services: Services, answer: Answer): Promise<SignInReply> {
  const { session } = takeSession(services.challenges, answer, answer.sessionId, 'MFA_SETUP');
  const proved = provedBy(services, answer, session);
  const { setup } = session;
  if (setup === undefined || setup.verifiedStep === null) {
    throw invalidParameter('User has not verified software token mfa');
  }
  const { user } = proved;
  // Two set-ups may run side by side; the first one to finish stays.
  if (user.softwareToken !== null) throw invalidSession();
  user.softwareToken = { secret: setup.secret, lastStep: setup.verifiedStep };
  user.mfaEnabled = true;
  return completeSignIn(services, proved);
}

function takeSession(
  challenges: CognitoServices['challenges'],
  { client, pool, responses }: Answer,
  id: string,
  stage: Stage,
): TakenSession {
  const taken = challenges.take(id, stage, client.id);
  const username = normalUsername(pool, required(responses, 'USERNAME'));
  if (username !== taken.session.username) throw invalidSession();
  return taken;
}

/** The session's user, if still the one whose password was proved. */
function provedBy(
  { clock }: Services,
  { pool, client }: Answer,
  { username, provedSalt }: ChallengeSession,
): Proved {
  const user: UserRecord | undefined = userByName(pool, username);
  if (user?.credential.salt !== provedSalt) throw invalidSession();
  requireUsable(user, clock());
  return { pool, client, user };
}

/** The user may correct what `work` refuses, within the same session. */
function correctable<T>(taken: TakenSession, work: () => T): T {
  try {
    return work();
  } catch (error) {
    taken.restore();
    throw error;
  }
}

function attributeChanges(responses: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const prefix = 'userAttributes.';
  return new Map(
    [...responses]
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value] as const),
  );
}
