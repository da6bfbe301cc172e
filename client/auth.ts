/** A request that is to be authenticated, as it will be sent. */
export interface UnsignedRequest {
  readonly url: URL;
  readonly body: string;
}

/**
 * Makes the headers that say who calls. Asked before every try; with `renew` once after the gateway
 * refused what it answered before (HTTP 401 or 403).
 */
export interface Auth {
  headers(
    request: UnsignedRequest,
    options: { readonly renew: boolean },
  ): Promise<Readonly<Record<string, string>>>;
}

/**
 * Answers a Cognito ID token: an access token is refused, because it names no tenant. With `renew`
 * it has to be a new one, whatever the last one's life: it was refused.
 */
export type IdTokenSupplier = (options: { readonly renew: boolean }) => Promise<string> | string;

const SECOND_MS = 1000;
/** So that none expires on its way. */
const EARLY_MS = 60 * SECOND_MS;

interface Held {
  readonly idToken: string;
  /** When to ask for another, in milliseconds since 1970. */
  readonly until: number;
}

/**
 * Authenticates a Cognito user. The ID token is kept in memory until a minute before its `exp`
 * (RFC 7519 section 4.1.4); calls that need another at the same time share one question.
 */
export function cognitoAuth(supplier: IdTokenSupplier): Auth {
  let held: Held | null = null;
  const asking = new Map<boolean, Promise<Held>>();
  const ask = (renew: boolean): Promise<Held> => {
    const asked =
      asking.get(renew) ??
      Promise.resolve()
        .then(() => supplier({ renew }))
        .then(hold)
        .finally(() => asking.delete(renew));
    asking.set(renew, asked);
    return asked;
  };
  return {
    headers: async (_request, { renew }) => {
      if (renew || held === null || held.until <= Date.now()) held = await ask(renew);
      return { authorization: held.idToken };
    },
  };
}

function hold(idToken: string): Held {
  return { idToken, until: expiryOf(idToken) - EARLY_MS };
}

/** In milliseconds since 1970. What cannot be read is left to the gateway to judge. */
function expiryOf(idToken: string): number {
  try {
    const payload = idToken.split('.')[1] ?? '';
    const json = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
    const { exp } = JSON.parse(json) as { exp?: unknown };
    return typeof exp === 'number' ? exp * SECOND_MS : Number.POSITIVE_INFINITY;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
