import { authorize } from '../access-token.ts';
import { ServiceError } from '../../protocol/aws-json.ts';
import { codeMismatch, invalidSession } from '../errors.ts';
import { userByName } from '../lookup.ts';
import { createSoftwareTokenSecret, stepOfCode } from '../one-time-code.ts';
import { readOptionalText, readText } from '../request.ts';
import type { Input } from '../request.ts';
import type { CognitoServices, Operation } from '../services.ts';
import type { ChallengeSession, TakenSession } from '../challenges.ts';
import type { ClientRecord, PoolRecord } from '../state.ts';

type Services = Pick<CognitoServices, 'store' | 'clock' | 'challenges'>;

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssociateSoftwareToken.html */
export const associateSoftwareToken =
  (services: Services): Operation =>
  async (input) => {
    const secret = createSoftwareTokenSecret();
    if (isWithinSignIn(input)) {
      const { taken, client } = takeSetup(services, input);
      const session = { ...taken.session, setup: { secret, verifiedStep: null } };
      return { SecretCode: secret, Session: reopen(services, session, client) };
    }
    const { pool, user } = await authorize(services, input);
    requireSoftwareTokens(pool);
    // The token in use stays good until the new one is verified.
    user.pendingSoftwareToken = secret;
    services.store.save();
    return { SecretCode: secret };
  };

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifySoftwareToken.html */
export const verifySoftwareToken =
  (services: Services): Operation =>
  (input) => {
    const code = readText(input, 'UserCode', 6);
    return isWithinSignIn(input)
      ? verifyWithinSignIn(services, input, code)
      : verifySignedIn(services, input, code);
  };

function verifyWithinSignIn(services: Services, input: Input, code: string) {
  const { taken, client } = takeSetup(services, input);
  const { setup } = taken.session;
  const step = setup === undefined ? null : stepOfCode(setup.secret, code, services.clock());
  if (setup === undefined || step === null) {
    taken.restore();
    throw mismatch();
  }
  const session = { ...taken.session, setup: { secret: setup.secret, verifiedStep: step } };
  return { Status: 'SUCCESS', Session: reopen(services, session, client) };
}

async function verifySignedIn(services: Services, input: Input, code: string) {
  const { pool, user } = await authorize(services, input);
  requireSoftwareTokens(pool);
  const secret = user.pendingSoftwareToken;
  if (secret === null) throw new ServiceError('SoftwareTokenMFANotFoundException', NOT_STARTED);
  const step = stepOfCode(secret, code, services.clock());
  if (step === null) throw mismatch();
  user.softwareToken = { secret, lastStep: step };
  user.pendingSoftwareToken = null;
  services.store.save();
  return { Status: 'SUCCESS' };
}

const NOT_STARTED = 'The software token was not associated.';

function mismatch(): ServiceError {
  return codeMismatch('Code mismatch');
}

function isWithinSignIn(input: Input): boolean {
  return readOptionalText(input, 'AccessToken', 8192) === null;
}

/** Only MFA_SETUP sets a token up: who is asked for a code cannot replace the token instead. */
function takeSetup(
  { store, challenges }: Services,
  input: Input,
): { readonly taken: TakenSession; readonly client: ClientRecord } {
  const taken = challenges.take(readText(input, 'Session'), 'MFA_SETUP');
  const { poolId, clientId, username, provedSalt } = taken.session;
  const pool = store.pools.find(({ id }) => id === poolId);
  const client = pool?.clients.find(({ id }) => id === clientId);
  const user = pool && userByName(pool, username);
  const isSame = user?.enabled === true && user.credential.salt === provedSalt;
  if (client === undefined || !isSame || user.softwareToken !== null) throw invalidSession();
  return { taken, client };
}

function reopen({ challenges }: Services, session: ChallengeSession, client: ClientRecord): string {
  return challenges.open(session, client.authSessionMinutes);
}

function requireSoftwareTokens(pool: PoolRecord): void {
  if (!pool.softwareTokenMfa) {
    throw new ServiceError(
      'SoftwareTokenMFANotFoundException',
      'Software Token MFA has not been enabled by the userPool',
    );
  }
}
