import { decodeJwt } from 'jose';

import {
  ACCESS_KEY,
  PASSWORD,
  POOL_SETTINGS,
  createClient,
  createUser,
  post,
  signIn,
  startFixture,
  tokensOf,
} from './user-pool-fixture.ts';
import type { UserPoolFixture } from './user-pool-fixture.ts';

let fixture: UserPoolFixture;

beforeAll(async () => {
  fixture = await startFixture();
});

afterAll(async () => {
  await fixture.stop();
});

const who = (Username: string) => ({ UserPoolId: fixture.userPoolId, Username });

describe('administration', () => {
  it('is refused without a signature and with a foreign one', async () => {
    const unsigned = await post(fixture, 'ListUserPools', '{"MaxResults":1}');
    expect(unsigned.type).toBe('MissingAuthenticationTokenException');
    const wrongSecret = { ...ACCESS_KEY, secretAccessKey: 'wrong' };
    const unknownKey = { ...ACCESS_KEY, accessKeyId: 'AKIDNOBODY' };
    for (const [credentials, name] of [
      [wrongSecret, 'InvalidSignatureException'],
      [unknownKey, 'UnrecognizedClientException'],
    ] as const) {
      const stranger = createClient(fixture.endpoint(), fixture.clock, credentials);
      await expect(stranger.listUserPools({ MaxResults: 1 })).rejects.toMatchObject({ name });
      stranger.destroy();
    }
  });

  it('finds pools and app clients by their lists', async () => {
    const { UserPools } = await fixture.admin().listUserPools({ MaxResults: 60 });
    expect(UserPools?.map(({ Id }) => Id)).toEqual([fixture.userPoolId]);
    const { UserPoolClients } = await fixture
      .admin()
      .listUserPoolClients({ UserPoolId: fixture.userPoolId });
    expect(UserPoolClients?.map(({ ClientId }) => ClientId)).toEqual([fixture.clientId]);
  });

  it('describes a pool and an app client as they were made', async () => {
    const { userPoolId: UserPoolId, clientId: ClientId } = fixture;
    const { UserPool } = await fixture.admin().describeUserPool({ UserPoolId });
    expect(UserPool?.Policies?.PasswordPolicy).toMatchObject({ MinimumLength: 12 });
    expect(UserPool?.SchemaAttributes).toContainEqual(
      expect.objectContaining({ Name: 'custom:tenant', Mutable: false }),
    );
    const { UserPoolClient } = await fixture
      .admin()
      .describeUserPoolClient({ UserPoolId, ClientId });
    expect(UserPoolClient).toMatchObject({
      PreventUserExistenceErrors: 'ENABLED',
      WriteAttributes: ['email', 'locale'],
      AccessTokenValidity: 3600,
    });
  });

  it('refuses settings that it would have to ignore', async () => {
    const lambda = {
      ...POOL_SETTINGS,
      LambdaConfig: { PreSignUp: 'arn:aws:lambda:x:y:function:z' },
    };
    await expect(fixture.admin().createUserPool(lambda)).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    const secret = { UserPoolId: fixture.userPoolId, ClientName: 'x', GenerateSecret: true };
    await expect(fixture.admin().createUserPoolClient(secret)).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('answers operations that do not exist here with UnknownOperationException', async () => {
    await expect(
      fixture.anyone().signUp({ ClientId: fixture.clientId, Username: 'x', Password: PASSWORD }),
    ).rejects.toMatchObject({ name: 'UnknownOperationException' });
  });

  it('puts users into groups and takes them out again', async () => {
    await createUser(fixture, 'kay');
    const { UserPoolId } = who('kay');
    await fixture.admin().createGroup({ UserPoolId, GroupName: 'auditors' });
    await expect(
      fixture.admin().createGroup({ UserPoolId, GroupName: 'auditors' }),
    ).rejects.toMatchObject({ name: 'GroupExistsException' });
    await fixture.admin().adminAddUserToGroup({ ...who('kay'), GroupName: 'auditors' });
    const { idToken } = await tokensOf(fixture, 'kay');
    expect(decodeJwt(idToken)['cognito:groups']).toEqual(['auditors']);
    const { Groups } = await fixture.admin().adminListGroupsForUser(who('kay'));
    expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['auditors']);
    await fixture.admin().adminRemoveUserFromGroup({ ...who('kay'), GroupName: 'auditors' });
    expect(decodeJwt((await tokensOf(fixture, 'kay')).idToken)).not.toHaveProperty(
      'cognito:groups',
    );
    await expect(
      fixture.admin().adminAddUserToGroup({ ...who('kay'), GroupName: 'nobody' }),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('creates each user name once, in any case', async () => {
    await createUser(fixture, 'lea');
    await expect(createUser(fixture, 'LEA')).rejects.toMatchObject({
      name: 'UsernameExistsException',
    });
  });

  it('lists users by page and by filter', async () => {
    for (const name of ['mia', 'mio', 'moa']) await createUser(fixture, name);
    const { UserPoolId } = who('');
    const first = await fixture.admin().listUsers({ UserPoolId, Limit: 1 });
    expect(first.Users).toHaveLength(1);
    const { PaginationToken } = first;
    const second = await fixture.admin().listUsers({ UserPoolId, Limit: 1, PaginationToken });
    expect(second.Users?.[0]?.Username).not.toBe(first.Users?.[0]?.Username);
    const { Users } = await fixture.admin().listUsers({ UserPoolId, Filter: 'username ^= "mi"' });
    expect(Users?.map(({ Username }) => Username)).toEqual(['mia', 'mio']);
    const byEmail = { UserPoolId, Filter: 'email = "moa@example.com"', AttributesToGet: ['email'] };
    expect((await fixture.admin().listUsers(byEmail)).Users?.[0]?.Attributes).toEqual([
      { Name: 'email', Value: 'moa@example.com' },
    ]);
  });

  it("reports unknown users, pools and clients by Cognito's names", async () => {
    await expect(fixture.admin().adminGetUser(who('nobody'))).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
    await expect(
      fixture.admin().describeUserPool({ UserPoolId: 'us-east-1_nothing00' }),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(signIn({ ...fixture, clientId: 'nothing' }, 'x')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('attributes', () => {
  it('that are immutable are refused after creation, to administrators too', async () => {
    await createUser(fixture, 'nia');
    const UserAttributes = [{ Name: 'custom:tenant', Value: 'globex' }];
    await expect(
      fixture.admin().adminUpdateUserAttributes({ ...who('nia'), UserAttributes }),
    ).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'user.custom:tenant: Attribute cannot be updated.',
    });
  });

  it('that the app client may not write are refused to the user', async () => {
    await createUser(fixture, 'ola');
    const { accessToken: AccessToken } = await tokensOf(fixture, 'ola');
    for (const Name of ['custom:tenant', 'email_verified', 'name']) {
      const UserAttributes = [{ Name, Value: 'true' }];
      await expect(
        fixture.anyone().updateUserAttributes({ AccessToken, UserAttributes }),
      ).rejects.toMatchObject({
        name: 'NotAuthorizedException',
        message: 'A client attempted to write unauthorized attribute',
      });
    }
  });

  it('that the app client may write are written, and a new address is not verified', async () => {
    await createUser(fixture, 'pia');
    const { accessToken: AccessToken } = await tokensOf(fixture, 'pia');
    const UserAttributes = [{ Name: 'email', Value: 'pia@example.org' }];
    await fixture.anyone().updateUserAttributes({ AccessToken, UserAttributes });
    const { UserAttributes: attributes } = await fixture.anyone().getUser({ AccessToken });
    expect(attributes).toContainEqual({ Name: 'email', Value: 'pia@example.org' });
    expect(attributes).toContainEqual({ Name: 'email_verified', Value: 'false' });
  });

  it('outside of the schema are refused', async () => {
    const UserAttributes = [{ Name: 'custom:other', Value: 'x' }];
    await expect(
      fixture.admin().adminCreateUser({ ...who('quin'), UserAttributes }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('a user who is stopped', () => {
  it('by disabling is refused sign-in, refresh and GetUser until enabled again', async () => {
    await createUser(fixture, 'rita');
    const { accessToken: AccessToken, refreshToken: RefreshToken } = await tokensOf(
      fixture,
      'rita',
    );
    const { clientId: ClientId } = fixture;
    await fixture.admin().adminDisableUser(who('rita'));
    await expect(signIn(fixture, 'rita')).rejects.toMatchObject({ message: 'User is disabled.' });
    await expect(signIn(fixture, 'rita', 'Wrong-Horse-7-Battery')).rejects.toThrow('Incorrect');
    const refresh = () => fixture.anyone().getTokensFromRefreshToken({ ClientId, RefreshToken });
    await expect(refresh()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(fixture.anyone().getUser({ AccessToken })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    await fixture.admin().adminEnableUser(who('rita'));
    await expect(signIn(fixture, 'rita')).resolves.toBeDefined();
    await expect(refresh()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it.each([
    ['an administrator', (name: string) => fixture.admin().adminUserGlobalSignOut(who(name))],
    [
      'the user',
      async (name: string) => {
        const { accessToken: AccessToken } = await tokensOf(fixture, name);
        await fixture.anyone().globalSignOut({ AccessToken });
      },
    ],
  ])('by the global sign-out of %s loses every sign-in', async (by, signOut) => {
    const name = by === 'the user' ? 'sara' : 'suse';
    await createUser(fixture, name);
    const both = [await tokensOf(fixture, name), await tokensOf(fixture, name)];
    await signOut(name);
    for (const { accessToken: AccessToken, refreshToken: RefreshToken } of both) {
      const { clientId: ClientId } = fixture;
      await expect(fixture.anyone().getUser({ AccessToken })).rejects.toMatchObject({
        message: 'Access Token has been revoked',
      });
      await expect(
        fixture.anyone().getTokensFromRefreshToken({ ClientId, RefreshToken }),
      ).rejects.toMatchObject({ message: 'Invalid Refresh Token' });
    }
  });

  it('by deletion does not come back with a name that is used again', async () => {
    await createUser(fixture, 'tess');
    const { accessToken: AccessToken } = await tokensOf(fixture, 'tess');
    await fixture.admin().adminDeleteUser(who('tess'));
    await createUser(fixture, 'tess');
    await expect(fixture.anyone().getUser({ AccessToken })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });
});
