import { createIdentify } from '../../../functions/vault/identity.ts';
import { SERVICE_CALLER, user } from '../../support/vault.ts';

const identify = createIdentify([SERVICE_CALLER]);
const roleArn = 'arn:aws:sts::000000000000:assumed-role/checkout/session-1';

test('a user is the subject of an ID token, with the groups we know, in order', () => {
  expect(identify(user(['support', 'others', 'tokenizers']))).toEqual({
    actor: { kind: 'user', id: 'u-1', groups: ['support', 'tokenizers'], persons: [] },
    tenant: 'acme',
  });
});

test('a person is known by what the identity provider verified, as far as it is text', () => {
  const persons = ['email:a@b.example', 7, '', 'x'.repeat(401), 'Okta:00u1'];
  expect(identify({ ...user([]), persons }).actor?.persons).toEqual([
    'email:a@b.example',
    'Okta:00u1',
  ]);
  expect(identify({ ...user([]), persons: 'email:a@b.example' }).actor?.persons).toEqual([]);
});

test('an access token names no tenant, whatever it claims', () => {
  expect(identify({ ...user(['support']), tokenUse: 'access' }).tenant).toBeNull();
  expect(identify({ ...user(['support']), tokenUse: null }).tenant).toBeNull();
});

test.each([
  null,
  '',
  'Acme',
  '1acme',
  'a',
  '_system',
  'acme#token',
  'acme ',
  'a'.repeat(64),
  7,
  {},
])('a claim that is no tenant name names no tenant: %j', (tenant) => {
  expect(identify({ ...user([]), tenant }).tenant).toBeNull();
});

/** What nobody configured for it, it may not. */
const CHECKOUT = {
  kind: 'service',
  id: '000000000000/checkout',
  groups: ['tokenizers'],
  persons: [],
  charges: false,
};

test('a service is its role by account and name; the session counts for nothing', () => {
  const expected = {
    actor: CHECKOUT,
    tenant: 'acme',
  };
  expect(identify({ kind: 'service', roleArn })).toEqual(expected);
  const other = roleArn.replace('session-1', 'checkout');
  expect(identify({ kind: 'service', roleArn: other })).toEqual(expected);
});

test('a service sends no tenant, groups or leave to charge of its own', () => {
  const more = {
    ...{ tenant: 'globex', groups: ['payment-staff'], subject: 'admin', tokenUse: 'id' },
    charges: true,
  };
  expect(identify({ kind: 'service', roleArn, ...more })).toEqual({
    actor: CHECKOUT,
    tenant: 'acme',
  });
});

test.each([
  roleArn.replace('000000000000', '000000000001'),
  roleArn.replace('/checkout/', '/checkout2/'),
  roleArn.replace('/checkout/', '/other/checkout/'),
  roleArn.replace('session-1', ''),
  `${roleArn}/more`,
  `x${roleArn}`,
  'arn:aws:iam::000000000000:user/checkout',
  '',
])('a role that is not configured names no tenant: %s', (other) => {
  expect(identify({ kind: 'service', roleArn: other }).tenant).toBeNull();
});

test.each([undefined, null, 'user', [], {}, { kind: 'admin' }, { kind: 'user', subject: 'a b' }])(
  'what is no identity is nobody: %j',
  (identity) => {
    expect(identify(identity)).toEqual({ actor: null, tenant: null });
  },
);

describe('where certificates are bound', () => {
  const own = 'a1'.repeat(32);
  const bound = createIdentify([{ ...SERVICE_CALLER, charges: true, certificate: own }], 'bound');
  const service = { kind: 'service', roleArn };

  test('a service with its own may what it is configured for', () => {
    expect(bound({ ...service, certificate: own }).actor).toEqual({ ...CHECKOUT, charges: true });
  });

  test.each([undefined, null, '', 'b2'.repeat(32)])(
    'a service with %j may nothing',
    (certificate) => {
      expect(bound({ ...service, certificate })).toEqual({
        actor: { ...CHECKOUT, groups: [] },
        tenant: 'acme',
      });
    },
  );

  test('a service that none is configured for may nothing, whatever it says is bound to it', () => {
    const unbound = createIdentify([SERVICE_CALLER], 'bound');
    const claimed = { ...service, certificate: own, boundCertificate: own };
    expect(unbound(claimed).actor?.groups).toEqual([]);
  });

  test('whoever may nothing is still known by name and tenant, for the trail', () => {
    expect(bound({ ...user(['payment-staff']), certificate: own })).toEqual({
      actor: { kind: 'user', id: 'u-1', groups: [], persons: [], charges: false },
      tenant: 'acme',
    });
    expect(bound({ kind: 'other' })).toEqual({ actor: null, tenant: null });
  });
});
