import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import type { STSClient } from '@aws-sdk/client-sts';

import type { AwsCredentials } from '../../../client/iam.ts';

/** How long before its end a session is given up: longer than the longest request. */
const MARGIN_MS = 5 * 60_000;

interface Session {
  readonly credentials: AwsCredentials;
  readonly endsAt: number;
}

async function begin(sts: STSClient, RoleArn: string): Promise<Session> {
  const { Credentials: given } = await sts.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: 'orders' }),
  );
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey } = given ?? {};
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw new TypeError('The role gave no credentials.');
  }
  const credentials = { accessKeyId, secretAccessKey, sessionToken: given?.SessionToken };
  return { credentials, endsAt: given?.Expiration?.getTime() ?? 0 };
}

/**
 * The service caller that the gateway knows: a role in the gateway's account, which AppSync asks for.
 * One session serves all requests until shortly before its end; one that could not be had is not kept.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function callerRole(
  sts: STSClient,
  roleArn: string,
  clock: () => Date,
): () => Promise<AwsCredentials> {
  let session: Promise<Session> | null = null;
  const renewed = (): Promise<Session> => {
    const begun = begin(sts, roleArn);
    session = begun;
    begun.catch(() => {
      if (session === begun) session = null;
    });
    return begun;
  };
  return async () => {
    const current = session;
    if (current === null) return (await renewed()).credentials;
    const { credentials, endsAt } = await current;
    if (clock().getTime() < endsAt - MARGIN_MS) return credentials;
    // Of all that find it at its end, the first begins the next one.
    return (await (session === current ? renewed() : (session ?? renewed()))).credentials;
  };
}
