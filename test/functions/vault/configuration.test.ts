import { readVaultSettings } from '../../../functions/vault/configuration.ts';
import { SERVICE_CALLER } from '../../support/vault.ts';

const ENV = {
  VAULT_TABLE: 'vault',
  AUDIT_TABLE: 'audit',
  KEY_STORE_TABLE: 'keys',
  KEY_STORE_NAME: 'branch-keys',
  ROOT_KEY_ARN: 'arn:aws:kms:us-east-1:000000000000:key/0a1b2c3d-0000-4000-8000-000000000000',
};

test('a complete environment is taken, with 300 seconds and no service callers by default', () => {
  expect(readVaultSettings(ENV)).toMatchObject({ branchKeyLifeSeconds: 300, serviceCallers: [] });
  const callers = JSON.stringify([SERVICE_CALLER]);
  const full = { ...ENV, BRANCH_KEY_TTL_SECONDS: '2', SERVICE_CALLERS: callers };
  expect(readVaultSettings(full)).toMatchObject({
    branchKeyLifeSeconds: 2,
    serviceCallers: [SERVICE_CALLER],
  });
});

test.each(Object.keys(ENV))('without %s the function does not start, and says so', (name) => {
  for (const value of [undefined, '']) {
    expect(() => readVaultSettings({ ...ENV, [name]: value })).toThrow(
      `Environment variable ${name} must be set.`,
    );
  }
});

test.each([
  ['ROOT_KEY_ARN', 'alias/root'],
  ['BRANCH_KEY_TTL_SECONDS', '0'],
  ['BRANCH_KEY_TTL_SECONDS', '-1'],
  ['BRANCH_KEY_TTL_SECONDS', '1e3'],
  ['BRANCH_KEY_TTL_SECONDS', '86401'],
  ['SERVICE_CALLERS', '{'],
  ['SERVICE_CALLERS', '{}'],
  ['SERVICE_CALLERS', '[{}]'],
  ['SERVICE_CALLERS', JSON.stringify([{ ...SERVICE_CALLER, tenant: 'Acme' }])],
  ['SERVICE_CALLERS', JSON.stringify([{ ...SERVICE_CALLER, groups: ['root'] }])],
  ['SERVICE_CALLERS', JSON.stringify([{ ...SERVICE_CALLER, account: '1' }])],
])('%s is refused when wrong (%s), by name and without its value', (name, value) => {
  const start = () => readVaultSettings({ ...ENV, [name]: value });
  expect(start).toThrow(new RegExp(`^Environment variable ${name} must`));
  if (value.length > 5) expect(start).not.toThrow(value);
});
