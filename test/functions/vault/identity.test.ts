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
