import { codeOf } from '../../../local/cognito/one-time-code.ts';
import { PASSWORD, createUser, signIn, startFixture, tokensOf } from './user-pool-fixture.ts';
import type { UserPoolFixture } from './user-pool-fixture.ts';

let fixture: UserPoolFixture;

beforeAll(async () => {
  fixture = await startFixture();
});

afterAll(async () => {
  await fixture.stop();
});

function codeNow(secret: string, steps = 0): string {
  return codeOf(secret, Math.floor(fixture.clock.now().getTime() / 30_000) + steps);
}

/** A user with a software token that is switched on; answers its secret. */
async function enrol(username: string): Promise<string> {
  await createUser(fixture, username);
  const { accessToken: AccessToken } = await tokensOf(fixture, username);
  const { SecretCode = '' } = await fixture.anyone().associateSoftwareToken({ AccessToken });
  await fixture.anyone().verifySoftwareToken({ AccessToken, UserCode: codeNow(SecretCode) });
  const SoftwareTokenMfaSettings = { Enabled: true };
  await fixture.anyone().setUserMFAPreference({ AccessToken, SoftwareTokenMfaSettings });
  return SecretCode;
}

function answer(username: string, Session: string | undefined, code: string) {
  return fixture.anyone().respondToAuthChallenge({
    ChallengeName: 'SOFTWARE_TOKEN_MFA',
    ClientId: fixture.clientId,
    Session,
    ChallengeResponses: { USERNAME: username, SOFTWARE_TOKEN_MFA_CODE: code },
  });
}

describe('a code of a software token', () => {
  it('works once: not at sign-in after the set-up, and not for a second sign-in', async () => {
    const secret = await enrol('ada');
    const first = await signIn(fixture, 'ada');
    const used = { name: 'ExpiredCodeException' };
    await expect(answer('ada', first.Session, codeNow(secret))).rejects.toMatchObject(used);
    await expect(answer('ada', first.Session, codeNow(secret, 1))).resolves.toBeDefined();
    const second = await signIn(fixture, 'ada');
    await expect(answer('ada', second.Session, codeNow(secret, 1))).rejects.toMatchObject(used);
  });

  it('works once also after a restart', async () => {
    const secret = await enrol('bea');
    const { Session } = await signIn(fixture, 'bea');
    const code = codeNow(secret, 1);
    await answer('bea', Session, code);
    await fixture.restart();
    const again = await signIn(fixture, 'bea');
    await expect(answer('bea', again.Session, code)).rejects.toMatchObject({
      name: 'ExpiredCodeException',
    });
  });

  it('is refused two steps away, and the sign-in ends after three corrections', async () => {
    const secret = await enrol('cleo');
    const { Session } = await signIn(fixture, 'cleo');
    for (const away of [-2, 2, 3, 4]) {
      await expect(answer('cleo', Session, codeNow(secret, away))).rejects.toMatchObject({
        name: 'CodeMismatchException',
      });
    }
    await expect(answer('cleo', Session, codeNow(secret, 1))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  it('cannot be guessed: wrong ones lock the user, and right passwords do not forgive them', async () => {
    const secret = await enrol('dora');
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const { Session } = await signIn(fixture, 'dora');
      await expect(answer('dora', Session, codeNow(secret, 100))).rejects.toMatchObject({
        name: 'CodeMismatchException',
      });
    }
    await expect(signIn(fixture, 'dora')).rejects.toMatchObject({
      message: 'Password attempts exceeded',
    });
  });

  it('is taken by one of many simultaneous answers', async () => {
    const secret = await enrol('edda');
    const code = codeNow(secret, 1);
    const sessions = await Promise.all(Array.from({ length: 4 }, () => signIn(fixture, 'edda')));
    const answers = await Promise.allSettled(
      sessions.map(({ Session }) => answer('edda', Session, code)),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('does not complete a sign-in whose password was changed meanwhile', async () => {
    const secret = await enrol('faye');
    const { Session } = await signIn(fixture, 'faye');
    const who = { UserPoolId: fixture.userPoolId, Username: 'faye' };
    await fixture.admin().adminSetUserPassword({ ...who, Password: PASSWORD, Permanent: true });
    await expect(answer('faye', Session, codeNow(secret, 1))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });
});

describe('a software token', () => {
  it('cannot be replaced by who is asked for a code', async () => {
    await enrol('gina');
    const { Session, ChallengeName } = await signIn(fixture, 'gina');
    expect(ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    await expect(fixture.anyone().associateSoftwareToken({ Session })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  it('cannot be switched on before it is verified', async () => {
    await createUser(fixture, 'hana');
    const who = { UserPoolId: fixture.userPoolId, Username: 'hana' };
    await expect(
      fixture
        .admin()
        .adminSetUserMFAPreference({ ...who, SoftwareTokenMfaSettings: { Enabled: true } }),
    ).rejects.toMatchObject({ message: 'User has not verified software token mfa' });
  });

  it('that is switched off by an administrator is not asked for', async () => {
    await enrol('iris');
    const who = { UserPoolId: fixture.userPoolId, Username: 'iris' };
    await fixture
      .admin()
      .adminSetUserMFAPreference({ ...who, SoftwareTokenMfaSettings: { Enabled: false } });
    await expect(tokensOf(fixture, 'iris')).resolves.toHaveProperty('idToken');
    const user = await fixture.admin().adminGetUser(who);
    expect(user.UserMFASettingList).toBeUndefined();
  });
});
