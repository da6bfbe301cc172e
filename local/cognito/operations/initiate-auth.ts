import { candidateFor } from '../absent-user.ts';
import { invalidParameter, notSupported } from '../errors.ts';
import { findClient } from '../lookup.ts';
import { passwordFits } from '../password.ts';
import { readText, readTextMap, required } from '../request.ts';
import type { CognitoServices, Operation } from '../services.ts';
import { afterPassword, refuseWhileLocked, requireProof } from '../sign-in.ts';
import type { SignInReply } from '../sign-in.ts';
import { readClientPublic, startExchange } from '../srp.ts';
import type { ClientRecord, PoolRecord } from '../state.ts';
import { refresh } from './get-tokens-from-refresh-token.ts';

export type SignInServices = Pick<
  CognitoServices,
  'store' | 'clock' | 'challenges' | 'signInThrottle'
>;

interface Start {
  readonly pool: PoolRecord;
  readonly client: ClientRecord;
  readonly parameters: ReadonlyMap<string, string>;
}

type Flow = (services: SignInServices, start: Start) => Promise<unknown>;

const FLOWS: ReadonlyMap<string, { readonly allowedBy: string; readonly run: Flow }> = new Map([
  ['USER_SRP_AUTH', { allowedBy: 'ALLOW_USER_SRP_AUTH', run: startSrp }],
  ['USER_PASSWORD_AUTH', { allowedBy: 'ALLOW_USER_PASSWORD_AUTH', run: checkPassword }],
  ['REFRESH_TOKEN_AUTH', { allowedBy: 'ALLOW_REFRESH_TOKEN_AUTH', run: refreshTokens }],
  ['REFRESH_TOKEN', { allowedBy: 'ALLOW_REFRESH_TOKEN_AUTH', run: refreshTokens }],
]);

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html */
export const initiateAuth =
  (services: SignInServices): Operation =>
  (input) => {
    const { pool, client } = findClient(services.store, input);
    const flow = FLOWS.get(readText(input, 'AuthFlow', 64));
    if (flow === undefined) throw notSupported('This AuthFlow');
    if (!client.authFlows.includes(flow.allowedBy)) {
      throw invalidParameter('Auth flow not enabled for this client');
    }
    return flow.run(services, { pool, client, parameters: readTextMap(input, 'AuthParameters') });
  };

/** Present and absent users cost the same work up to the verdict and get the same answers. */
function checkPassword(services: SignInServices, start: Start): Promise<SignInReply> {
  const { pool, parameters } = start;
  const candidate = candidateFor(pool, required(parameters, 'USERNAME'));
  const password = required(parameters, 'PASSWORD');
  refuseWhileLocked(services, pool, candidate.username);
  const user = requireProof(services, start, candidate, passwordFits(pool, candidate, password));
  return afterPassword(services, { ...start, user });
}

function startSrp(
  services: SignInServices,
  { pool, client, parameters }: Start,
): Promise<SignInReply> {
  const candidate = candidateFor(pool, required(parameters, 'USERNAME'));
  const clientPublic = readClientPublic(required(parameters, 'SRP_A'));
  if (clientPublic === null) throw invalidParameter('SRP_A is not a valid public value.');
  refuseWhileLocked(services, pool, candidate.username);
  const { salt, verifier } = candidate.credential;
  const exchange = startExchange(verifier, clientPublic);
  const { username } = candidate;
  const secretBlock = services.challenges.open(
    {
      stage: 'PASSWORD_VERIFIER',
      poolId: pool.id,
      clientId: client.id,
      username,
      provedSalt: salt,
      exchange,
    },
    client.authSessionMinutes,
  );
  return Promise.resolve({
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeParameters: {
      SALT: salt,
      SECRET_BLOCK: secretBlock,
      SRP_B: exchange.serverPublic.toString(16),
      USERNAME: username,
      USER_ID_FOR_SRP: username,
    },
  });
}

async function refreshTokens(services: SignInServices, start: Start): Promise<unknown> {
  const refreshToken = required(start.parameters, 'REFRESH_TOKEN');
  const tokens = await refresh(services, { ...start, refreshToken });
  return { AuthenticationResult: tokens, ChallengeParameters: {} };
}
