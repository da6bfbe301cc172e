import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import type { CreateUserPoolClientCommandInput } from '@aws-sdk/client-cognito-identity-provider';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startCognito } from '../../../local/cognito/service.ts';

export const REGION = 'us-east-1';
export const PASSPHRASE = 'a passphrase that only this test knows';
export const PASSWORD = 'Correct-Horse-7-Battery';
export const ACCESS_KEY = {
  accessKeyId: 'AKIDLOCALADMIN',
  secretAccessKey: 'local-secret-of-the-administrator',
  principal: 'arn:aws:iam::000000000000:role/admin',
};

/** The real time, moved forward at will. */
export interface MovableClock {
  readonly now: () => Date;
  readonly advance: (milliseconds: number) => void;
}

export function createMovableClock(): MovableClock {
  let offset = 0;
  return {
    now: () => new Date(Date.now() + offset),
    advance: (milliseconds) => {
      offset += milliseconds;
    },
  };
}

/** A running service in a folder of its own, with a pool and an app client. */
export interface UserPoolFixture {
  readonly dataDir: string;
  readonly clock: MovableClock;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly endpoint: () => string;
  /** Signs as the administrator. */
  readonly admin: () => CognitoIdentityProvider;
  /** Has no credentials, as a browser has none. */
  readonly anyone: () => CognitoIdentityProvider;
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export const POOL_SETTINGS = {
  PoolName: 'test',
  MfaConfiguration: 'OPTIONAL' as const,
  Policies: {
    PasswordPolicy: {
      MinimumLength: 12,
      RequireLowercase: true,
      RequireUppercase: true,
      RequireNumbers: true,
      RequireSymbols: true,
    },
  },
  Schema: [{ Name: 'tenant', AttributeDataType: 'String' as const, Mutable: false }],
};

export const CLIENT_SETTINGS = {
  ClientName: 'web',
  ExplicitAuthFlows: [
    'ALLOW_USER_SRP_AUTH' as const,
    'ALLOW_USER_PASSWORD_AUTH' as const,
    'ALLOW_REFRESH_TOKEN_AUTH' as const,
  ],
  PreventUserExistenceErrors: 'ENABLED' as const,
  ReadAttributes: ['email', 'email_verified', 'custom:tenant'],
  WriteAttributes: ['email', 'locale'],
};

export async function startFixture(): Promise<UserPoolFixture> {
  const dataDir = mkdtempSync(join(tmpdir(), 'cognito-'));
  const clock = createMovableClock();
  const start = (port: number) =>
    startCognito({
      dataDir,
      port,
      passphrase: PASSPHRASE,
      region: REGION,
      accessKeys: [ACCESS_KEY],
      clock: clock.now,
    });
  let service = await start(0);
  const endpoint = () => `http://127.0.0.1:${service.port}`;
  const createClients = () => ({
    admin: createClient(endpoint(), clock, ACCESS_KEY),
    anyone: createClient(endpoint(), clock),
  });
  let clients = createClients();
  const ids = await createPool(clients.admin);
  return {
    ...ids,
    dataDir,
    clock,
    endpoint,
    admin: () => clients.admin,
    anyone: () => clients.anyone,
    restart: async () => {
      destroy(clients);
      await service.close();
      service = await start(service.port);
      clients = createClients();
    },
    stop: async () => {
      destroy(clients);
      await service.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

/** A connection that is kept open would only break at the next call. */
function destroy(clients: Readonly<Record<string, CognitoIdentityProvider>>): void {
  for (const client of Object.values(clients)) client.destroy();
}

async function createPool(admin: CognitoIdentityProvider) {
  const { UserPool } = await admin.createUserPool(POOL_SETTINGS);
  const userPoolId = UserPool?.Id ?? '';
  return { userPoolId, clientId: await createAppClient(admin, userPoolId) };
}

/** Answers the new app client's id. */
export async function createAppClient(
  admin: CognitoIdentityProvider,
  UserPoolId: string,
  settings: Partial<CreateUserPoolClientCommandInput> = {},
): Promise<string> {
  const { UserPoolClient } = await admin.createUserPoolClient({
    ...CLIENT_SETTINGS,
    ...settings,
    UserPoolId,
  });
  return UserPoolClient?.ClientId ?? '';
}

/** A confirmed user of tenant `acme` with the password `PASSWORD`. */
export async function createUser(fixture: UserPoolFixture, Username: string): Promise<void> {
  const who = { UserPoolId: fixture.userPoolId, Username };
  await fixture.admin().adminCreateUser({
    ...who,
    MessageAction: 'SUPPRESS',
    UserAttributes: [
      { Name: 'email', Value: `${Username}@example.com` },
      { Name: 'email_verified', Value: 'true' },
      { Name: 'custom:tenant', Value: 'acme' },
    ],
  });
  await fixture.admin().adminSetUserPassword({ ...who, Password: PASSWORD, Permanent: true });
}

export function signIn(fixture: UserPoolFixture, USERNAME: string, PASSWORD_: string = PASSWORD) {
  return fixture.anyone().initiateAuth({
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: fixture.clientId,
    AuthParameters: { USERNAME, PASSWORD: PASSWORD_ },
  });
}

/** The tokens of a sign-in that asks for nothing more. */
export async function tokensOf(fixture: UserPoolFixture, username: string) {
  const { AuthenticationResult: result } = await signIn(fixture, username);
  return {
    accessToken: result?.AccessToken ?? '',
    idToken: result?.IdToken ?? '',
    refreshToken: result?.RefreshToken ?? '',
  };
}

/** Posts what the SDK would never send. */
export async function post(
  fixture: UserPoolFixture,
  operation: string,
  body: string,
): Promise<{ readonly status: number; readonly text: string; readonly type: string }> {
  const response = await fetch(fixture.endpoint(), {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    },
    body,
  });
  const text = await response.text();
  const type = response.headers.get('x-amzn-errortype') ?? '';
  return { status: response.status, text, type };
}

/** A client of the service whose clock is the fixture's, as its signatures must be. */
export function createClient(
  endpoint: string,
  clock: MovableClock,
  credentials?: typeof ACCESS_KEY,
): CognitoIdentityProvider {
  const client = new CognitoIdentityProvider({
    endpoint,
    region: REGION,
    maxAttempts: 1,
    ...(credentials === undefined ? {} : { credentials }),
  });
  Object.defineProperty(client.config, 'systemClockOffset', {
    get: () => clock.now().getTime() - Date.now(),
    set: () => undefined,
  });
  return client;
}
