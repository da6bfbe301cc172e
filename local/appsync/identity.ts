import { createHash } from 'node:crypto';
import type { AuthorizationMode } from './directives.ts';

/** `ctx.identity` of a Cognito user. */
export interface UserPoolIdentity {
  readonly sub: string;
  readonly issuer: string;
  readonly username: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly sourceIp: readonly string[];
  readonly defaultAuthStrategy: 'ALLOW';
  /** Null, not empty, for a user without groups. */
  readonly groups: readonly string[] | null;
}

/** `ctx.identity` of an IAM caller. */
export interface IamIdentity {
  readonly accountId: string;
  readonly cognitoIdentityPoolId: null;
  readonly cognitoIdentityId: null;
  readonly cognitoIdentityAuthType: null;
  readonly cognitoIdentityAuthProvider: null;
  readonly sourceIp: readonly string[];
  readonly username: string;
  readonly userArn: string;
}

/** A caller whose proof was checked. */
export interface Caller {
  readonly mode: AuthorizationMode;
  readonly identity: UserPoolIdentity | IamIdentity;
  readonly groups: readonly string[];
}

const SESSION = 'loopback';

/** The identity AppSync makes of a verified JWT's claims. */
export function userPoolCaller(
  claims: Readonly<Record<string, unknown>>,
  sourceIp: readonly string[],
): Caller {
  const groups = claims['cognito:groups'];
  const named = Array.isArray(groups)
    ? groups.filter((group): group is string => typeof group === 'string')
    : null;
  const identity: UserPoolIdentity = {
    sub: textOf(claims.sub),
    issuer: textOf(claims.iss),
    username: textOf(claims['cognito:username'] ?? claims.username),
    claims,
    sourceIp,
    defaultAuthStrategy: 'ALLOW',
    groups: named,
  };
  return { mode: 'AMAZON_COGNITO_USER_POOLS', identity, groups: named ?? [] };
}

/**
 * The identity AppSync makes of a verified signer. A role never signs itself, only a session of
 * it does: a principal given as a role appears as one.
 */
export function iamCaller(principal: string, sourceIp: readonly string[]): Caller {
  const role = /^arn:(aws[\w-]*):iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]+)$/.exec(principal);
  const [, partition = 'aws', roleAccount = '', roleName = ''] = role ?? [];
  const userArn =
    role === null
      ? principal
      : `arn:${partition}:sts::${roleAccount}:assumed-role/${roleName}/${SESSION}`;
  const session = /:assumed-role\/[^/]+\/(.+)$/.exec(userArn)?.[1];
  const username =
    session === undefined
      ? uniqueId('AIDA', principal)
      : `${uniqueId('AROA', principal)}:${session}`;
  const identity: IamIdentity = {
    accountId: /^arn:[\w-]+:(?:iam|sts)::(\d{12}):/.exec(principal)?.[1] ?? '',
    cognitoIdentityPoolId: null,
    cognitoIdentityId: null,
    cognitoIdentityAuthType: null,
    cognitoIdentityAuthProvider: null,
    sourceIp,
    username,
    userArn,
  };
  return { mode: 'AWS_IAM', identity, groups: [] };
}

/** IAM's unique ids are opaque; here they follow from the ARN, so that they stay the same. */
function uniqueId(prefix: string, principal: string): string {
  const digest = createHash('sha256').update(principal).digest('hex').toUpperCase();
  return prefix + digest.slice(0, 17);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
