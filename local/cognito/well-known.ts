import { issuerOf } from './json-web-tokens.ts';
import { SIGNING_ALGORITHM, publicJwkOf } from './signing-key.ts';
import type { PoolStore } from './state.ts';

const PATH = /^\/([\w-]+)\/\.well-known\/(jwks\.json|openid-configuration)$/;

/**
 * A pool's public keys, or the configuration that points to them. The configuration names the
 * addresses of the real service, because they are derived from the issuer; the keys are here, at
 * the same path on this service.
 *
 * Source: OpenID Connect Discovery 1.0 §3
 */
export function findDocument(
  store: PoolStore,
  url: string,
): { readonly contentType: string; readonly body: string } | null {
  const [, poolId, name] = PATH.exec(url.split('?')[0] ?? '') ?? [];
  const pool = store.pools.find(({ id }) => id === poolId);
  if (pool === undefined) return null;
  const document =
    name === 'jwks.json' ? { keys: [publicJwkOf(pool.signingKey)] } : configuration(issuerOf(pool));
  return { contentType: 'application/json', body: JSON.stringify(document) };
}

function configuration(issuer: string): Record<string, unknown> {
  return {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    id_token_signing_alg_values_supported: [SIGNING_ALGORITHM],
    subject_types_supported: ['public'],
    response_types_supported: ['code', 'token'],
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
  };
}
