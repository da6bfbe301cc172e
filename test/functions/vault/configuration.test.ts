import {
  readKeyAdminSettings,
  readRewrapSettings,
  readVaultSettings,
} from '../../../functions/vault/configuration.ts';
import { SERVICE_CALLER } from '../../support/vault.ts';

const ENV = {
  VAULT_TABLE: 'vault',
  CONTROL_TABLE: 'control',
  CVC_TABLE: 'cvc',
  AUDIT_TABLE: 'audit',
  NOTICES_TABLE: 'notices',
  CHECKPOINT_TABLE: 'checkpoints',
  KEY_STORE_TABLE: 'keys',
  KEY_STORE_NAME: 'branch-keys',
  ROOT_KEY_ARN: 'arn:aws:kms:us-east-1:000000000000:key/0a1b2c3d-0000-4000-8000-000000000000',
  RECEIPT_KEY_ARN: 'arn:aws:kms:us-east-1:000000000000:key/0a1b2c3d-0000-4000-8000-000000000001',
};

test('a complete environment is taken, and what may be left out has its default', () => {
  expect(readVaultSettings(ENV)).toMatchObject({
    branchKeyLifeSeconds: 300,
    branchKeyMaxUses: 1_000_000,
    envelope: 'one-shot',
    serviceCallers: [],
    backupDays: 35,
    equalityBudgetPerHour: 500,
  });
  const full = {
    ...ENV,
    BRANCH_KEY_TTL_SECONDS: '2',
    BRANCH_KEY_MAX_USES: '10',
    ENVELOPE: 'library',
    SERVICE_CALLERS: JSON.stringify([SERVICE_CALLER]),
    BACKUP_DAYS: '0',
    EQUALITY_BUDGET_PER_HOUR: '5',
  };
  expect(readVaultSettings(full)).toMatchObject({
    branchKeyLifeSeconds: 2,
    branchKeyMaxUses: 10,
    envelope: 'library',
    serviceCallers: [SERVICE_CALLER],
    backupDays: 0,
    equalityBudgetPerHour: 5,
  });
});

test('the operator is a tenant, or nobody', () => {
  expect(readKeyAdminSettings(ENV).operatorTenant).toBeNull();
  expect(readKeyAdminSettings({ ...ENV, OPERATOR_TENANT: 'acme' }).operatorTenant).toBe('acme');
  for (const wrong of ['', 'Acme', '*', 'acme,globex']) {
    expect(() => readKeyAdminSettings({ ...ENV, OPERATOR_TENANT: wrong })).toThrow(
      'Environment variable OPERATOR_TENANT must be the name of a tenant.',
    );
  }
});

test('the rewrap is throttled unless it is told how much, and how long a run may be', () => {
  const limits = { itemsPerSecond: 250, runSeconds: 45, branchKeyLifeSeconds: 300 };
  expect(readRewrapSettings(ENV)).toMatchObject(limits);
  const told = { REWRAP_ITEMS_PER_SECOND: '1', REWRAP_RUN_SECONDS: '50' };
  expect(readRewrapSettings({ ...ENV, ...told })).toMatchObject({
    itemsPerSecond: 1,
    runSeconds: 50,
  });
  for (const wrong of [
    { REWRAP_ITEMS_PER_SECOND: '0' },
    { REWRAP_ITEMS_PER_SECOND: '10001' },
    { REWRAP_RUN_SECONDS: '51' },
    { VAULT_TABLE: '' },
    { AUDIT_TABLE: undefined },
  ]) {
    const [name = ''] = Object.keys(wrong);
    expect(() => readRewrapSettings({ ...ENV, ...wrong })).toThrow(
      `Environment variable ${name} must`,
    );
  }
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
  ['RECEIPT_KEY_ARN', 'alias/receipts'],
  ['BACKUP_DAYS', '-1'],
  ['BACKUP_DAYS', '36501'],
  ['EQUALITY_BUDGET_PER_HOUR', ''],
  ['EQUALITY_BUDGET_PER_HOUR', '1.5'],
  ['CLIENT_CERTIFICATES', 'yes'],
  ['BULK_RELEASE_ITEMS', '0'],
  ['BULK_RELEASE_ITEMS', '51'],
  ['BUDGETS', ''],
  ['BUDGETS', '[]'],
  ['BUDGETS', '{"ACTOR/ANYTHING":{"perMinute":1,"perDay":1}}'],
  ['BUDGETS', '{"ACTOR/MASKED":{"perMinute":1}}'],
  ['BUDGETS', '{"ACTOR/MASKED":{"perMinute":1,"perDay":100000001}}'],
  ['BRANCH_KEY_TTL_SECONDS', '0'],
  ['BRANCH_KEY_TTL_SECONDS', '-1'],
  ['BRANCH_KEY_TTL_SECONDS', '1e3'],
  ['BRANCH_KEY_TTL_SECONDS', '86401'],
  ['BRANCH_KEY_MAX_USES', '0'],
  ['BRANCH_KEY_MAX_USES', '100000001'],
  ['ENVELOPE', ''],
  ['ENVELOPE', 'Library'],
  ['ENVELOPE', 'toString'],
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
