import { SignJWT, UnsecuredJWT, decodeJwt, decodeProtectedHeader, generateKeyPair } from 'jose';

import { createUser, post, signIn, startFixture, tokensOf } from './user-pool-fixture.ts';
import type { UserPoolFixture } from './user-pool-fixture.ts';

const CANARY = 'canary-4929-please-do-not-echo';

let fixture: UserPoolFixture;

beforeAll(async () => {
  fixture = await startFixture();
  await createUser(fixture, 'ada');
});

afterAll(async () => {
  await fixture.stop();
});

const VALUES = [CANARY, 7, [CANARY], { [CANARY]: CANARY }, '', null];
const PARAMETERS = [
  'AccessToken',
  'AuthParameters',
  'ChallengeResponses',
  'Session',
  'Username',
  'UserAttributes',
];
const OPERATIONS = [
  'AssociateSoftwareToken',
  'ChangePassword',
  'ConfirmForgotPassword',
  'ForgotPassword',
  'GetTokensFromRefreshToken',
  'GetUser',
  'GlobalSignOut',
  'InitiateAuth',
  'RespondToAuthChallenge',
  'RevokeToken',
  'SetUserMFAPreference',
  'UpdateUserAttributes',
  'VerifySoftwareToken',
];

describe('a malformed request', () => {
  it.each(OPERATIONS)('to %s is a client error that echoes nothing', async (operation) => {
    const { clientId: ClientId } = fixture;
    const requests = VALUES.flatMap((value) => [
      { ClientId: value },
      ...PARAMETERS.map((name) => ({
        ClientId,
        AuthFlow: 'USER_SRP_AUTH',
        ChallengeName: 'PASSWORD_VERIFIER',
        Username: 'ada',
        [name]: value,
      })),
    ]);
    for (const request of requests) {
      const { status, text } = await post(fixture, operation, JSON.stringify(request));
      // A request that is complete without the damaged parameter succeeds.
      expect(operation === 'ForgotPassword' ? [200, 400] : [400]).toContain(status);
      expect(text).not.toContain('canary');
    }
  });

  it.each([
    ['not JSON', `{"ClientId": "${CANARY}`],
    ['not an object', JSON.stringify([CANARY])],
    ['too large', JSON.stringify({ ClientId: CANARY.repeat(10_000) })],
  ])('whose body is %s is refused', async (_, body) => {
    const { status, text } = await post(fixture, 'InitiateAuth', body);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(text).not.toContain('canary');
  });

  it('does not stop the service', async () => {
    await expect(signIn(fixture, 'ada')).resolves.toBeDefined();
  });
});

describe('a forged access token', () => {
  const getUser = (AccessToken: string) => fixture.anyone().getUser({ AccessToken });
  const INVALID = { name: 'NotAuthorizedException', message: 'Invalid Access Token' };

  it("signed with another key under the pool's key id is refused", async () => {
    const { accessToken } = await tokensOf(fixture, 'ada');
    const { kid } = decodeProtectedHeader(accessToken);
    const { privateKey } = await generateKeyPair('RS256');
    const forged = await new SignJWT(decodeJwt(accessToken))
      .setProtectedHeader({ alg: 'RS256', kid: kid ?? '' })
      .sign(privateKey);
    await expect(getUser(forged)).rejects.toMatchObject(INVALID);
  });

  it('without a signature is refused', async () => {
    const { accessToken } = await tokensOf(fixture, 'ada');
    const unsigned = new UnsecuredJWT(decodeJwt(accessToken)).encode();
    await expect(getUser(unsigned)).rejects.toMatchObject(INVALID);
  });

  it('that is an ID token is refused', async () => {
    const { idToken } = await tokensOf(fixture, 'ada');
    await expect(getUser(idToken)).rejects.toMatchObject(INVALID);
  });
});

describe('a browser', () => {
  it('of any origin may call, and reads the type of an error', async () => {
    const preflight = await fetch(fixture.endpoint(), {
      method: 'OPTIONS',
      headers: { origin: 'http://app.test', 'access-control-request-method': 'POST' },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBe('http://app.test');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('x-amz-target');
  });
});
