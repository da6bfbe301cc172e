import { PAYMENT, ask, runVault, tokenized, user } from '../../support/vault.ts';
import type { RunningVault } from '../../support/vault.ts';

describe('the key administration', () => {
  let vault: RunningVault;

  beforeAll(async () => {
    vault = await runVault();
  });
  afterAll(() => vault.stop());
  afterEach(() => {
    vault.dynamodbWire.decide(null);
  });

  const rowsOf = async (tenant: string) =>
    (await vault.items('KEY_STORE_TABLE')).filter(
      (row) => row['branch-key-id']?.S === `tenant/${tenant}`,
    );

  const created = (tenant: string, isNew: boolean) => ({
    data: { branchKeyId: `tenant/${tenant}`, created: isNew },
  });

  test('makes a branch key and a beacon key for a new tenant, and says so', async () => {
    expect(await vault.createTenant('initech')).toEqual(created('initech', true));
    const rows = await rowsOf('initech');
    expect(rows.map(({ type }) => type?.S?.replace(/version:.*/, 'version')).sort()).toEqual([
      'beacon:ACTIVE',
      'branch:ACTIVE',
      'branch:version',
    ]);
  });

  test('leaves a tenant that has one as it is', async () => {
    const before = await rowsOf('acme');
    vault.kmsWire.clear();
    expect(await vault.createTenant('acme')).toEqual(created('acme', false));
    expect(await rowsOf('acme')).toEqual(before);
    expect(vault.kmsWire.passages).toHaveLength(0);
  });

  test('makes one key, however many ask at once', async () => {
    const replies = await Promise.all(Array.from({ length: 8 }, () => vault.createTenant('hooli')));
    const isNew = JSON.stringify(created('hooli', true));
    expect(replies.filter((reply) => JSON.stringify(reply) === isNew)).toHaveLength(1);
    expect(await rowsOf('hooli')).toHaveLength(3);
    const answer = vault.start();
    const identity = user(['tokenizers'], 'hooli');
    const input = { dataClass: 'TEXT', plaintext: 'note' };
    expect(await ask(answer, 'tokenize', identity, { input })).toHaveProperty('data.token');
  });

  test('takes a lost answer for the success it was', async () => {
    let lost = 0;
    vault.dynamodbWire.decide(({ operation }) =>
      operation === 'TransactWriteItems' && lost++ === 0 ? 'lose-answer' : 'pass',
    );
    expect(await vault.createTenant('umbrella')).toHaveProperty('data');
    expect(await rowsOf('umbrella')).toHaveLength(3);
  });

  test('never asks KMS for a key in the clear', async () => {
    vault.kmsWire.clear();
    await vault.createTenant('stark');
    expect(vault.kmsWire.passages.map(({ operation }) => operation).sort()).toEqual([
      'GenerateDataKeyWithoutPlaintext',
      'GenerateDataKeyWithoutPlaintext',
      'ReEncrypt',
    ]);
  });

  test('and the vault only ever decrypts', async () => {
    vault.kmsWire.clear();
    const answer = vault.start();
    const { token } = await tokenized(answer, 'TEXT', 'note');
    await ask(answer, 'release', PAYMENT, { token, purpose: 'LEGAL' });
    const operations = new Set(vault.kmsWire.passages.map(({ operation }) => operation));
    expect([...operations]).toEqual(['Decrypt']);
    const contexts = vault.kmsWire.passages.map(
      ({ body }) => (JSON.parse(body) as { EncryptionContext: object }).EncryptionContext,
    );
    for (const context of contexts) {
      expect(context).toMatchObject({ 'branch-key-id': 'tenant/acme', tablename: 'branch-keys' });
    }
  });

  test.each(['', 'A', 'a', 'Acme', 'acme#', '_system', 'a'.repeat(64), null, 7])(
    'refuses what is no tenant name: %j',
    async (tenant) => {
      expect(await vault.createTenant(tenant as string)).toEqual({
        error: { code: 'INVALID_INPUT', message: 'The request breaks a rule of this API.' },
      });
    },
  );
});
