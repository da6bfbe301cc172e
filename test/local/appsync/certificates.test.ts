import { readFileSync } from 'node:fs';
import { createIdentify } from '../../../functions/vault/identity.ts';
import { bundle, createSigner, invoking, serve, setUp } from './support.ts';
import type { Served, Signer } from './support.ts';

const OWN = 'a1'.repeat(32);
const IDENTIFY = bundle(readFileSync('resolvers/pipeline/identify.ts', 'utf8'));

/** What the vault takes the caller for, by an ID token, the resolvers' own code and a header. */
describe('an ID token that is bound to a certificate', () => {
  let signer: Signer;
  let served: Served;
  beforeAll(async () => {
    signer = await createSigner();
    const identify = createIdentify([], 'bound');
    const api = setUp({
      schema: 'type Query { groups: [String] @aws_cognito_user_pools @aws_iam }',
      fields: { 'Query.groups': { functions: [IDENTIFY, invoking('ctx.stash.identity')] } },
      lambda: (payload) => identify(payload).actor?.groups ?? null,
    });
    served = await serve(api, signer);
  });
  afterAll(() => served.close());

  const groupsWith = async (claims: object, headers: Record<string, string>) => {
    const authorization = await signer.sign({
      ...{ 'cognito:groups': ['payment-staff'], 'custom:tenant': 'acme' },
      ...claims,
    });
    const answer = await served.post('{"query":"{ groups }"}', { authorization, ...headers });
    return (JSON.parse(answer.text) as { data: { groups: string[] } }).data.groups;
  };
  const bound = { 'custom:certificate': OWN };
  const shown = (certificate: string) => ({ 'cloudfront-viewer-cert-sha256': certificate });

  test('is of use with that certificate', async () => {
    expect(await groupsWith(bound, shown(OWN))).toEqual(['payment-staff']);
    expect(await groupsWith(bound, shown(OWN.toUpperCase()))).toEqual(['payment-staff']);
  });

  test.each([
    ['another certificate', bound, shown('b2'.repeat(32))],
    ['no certificate', bound, {}],
    ['a word for a certificate', bound, shown('none')],
    ['a certificate and no claim', {}, shown(OWN)],
    ['two words that are the same', { 'custom:certificate': 'none' }, shown('none')],
    ['nothing and no claim', {}, {}],
  ])('is of none with %s', async (_, claims, headers) => {
    expect(await groupsWith(claims, headers)).toEqual([]);
  });
});
