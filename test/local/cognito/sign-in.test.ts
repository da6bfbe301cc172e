import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { decodeJwt, decodeProtectedHeader } from 'jose';

import {
  PASSWORD,
  createAppClient,
  createUser,
  signIn,
  startFixture,
  tokensOf,
} from './user-pool-fixture.ts';
import type { UserPoolFixture } from './user-pool-fixture.ts';

const WRONG = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };

let fixture: UserPoolFixture;

beforeAll(async () => {
  fixture = await startFixture();
  await createUser(fixture, 'ada');
  const { userPoolId: UserPoolId } = fixture;
  for (const [GroupName, Precedence] of [
    ['support', 2],
    ['payment-staff', 1],
  ] as const) {
    await fixture.admin().createGroup({ UserPoolId, GroupName, Precedence });
    await fixture.admin().adminAddUserToGroup({ UserPoolId, Username: 'ada', GroupName });
  }
});

afterAll(async () => {
  await fixture.stop();
});

describe('a sign-in by password', () => {
  it('answers tokens with their type and life', async () => {
    const { AuthenticationResult: result, ChallengeName } = await signIn(fixture, 'ada');
    expect(ChallengeName).toBeUndefined();
    expect(result).toMatchObject({ TokenType: 'Bearer', ExpiresIn: 3600 });
    expect(result?.RefreshToken).toHaveLength(86);
  });

  it('takes a user name in any case', async () => {
    const { AuthenticationResult: result } = await signIn(fixture, 'ADA');
    expect(decodeJwt(result?.IdToken ?? '')['cognito:username']).toBe('ada');
  });

  it("refuses a wrong password with Cognito's words", async () => {
    await expect(signIn(fixture, 'ada', `${PASSWORD}!`)).rejects.toMatchObject(WRONG);
  });

  it('is refused where the app client does not allow the flow', async () => {
    const clientId = await createAppClient(fixture.admin(), fixture.userPoolId, {
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
    });
    await expect(signIn({ ...fixture, clientId }, 'ada')).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('serves many users at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => signIn(fixture, 'ada')));
    const refreshTokens = answers.map((answer) => answer.AuthenticationResult?.RefreshToken);
    expect(new Set(refreshTokens).size).toBe(20);
  });
});

describe('the JWTs', () => {
  it('are accepted by the verifier of real user pools', async () => {
    const { idToken, accessToken } = await tokensOf(fixture, 'ada');
    const { userPoolId, clientId } = fixture;
    const jwks = await fetch(`${fixture.endpoint()}/${userPoolId}/.well-known/jwks.json`);
    const keys = (await jwks.json()) as Parameters<typeof idVerifier.cacheJwks>[0];
    const idVerifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse: 'id' });
    const accessVerifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse: 'access' });
    idVerifier.cacheJwks(keys);
    accessVerifier.cacheJwks(keys);
    expect(idVerifier.verifySync(idToken, { groups: 'support' }).aud).toBe(clientId);
    expect(accessVerifier.verifySync(accessToken).client_id).toBe(clientId);
  });

  it("carry the claims of Cognito's ID tokens", async () => {
    const claims = decodeJwt((await tokensOf(fixture, 'ada')).idToken);
    expect(claims).toEqual({
      sub: expect.any(String) as string,
      aud: fixture.clientId,
      'cognito:groups': ['payment-staff', 'support'],
      'cognito:username': 'ada',
      'custom:tenant': 'acme',
      email: 'ada@example.com',
      email_verified: true,
      token_use: 'id',
      iss: `https://cognito-idp.us-east-1.amazonaws.com/${fixture.userPoolId}`,
      auth_time: expect.any(Number) as number,
      iat: expect.any(Number) as number,
      exp: (claims.iat ?? 0) + 3600,
      jti: expect.any(String) as string,
      origin_jti: expect.any(String) as string,
      event_id: expect.any(String) as string,
    });
  });

  it('carry no attribute in access tokens, and no custom one that the client may not read', async () => {
    const access = decodeJwt((await tokensOf(fixture, 'ada')).accessToken);
    expect(access).toMatchObject({ username: 'ada', client_id: fixture.clientId });
    expect(access).not.toHaveProperty('custom:tenant');
    const settings = { ReadAttributes: [] };
    const clientId = await createAppClient(fixture.admin(), fixture.userPoolId, settings);
    const { idToken } = await tokensOf({ ...fixture, clientId }, 'ada');
    expect(decodeJwt(idToken)).toMatchObject({ email: 'ada@example.com' });
    expect(decodeJwt(idToken)).not.toHaveProperty('custom:tenant');
  });

  it('are signed with the key that the pool publishes, of which the private half stays', async () => {
    const { idToken } = await tokensOf(fixture, 'ada');
    const path = `${fixture.userPoolId}/.well-known`;
    const response = await fetch(`${fixture.endpoint()}/${path}/jwks.json`);
    const { keys } = (await response.json()) as { keys: Record<string, string>[] };
    expect(keys.map((key) => key.kid)).toEqual([decodeProtectedHeader(idToken).kid]);
    expect(Object.keys(keys[0] ?? {}).toSorted()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    const configuration = await fetch(`${fixture.endpoint()}/${path}/openid-configuration`);
    expect(await configuration.json()).toMatchObject({ issuer: decodeJwt(idToken).iss });
    const unknown = await fetch(`${fixture.endpoint()}/us-east-1_nobody/.well-known/jwks.json`);
    expect(unknown.status).toBe(404);
  });
});

describe('a refresh', () => {
  it('answers new tokens of the same sign-in by either operation', async () => {
    const { refreshToken, idToken } = await tokensOf(fixture, 'ada');
    const { AuthenticationResult: byFlow } = await fixture.anyone().initiateAuth({
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      ClientId: fixture.clientId,
      AuthParameters: { REFRESH_TOKEN: refreshToken },
    });
    const { AuthenticationResult: byName } = await fixture.anyone().getTokensFromRefreshToken({
      ClientId: fixture.clientId,
      RefreshToken: refreshToken,
    });
    for (const result of [byFlow, byName]) {
      const { origin_jti, auth_time, jti } = decodeJwt(idToken);
      const renewed = decodeJwt(result?.IdToken ?? '');
      expect(renewed).toMatchObject({ origin_jti, auth_time });
      expect(renewed.jti).not.toBe(jti);
      expect(result?.RefreshToken).toBeUndefined();
    }
  });

  it('is refused to another app client', async () => {
    const { refreshToken: RefreshToken } = await tokensOf(fixture, 'ada');
    const ClientId = await createAppClient(fixture.admin(), fixture.userPoolId);
    await expect(
      fixture.anyone().getTokensFromRefreshToken({ ClientId, RefreshToken }),
    ).rejects.toMatchObject({ message: 'Invalid Refresh Token' });
  });
});

describe('life', () => {
  it('ends for access tokens just at their expiry, and for refresh tokens at theirs', async () => {
    const clientId = await createAppClient(fixture.admin(), fixture.userPoolId, {
      AccessTokenValidity: 5,
      IdTokenValidity: 5,
      RefreshTokenValidity: 60,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
    });
    const { accessToken, refreshToken } = await tokensOf({ ...fixture, clientId }, 'ada');
    const getUser = () => fixture.anyone().getUser({ AccessToken: accessToken });
    const refresh = () =>
      fixture
        .anyone()
        .getTokensFromRefreshToken({ ClientId: clientId, RefreshToken: refreshToken });
    fixture.clock.advance(290_000);
    await expect(getUser()).resolves.toMatchObject({ Username: 'ada' });
    fixture.clock.advance(11_000);
    await expect(getUser()).rejects.toMatchObject({ message: 'Access Token has expired' });
    await expect(refresh()).resolves.toBeDefined();
    fixture.clock.advance(3_300_000);
    await expect(refresh()).rejects.toMatchObject({ message: 'Refresh Token has expired' });
  });
});
