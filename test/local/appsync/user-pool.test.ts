import { createUserPoolVerifier } from '../../../local/appsync/user-pool.ts';
import { CLIENT, createSigner, ISSUER } from './support.ts';

describe("a pool's keys", () => {
  test('stay known while the pool is away, whatever key ids others send', async () => {
    const signer = await createSigner();
    const stranger = await createSigner('key-2');
    let isAway = false;
    let time = Date.now();
    const verifier = createUserPoolVerifier({
      issuer: ISSUER,
      clientIds: [CLIENT],
      jwks: () => (isAway ? Promise.reject(new TypeError('fetch failed')) : signer.jwks()),
      clock: () => new Date(time),
    });
    const idToken = await signer.sign();
    expect(await verifier.verify(idToken)).toHaveProperty('claims');

    isAway = true;
    time += 10_000;
    await expect(verifier.verify(await stranger.sign())).rejects.toThrow(TypeError);
    expect(await verifier.verify(idToken)).toHaveProperty('claims');

    isAway = false;
    time += 10_000;
    expect(await verifier.verify(await stranger.sign())).toEqual({ refusal: 'unauthorized' });
  });

  test('are read once for callers that come together', async () => {
    const signer = await createSigner();
    let reads = 0;
    const jwks = () => {
      reads += 1;
      return signer.jwks();
    };
    const verifier = createUserPoolVerifier({ issuer: ISSUER, clientIds: [CLIENT], jwks });
    const idToken = await signer.sign();
    await Promise.all([1, 2, 3].map(() => verifier.verify(idToken)));
    expect(reads).toBe(1);
  });
});
