import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SignatureV4 } from '@smithy/signature-v4';

import { GROUPS } from '../../infra/groups.ts';
import { openInstallation } from '../../local/installation.ts';
import { PRINCIPALS, REGION } from '../../local/principals.ts';
import type { Ready } from '../../local/ready.ts';
import { post } from './graphql.ts';
import type { Caller } from './graphql.ts';

type Query = Caller['query'];

/** A caller that signs with the IAM credentials of a role, as an application's backend does. */
export function serviceCaller(ready: Ready, dataDir: string): Query {
  const credentials = openInstallation(dataDir, false).accessKey(PRINCIPALS.checkout);
  const { sha256 } = new DynamoDBClient({ region: REGION }).config;
  const signer = new SignatureV4({ service: 'appsync', region: REGION, credentials, sha256 });
  const { host, hostname, pathname } = new URL(ready.graphql);
  return async (query, variables) => {
    const body = JSON.stringify({ query, variables });
    const signed = await signer.sign({
      ...{ method: 'POST', protocol: 'http:', hostname, path: pathname },
      headers: { host, 'content-type': 'application/json' },
      body,
    });
    const headers = { ...signed.headers };
    delete headers.host;
    return post(ready.graphql, body, headers);
  };
}

/** Makes a user who is in every group, and gives the description to sign in with. */
export async function makeUserOfAllGroups(
  ready: Ready,
  dataDir: string,
  tenant: string,
): Promise<Ready> {
  const { endpoint, region, userPoolId } = ready.cognito;
  const credentials = openInstallation(dataDir, false).accessKey(PRINCIPALS.deployer);
  const cognito = new CognitoIdentityProviderClient({ region, endpoint, credentials });
  const [username, password] = [`${tenant}-everything`, 'Every-Group-1-Of-Them'];
  const who = { UserPoolId: userPoolId, Username: username };
  const UserAttributes = [{ Name: 'custom:tenant', Value: tenant }];
  await cognito.send(
    new AdminCreateUserCommand({ ...who, MessageAction: 'SUPPRESS', UserAttributes }),
  );
  for (const GroupName of GROUPS) {
    await cognito.send(new AdminAddUserToGroupCommand({ ...who, GroupName }));
  }
  await cognito.send(
    new AdminSetUserPasswordCommand({ ...who, Password: password, Permanent: true }),
  );
  cognito.destroy();
  const user = { username, password, tenant, groups: [...GROUPS] };
  return { ...ready, users: [...ready.users, user] };
}
