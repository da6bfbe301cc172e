import { createHash, createHmac, getDiffieHellman, randomBytes } from 'node:crypto';

import type { UserPoolFixture } from './user-pool-fixture.ts';

/*
 * The client's side of SRP from RFC 5054, in plain BigInt arithmetic: an independent check of the
 * service, which computes with OpenSSL.
 */

export const PRIME = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`);

export interface SrpStart {
  readonly salt: string;
  readonly serverPublic: string;
  readonly secretBlock: string;
  readonly userId: string;
  /** Signs for a password. */
  readonly claim: (password: string) => Readonly<Record<string, string>>;
}

/** Sends A and answers what came back. */
export async function startSrp(
  { anyone, clientId, userPoolId }: UserPoolFixture,
  USERNAME: string,
  secret = BigInt(`0x${randomBytes(32).toString('hex')}`),
): Promise<SrpStart> {
  const clientPublic = power(2n, secret);
  const { ChallengeParameters: parameters = {} } = await anyone().initiateAuth({
    AuthFlow: 'USER_SRP_AUTH',
    ClientId: clientId,
    AuthParameters: { USERNAME, SRP_A: clientPublic.toString(16) },
  });
  const { SALT = '', SRP_B = '', SECRET_BLOCK = '', USER_ID_FOR_SRP = '' } = parameters;
  const poolName = userPoolId.split('_')[1] ?? '';
  const claim = (password: string) => {
    const who = { poolName, userId: USER_ID_FOR_SRP, password };
    const key = sessionKey({ secret, clientPublic, salt: SALT, serverPublic: SRP_B }, who);
    const TIMESTAMP = 'Sun Nov 22 04:00:00 UTC 2026';
    const mac = createHmac('sha256', key).update(poolName).update(USER_ID_FOR_SRP);
    return {
      USERNAME: USER_ID_FOR_SRP,
      TIMESTAMP,
      PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
      PASSWORD_CLAIM_SIGNATURE: mac
        .update(Buffer.from(SECRET_BLOCK, 'base64'))
        .update(TIMESTAMP)
        .digest('base64'),
    };
  };
  return {
    salt: SALT,
    serverPublic: SRP_B,
    secretBlock: SECRET_BLOCK,
    userId: USER_ID_FOR_SRP,
    claim,
  };
}

export function respond(
  { anyone, clientId: ClientId }: UserPoolFixture,
  ChallengeResponses: Readonly<Record<string, string>>,
) {
  return anyone().respondToAuthChallenge({
    ChallengeName: 'PASSWORD_VERIFIER',
    ClientId,
    ChallengeResponses,
  });
}

function sessionKey(
  exchange: { secret: bigint; clientPublic: bigint; salt: string; serverPublic: string },
  { poolName, userId, password }: { poolName: string; userId: string; password: string },
): Buffer {
  const { secret, clientPublic } = exchange;
  const serverPublic = BigInt(`0x${exchange.serverPublic}`);
  const k = digest(padded(PRIME), padded(2n));
  const u = digest(padded(clientPublic), padded(serverPublic));
  const inner = createHash('sha256').update(`${poolName}${userId}:${password}`).digest();
  const x = digest(padded(BigInt(`0x${exchange.salt}`)), inner);
  const base = (serverPublic + PRIME - ((k * power(2n, x)) % PRIME)) % PRIME;
  const shared = power(base, secret + u * x);
  const extracted = createHmac('sha256', padded(u)).update(padded(shared)).digest();
  const expanded = createHmac('sha256', extracted).update('Caldera Derived Key\x01').digest();
  return expanded.subarray(0, 16);
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % PRIME;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest % 2n === 1n) result = (result * square) % PRIME;
    square = (square * square) % PRIME;
  }
  return result;
}

function digest(...parts: readonly Buffer[]): bigint {
  return BigInt(`0x${createHash('sha256').update(Buffer.concat(parts)).digest('hex')}`);
}

function padded(value: bigint): Buffer {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
}
