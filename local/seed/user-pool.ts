import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  ListGroupsCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';

import { GROUPS } from '../../infra/groups.ts';
import type { SeededUser } from '../principals.ts';

const POOL_NAME = 'tokenization';
const CLIENT_NAME = 'web';

export interface SeededPool {
  readonly userPoolId: string;
  readonly clientId: string;
}

type Cognito = CognitoIdentityProviderClient;

/**
 * Makes the user pool, its app client, its groups and its users, each only where it is missing: a
 * start that was killed half-way is completed by the next.
 */
export async function seedUserPool(
  cognito: Cognito,
  users: readonly (SeededUser & { readonly password: string })[],
): Promise<SeededPool> {
  const userPoolId = (await findPool(cognito)) ?? (await createPool(cognito));
  const clientId =
    (await findClient(cognito, userPoolId)) ?? (await createClient(cognito, userPoolId));
  await seedGroups(cognito, userPoolId);
  const { Users = [] } = await cognito.send(new ListUsersCommand({ UserPoolId: userPoolId }));
  const ready = Users.filter(({ UserStatus }) => UserStatus === 'CONFIRMED');
  const existing = new Set(ready.map(({ Username }) => Username));
  for (const user of users.filter(({ username }) => !existing.has(username))) {
    await seedUser(cognito, userPoolId, user, new Set(Users.map(({ Username }) => Username)));
  }
  return { userPoolId, clientId };
}

async function findPool(cognito: Cognito): Promise<string | null> {
  const { UserPools = [] } = await cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
  return UserPools.find(({ Name }) => Name === POOL_NAME)?.Id ?? null;
}

async function createPool(cognito: Cognito): Promise<string> {
  const { UserPool } = await cognito.send(
    new CreateUserPoolCommand({
      PoolName: POOL_NAME,
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: 'OPTIONAL',
      Policies: {
        PasswordPolicy: {
          MinimumLength: 12,
          RequireLowercase: true,
          RequireUppercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
        },
      },
      Schema: [{ Name: 'tenant', AttributeDataType: 'String', Mutable: false }],
    }),
  );
  return UserPool?.Id ?? '';
}

async function findClient(cognito: Cognito, userPoolId: string): Promise<string | null> {
  const { UserPoolClients = [] } = await cognito.send(
    new ListUserPoolClientsCommand({ UserPoolId: userPoolId }),
  );
  return UserPoolClients.find(({ ClientName }) => ClientName === CLIENT_NAME)?.ClientId ?? null;
}

async function createClient(cognito: Cognito, userPoolId: string): Promise<string> {
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId: userPoolId,
      ClientName: CLIENT_NAME,
      GenerateSecret: false,
      ExplicitAuthFlows: [
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
      ],
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
      // An hour, not the ten minutes of production: a pasted command line is to work after lunch.
      IdTokenValidity: 60,
      AccessTokenValidity: 60,
      TokenValidityUnits: { IdToken: 'minutes', AccessToken: 'minutes' },
      ReadAttributes: ['email', 'email_verified', 'custom:tenant'],
      WriteAttributes: ['locale'],
    }),
  );
  return UserPoolClient?.ClientId ?? '';
}

async function seedGroups(cognito: Cognito, userPoolId: string): Promise<void> {
  const { Groups = [] } = await cognito.send(new ListGroupsCommand({ UserPoolId: userPoolId }));
  const existing = new Set(Groups.map(({ GroupName }) => GroupName));
  for (const GroupName of GROUPS.filter((group) => !existing.has(group))) {
    await cognito.send(new CreateGroupCommand({ UserPoolId: userPoolId, GroupName }));
  }
}

/** The password comes last: only then is the user CONFIRMED, which says that it is complete. */
async function seedUser(
  cognito: Cognito,
  UserPoolId: string,
  user: SeededUser & { readonly password: string },
  existing: ReadonlySet<string | undefined>,
): Promise<void> {
  const who = { UserPoolId, Username: user.username };
  if (!existing.has(user.username)) {
    await cognito.send(
      new AdminCreateUserCommand({
        ...who,
        MessageAction: 'SUPPRESS',
        UserAttributes: [{ Name: 'custom:tenant', Value: user.tenant }],
      }),
    );
  }
  for (const GroupName of user.groups) {
    await cognito.send(new AdminAddUserToGroupCommand({ ...who, GroupName }));
  }
  await cognito.send(
    new AdminSetUserPasswordCommand({ ...who, Password: user.password, Permanent: true }),
  );
}
