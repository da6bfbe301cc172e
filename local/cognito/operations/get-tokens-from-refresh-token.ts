import { notAuthorized } from '../errors.ts';
import { signTokens } from '../json-web-tokens.ts';
import type { AuthenticationResult } from '../json-web-tokens.ts';
import { findClient, userBySub } from '../lookup.ts';
import { sessionOfRefreshToken } from '../refresh-session.ts';
import { readText } from '../request.ts';
import type { CognitoServices, Operation } from '../services.ts';
import type { ClientRecord, PoolRecord } from '../state.ts';

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html */
export const getTokensFromRefreshToken =
  (services: Pick<CognitoServices, 'store' | 'clock'>): Operation =>
  async (input) => {
    const { pool, client } = findClient(services.store, input);
    const refreshToken = readText(input, 'RefreshToken', 4096);
    return { AuthenticationResult: await refresh(services, { pool, client, refreshToken }) };
  };

/** New JWTs of the same sign-in; groups and attributes are read anew. */
export function refresh(
  { clock }: Pick<CognitoServices, 'clock'>,
  {
    pool,
    client,
    refreshToken,
  }: { readonly pool: PoolRecord; readonly client: ClientRecord; readonly refreshToken: string },
): Promise<AuthenticationResult> {
  const session = sessionOfRefreshToken(pool, client, refreshToken, clock());
  const user = userBySub(pool, session.sub);
  if (user === undefined) throw notAuthorized('Invalid Refresh Token');
  if (!user.enabled) throw notAuthorized('User is disabled.');
  return signTokens({ pool, client, user, session }, clock());
}
