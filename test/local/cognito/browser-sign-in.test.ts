import { codeOf } from '../../../local/cognito/one-time-code.ts';
import {
  answerCode,
  answerNewPassword,
  associate,
  authenticate,
  browserUser,
  called,
  verifyCode,
} from './identity-js.ts';
import type { Outcome } from './identity-js.ts';
import { PASSWORD, createUser, signIn, startFixture } from './user-pool-fixture.ts';
import type { UserPoolFixture } from './user-pool-fixture.ts';

const NEXT_PASSWORD = 'Another-Horse-8-Battery';
const TEMPORARY = 'Temporary-Horse-9-Now';

let fixture: UserPoolFixture;

beforeAll(async () => {
  fixture = await startFixture();
});

afterAll(async () => {
  await fixture.stop();
});

function accessTokenOf(outcome: Outcome): string {
  if (outcome.kind !== 'success') throw new Error('The sign-in is not complete.');
  return outcome.session.getAccessToken().getJwtToken();
}

function codeNow(secret: string, steps = 0): string {
  return codeOf(secret, Math.floor(fixture.clock.now().getTime() / 30_000) + steps);
}

describe('amazon-cognito-identity-js', () => {
  it('signs in by SRP with its defaults, refreshes, and signs out by revoking', async () => {
    await createUser(fixture, 'bea');
    const user = browserUser(fixture, 'bea');
    const outcome = await authenticate(user, PASSWORD);
    if (outcome.kind !== 'success') throw new Error('The sign-in is not complete.');
    const refreshToken = outcome.session.getRefreshToken();
    const refreshed = called((done) => {
      user.refreshSession(refreshToken, done);
    });
    await expect(refreshed).resolves.toBeDefined();
    await new Promise<void>((resolve) => {
      user.signOut(resolve);
    });
    const refresh = fixture.anyone().getTokensFromRefreshToken({
      ClientId: fixture.clientId,
      RefreshToken: refreshToken.getToken(),
    });
    await expect(refresh).rejects.toMatchObject({ message: 'Invalid Refresh Token' });
    const AccessToken = accessTokenOf(outcome);
    await expect(fixture.anyone().getUser({ AccessToken })).rejects.toMatchObject({
      message: 'Access Token has been revoked',
    });
  });

  it('is refused a wrong password', async () => {
    const user = browserUser(fixture, 'bea');
    await expect(authenticate(user, `${PASSWORD}!`)).rejects.toMatchObject({
      code: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
  });

  it('changes the password, after which the old one is refused', async () => {
    await createUser(fixture, 'cleo');
    const user = browserUser(fixture, 'cleo');
    await authenticate(user, PASSWORD);
    const change = (before: string, after: string) =>
      called((done) => {
        user.changePassword(before, after, done);
      });
    await expect(change(`${PASSWORD}?`, NEXT_PASSWORD)).rejects.toMatchObject({
      code: 'NotAuthorizedException',
    });
    await change(PASSWORD, NEXT_PASSWORD);
    await expect(signIn(fixture, 'cleo', PASSWORD)).rejects.toThrow('Incorrect');
    await expect(signIn(fixture, 'cleo', NEXT_PASSWORD)).resolves.toBeDefined();
  });

  it('is asked for a new password after a temporary one, and may correct a weak one', async () => {
    await fixture.admin().adminCreateUser({
      UserPoolId: fixture.userPoolId,
      Username: 'dora',
      TemporaryPassword: TEMPORARY,
      MessageAction: 'SUPPRESS',
      UserAttributes: [{ Name: 'custom:tenant', Value: 'acme' }],
    });
    const user = browserUser(fixture, 'dora');
    const outcome = await authenticate(user, TEMPORARY);
    expect(outcome).toEqual({ kind: 'new-password', attributes: { 'custom:tenant': 'acme' } });
    await expect(answerNewPassword(user, 'short')).rejects.toMatchObject({
      code: 'InvalidPasswordException',
    });
    expect((await answerNewPassword(user, NEXT_PASSWORD)).kind).toBe('success');
    await expect(signIn(fixture, 'dora', NEXT_PASSWORD)).resolves.toBeDefined();
  });
});

describe('a software token', () => {
  it('is set up, switched on and asked for at the next sign-in', async () => {
    await createUser(fixture, 'edda');
    const user = browserUser(fixture, 'edda');
    await authenticate(user, PASSWORD);
    const secret = await associate(user);
    await verifyCode(user, codeNow(secret));
    const settings = { PreferredMfa: true, Enabled: true };
    await called((done) => {
      user.setUserMfaPreference(null, settings, done);
    });
    expect((await authenticate(user, PASSWORD)).kind).toBe('totp');
    const outcome = await answerCode(user, codeNow(secret, 1));
    const AccessToken = accessTokenOf(outcome);
    const description = await fixture.anyone().getUser({ AccessToken });
    expect(description.UserMFASettingList).toEqual(['SOFTWARE_TOKEN_MFA']);
    expect(description.PreferredMfaSetting).toBe('SOFTWARE_TOKEN_MFA');
  });

  it('is set up within the sign-in where the pool requires one', async () => {
    const pool = { UserPoolId: fixture.userPoolId };
    const SoftwareTokenMfaConfiguration = { Enabled: true };
    await createUser(fixture, 'iris');
    await fixture
      .admin()
      .setUserPoolMfaConfig({ ...pool, MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration });
    const user = browserUser(fixture, 'iris');
    expect((await authenticate(user, PASSWORD)).kind).toBe('mfa-setup');
    const secret = await associate(user);
    const session = await verifyCode(user, codeNow(secret));
    expect(session.isValid()).toBe(true);
    const { ChallengeName } = await signIn(fixture, 'iris');
    expect(ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    await fixture.admin().setUserPoolMfaConfig({ ...pool, MfaConfiguration: 'OPTIONAL' });
  });
});
