import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

/**
 * Credentials of a role that whoever deploys may take; a client asks again before they expire.
 * @throws Error if the role cannot be taken
 */
export function assumedRole(roleArn: string, region: string) {
  const sts = new STSClient({ region });
  return async () => {
    const { Credentials: given } = await sts.send(
      new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'deploy' }),
    );
    if (given?.AccessKeyId === undefined || given.SecretAccessKey === undefined) {
      throw new Error('The role gave no credentials.');
    }
    return {
      accessKeyId: given.AccessKeyId,
      secretAccessKey: given.SecretAccessKey,
      ...(given.SessionToken === undefined ? {} : { sessionToken: given.SessionToken }),
      ...(given.Expiration === undefined ? {} : { expiration: given.Expiration }),
    };
  };
}
