import { invalidParameter } from './errors.ts';
import { readOptionalChoice, readOptionalNumber, readOptionalObject } from './request.ts';
import type { Input } from './request.ts';
import type { ClientRecord } from './state.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNIT_SECONDS = { seconds: 1, minutes: MINUTE, hours: HOUR, days: DAY } as const;
const UNITS = Object.keys(UNIT_SECONDS) as (keyof typeof UNIT_SECONDS)[];
const JWT_LIMITS = [5 * MINUTE, DAY] as const;
const REFRESH_LIMITS = [HOUR, 3650 * DAY] as const;

type Validity = Pick<ClientRecord, 'accessTokenSeconds' | 'idTokenSeconds' | 'refreshTokenSeconds'>;

/**
 * How long what a sign-in yields is good: by default an hour for both JWTs and 30 days for the
 * refresh token; without a unit the numbers mean hours, and days for the refresh token.
 *
 * Source: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_TokenValidityUnitsType.html
 */
export function readValidity(input: Input): Validity {
  const units = readOptionalObject(input, 'TokenValidityUnits') ?? {};
  const seconds = (
    kind: 'AccessToken' | 'IdToken' | 'RefreshToken',
    otherwise: { readonly unit: 'hours' | 'days'; readonly count: number },
    [least, most]: readonly [number, number],
  ) => {
    const unit = readOptionalChoice(units, kind, UNITS) ?? otherwise.unit;
    const count = readOptionalNumber(input, `${kind}Validity`, [1, 315_360_000]);
    const total =
      count === null ? otherwise.count * UNIT_SECONDS[otherwise.unit] : count * UNIT_SECONDS[unit];
    if (total < least || total > most) {
      throw invalidParameter(`Invalid range for ${kind} validity.`);
    }
    return total;
  };
  const hour = { unit: 'hours', count: 1 } as const;
  return requireOrder({
    accessTokenSeconds: seconds('AccessToken', hour, JWT_LIMITS),
    idTokenSeconds: seconds('IdToken', hour, JWT_LIMITS),
    refreshTokenSeconds: seconds('RefreshToken', { unit: 'days', count: 30 }, REFRESH_LIMITS),
  });
}

function requireOrder(validity: Validity): Validity {
  const { accessTokenSeconds, idTokenSeconds, refreshTokenSeconds } = validity;
  if (refreshTokenSeconds < Math.max(accessTokenSeconds, idTokenSeconds)) {
    throw invalidParameter('The refresh token must not expire before the other tokens.');
  }
  return validity;
}
