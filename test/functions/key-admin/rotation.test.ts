import { RotateKeyOnDemandCommand } from '@aws-sdk/client-kms';
import { setTimeout as sleep } from 'node:timers/promises';

import { PAYMENT, TOKENIZER, ask, runVault, user } from '../../support/vault.ts';
import type { Answer, Item, Reply, RunningVault } from '../../support/vault.ts';

const ADMIN = user(['vault-admins'], 'acme', 'admin-1');
const PAN = '4111111111111111';

interface Rotation {
  readonly keyVersion: string;
  readonly rotatedAt: string;
  readonly usedByAllFrom: string;
}

describe('the rotation of branch keys', () => {
  let vault: RunningVault;
  let admin: Answer;

  beforeAll(async () => {
    vault = await runVault();
    admin = vault.startKeyAdmin();
  });
  afterAll(() => vault.stop());
  afterEach(() => {
    vault.dynamodbWire.decide(null);
  });

  const rotate = (key: string | null = null, by = admin, as = ADMIN): Promise<Reply> =>
    ask(by, 'rotateKeys', as, { input: { idempotencyKey: key } });
  const rotated = async (...rest: Parameters<typeof rotate>): Promise<Rotation> => {
    const { data, error } = await rotate(...rest);
    if (error !== undefined) throw new Error(error.code);
    return data as Rotation;
  };
  const rowsOf = async (tenant = 'acme'): Promise<Item[]> =>
    (await vault.items('KEY_STORE_TABLE')).filter(
      (row) => row['branch-key-id']?.S === `tenant/${tenant}`,
    );
  const versions = async (tenant = 'acme') =>
    (await rowsOf(tenant)).filter(({ type }) => type?.S?.startsWith('branch:version:'));
  const activeVersion = async () =>
    (await rowsOf())
      .find(({ type }) => type?.S === 'branch:ACTIVE')
      ?.version?.S?.replace('branch:version:', '');
  const tokenize = async (by: Answer, more: object = {}): Promise<string> => {
    const input = { dataClass: 'PAN', plaintext: PAN, deterministic: false, ...more };
    const { data, error } = await ask(by, 'tokenize', TOKENIZER, { input });
    if (error !== undefined) throw new Error(error.code);
    return (data as { token: string }).token;
  };
  const release = (by: Answer, token: string) =>
    ask(by, 'release', PAYMENT, { token, purpose: 'PAYMENT' });
  /** A message names its branch key's version by the bytes of its UUID. */
  const isUnder = async (token: string, { keyVersion }: Pick<Rotation, 'keyVersion'>) => {
    const record = (await vault.items('VAULT_TABLE')).find(({ pk }) => pk?.S?.endsWith(token));
    const uuid = Buffer.from(keyVersion.replaceAll('-', ''), 'hex');
    return Buffer.from(record?.ciphertext?.B ?? []).includes(uuid);
  };

  test('makes one new version, which it answers with the time from which all use it', async () => {
    const before = await versions();
    const made = await rotated();
    expect((await versions()).length).toBe(before.length + 1);
    expect(made.keyVersion).toBe(await activeVersion());
    const life = Date.parse(made.usedByAllFrom) - Date.parse(made.rotatedAt);
    expect(life).toBe((300 + 20) * 1000);
    expect(await versions('globex')).toHaveLength(1);
  });

  test('has writers use it once the life of a key is over, and keeps old values readable', async () => {
    const answer = vault.start({}, { BRANCH_KEY_TTL_SECONDS: '1' });
    const before = { keyVersion: (await activeVersion()) ?? '' };
    const old = await tokenize(answer);
    const made = await rotated();
    expect(await isUnder(old, before)).toBe(true);
    await sleep(1100);
    const fresh = await tokenize(answer);
    expect([await isUnder(fresh, made), await isUnder(fresh, before)]).toEqual([true, false]);
    for (const by of [answer, vault.start()]) {
      for (const token of [old, fresh]) expect(await release(by, token)).toEqual({ data: PAN });
    }
  });

  test('leaves fingerprints as they are: a deterministic token stays the same', async () => {
    const value = { dataClass: 'EMAIL', plaintext: 'rotation@example.org', deterministic: true };
    const token = await tokenize(vault.start(), value);
    await rotated();
    await rotated();
    expect(await tokenize(vault.start(), value)).toBe(token);
    const asked = { dataClass: 'EMAIL', plaintext: value.plaintext, purpose: 'PAYMENT' };
    const known = await ask(vault.start(), 'knownToken', PAYMENT, asked);
    expect(known.data).toMatchObject({ token });
  });

  test('never makes a second version for a repeated request, whatever came in between', async () => {
    const first = await rotated('once');
    const later = await rotated();
    const count = (await versions()).length;
    expect(await rotated('once')).toEqual(first);
    expect(await rotated('once', vault.startKeyAdmin())).toEqual(first);
    expect((await versions()).length).toBe(count);
    expect(await activeVersion()).toBe(later.keyVersion);
  });

  test('makes one version for rivals with one key, and at most one each for others', async () => {
    const count = (await versions()).length;
    const same = await Promise.all(
      Array.from({ length: 6 }, () => rotated('rivals', vault.startKeyAdmin())),
    );
    expect(new Set(same.map(({ keyVersion }) => keyVersion)).size).toBe(1);
    expect((await versions()).length).toBe(count + 1);
    const others = await Promise.all(
      Array.from({ length: 4 }, () => rotated(null, vault.startKeyAdmin())),
    );
    const known = (await versions()).map(({ type }) => type?.S?.replace('branch:version:', ''));
    for (const { keyVersion } of others) expect(known).toContain(keyVersion);
    const made = known.length - count - 1;
    expect(made).toBeGreaterThanOrEqual(1);
    expect(made).toBeLessThanOrEqual(4);
    expect(await tokenize(vault.start())).toMatch(/^tok_/);
  });

  test('killed after any of its writes, a retry makes no further version', async () => {
    for (let count = 1; count <= 4; count += 1) {
      const [before, key] = [(await versions()).length, `killed-${count}`];
      const doomed = vault.startKeyAdmin();
      await ask(doomed, 'tenants', ADMIN, { limit: 1 });
      let writes = 0;
      vault.dynamodbWire.decide(({ operation }) => {
        if (writes >= count) return 'cut';
        if (!['PutItem', 'TransactWriteItems'].includes(operation)) return 'pass';
        writes += 1;
        return writes === count ? 'lose-answer' : 'pass';
      });
      await rotate(key, doomed);
      vault.dynamodbWire.decide(null);
      await rotated(key);
      expect((await versions()).length).toBe(before + 1);
    }
  }, 60_000);

  test('takes a lost answer for the success it was', async () => {
    const before = (await versions()).length;
    let lost = 0;
    vault.dynamodbWire.decide(({ operation }) =>
      operation === 'TransactWriteItems' && lost++ === 0 ? 'lose-answer' : 'pass',
    );
    await rotated();
    expect(lost).toBeGreaterThan(1);
    expect((await versions()).length).toBe(before + 1);
  });

  test.each(['tokenizers', 'support', 'payment-staff', 'approvers', 'auditors'])(
    'is not for %s',
    async (group) => {
      const before = (await versions()).length;
      const reply = await rotate(null, admin, user([group], 'acme', 'other-1'));
      expect(reply.error?.code).toBe('NOT_AUTHORIZED');
      expect((await versions()).length).toBe(before);
    },
  );

  test('asks KMS for no key in the clear but the beacon key', async () => {
    const fresh = vault.startKeyAdmin();
    vault.kmsWire.clear();
    await rotated(null, fresh);
    const decrypted = vault.kmsWire.passages
      .filter(({ operation }) => operation === 'Decrypt')
      .map(
        ({ body }) =>
          (JSON.parse(body) as { EncryptionContext: { type: string } }).EncryptionContext.type,
      );
    expect(decrypted).toEqual(['beacon:ACTIVE']);
    const others = vault.kmsWire.passages.filter(({ operation }) => operation !== 'Decrypt');
    expect(others.map(({ operation }) => operation)).toEqual([
      'ReEncrypt',
      'GenerateDataKeyWithoutPlaintext',
      'ReEncrypt',
    ]);
  });

  test('of the root key in KMS disturbs nothing', async () => {
    const token = await tokenize(vault.start());
    await vault.kms.send(new RotateKeyOnDemandCommand({ KeyId: vault.env.ROOT_KEY_ARN }));
    expect(await release(vault.start(), token)).toEqual({ data: PAN });
    const made = await rotated();
    const after = await tokenize(vault.start());
    expect(await isUnder(after, made)).toBe(true);
    for (const one of [token, after]) {
      expect(await release(vault.start(), one)).toEqual({ data: PAN });
    }
  });
});

describe('fingerprint keys', () => {
  let vault: RunningVault;
  beforeAll(async () => {
    vault = await runVault();
  });
  afterAll(() => vault.stop());

  test('show no equality across tenants, classes and formats to who reads the table', async () => {
    const value = '4000056655665556';
    const answer = vault.start();
    const make = (tenant: string, input: object) =>
      ask(answer, 'tokenize', user(['tokenizers'], tenant), {
        input: { plaintext: value, deterministic: true, ...input },
      });
    const made = [
      await make('acme', { dataClass: 'PAN' }),
      await make('globex', { dataClass: 'PAN' }),
      await make('acme', { dataClass: 'PAN', format: 'UUID' }),
      await make('acme', { dataClass: 'BANK_ACCOUNT' }),
      await make('globex', { dataClass: 'BANK_ACCOUNT' }),
    ];
    expect(made.map(({ error }) => error?.code)).toEqual(Array(5).fill(undefined));
    const keys = (await vault.items('VAULT_TABLE'))
      .map(({ pk }) => pk?.S ?? '')
      .filter((key) => key.includes('#fingerprint#'));
    const macs = keys.map((key) => key.slice(key.lastIndexOf('#') + 1));
    expect(keys).toHaveLength(5);
    expect(new Set(macs).size).toBe(5);
    for (const mac of macs) expect(Buffer.from(mac, 'base64url')).toHaveLength(32);
  });
});
