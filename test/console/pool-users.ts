import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { openInstallation } from '../../local/installation.ts';
import { PRINCIPALS } from '../../local/principals.ts';
import type { RunningGateway } from '../support/gateway.ts';

export interface NewUser {
  readonly username: string;
  readonly password: string;
  readonly group: string;
  /** Whether it has to be replaced at the first sign-in. */
  readonly isTemporary: boolean;
}

/** Makes a user of tenant acme in the pool of a running gateway, as an administrator does. */
export async function createPoolUser(gateway: RunningGateway, user: NewUser): Promise<void> {
  const { endpoint, region, userPoolId } = gateway.ready.cognito;
  const credentials = openInstallation(gateway.dataDir, false).accessKey(PRINCIPALS.deployer);
  const cognito = new CognitoIdentityProviderClient({ endpoint, region, credentials });
  const who = { UserPoolId: userPoolId, Username: user.username };
  await cognito.send(
    new AdminCreateUserCommand({
      ...who,
      TemporaryPassword: user.password,
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'custom:tenant', Value: 'acme' },
        { Name: 'email', Value: `${user.username}@acme.example` },
        { Name: 'email_verified', Value: 'true' },
      ],
    }),
  );
  await cognito.send(new AdminAddUserToGroupCommand({ ...who, GroupName: user.group }));
  if (!user.isTemporary) {
    const Password = user.password;
    await cognito.send(new AdminSetUserPasswordCommand({ ...who, Password, Permanent: true }));
  }
  cognito.destroy();
}

/** The public half of the key that signs receipts, as the gateway hands it out. */
export function receiptKeyOf({ dataDir }: RunningGateway): Buffer {
  return readFileSync(join(dataDir, 'receipt-key.pem'));
}

interface Message {
  readonly username: string;
  readonly text: string;
}

/** The reset code that Cognito would have sent by e-mail. */
export function resetCodeFor(gateway: RunningGateway, username: string): string {
  const outbox = readFileSync(join(gateway.dataDir, 'cognito', 'cognito-outbox.json'), 'utf8');
  const message = (JSON.parse(outbox) as Message[]).find((one) => one.username === username);
  return /[0-9]{6}/.exec(message?.text ?? '')?.[0] ?? '';
}
