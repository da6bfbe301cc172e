/* eslint-disable max-lines -- One tenant's life, whose steps build on one another. */
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { GetPublicKeyCommand } from '@aws-sdk/client-kms';

import { checkReceipt } from '../../../tools/receipt-check.ts';
import { ask, runVault, user } from '../../support/vault.ts';
import type { Answer, Item, Reply, RunningVault } from '../../support/vault.ts';

const OPERATOR = user(['vault-admins'], 'acme', 'operator-1');
const DAY_MS = 86_400_000;
const EVERY_GROUP = ['tokenizers', 'support', 'payment-staff', 'vault-admins'];

describe('the administration of tenants', () => {
  let vault: RunningVault;
  let admin: Answer;
  let answer: Answer;

  beforeAll(async () => {
    vault = await runVault();
    [admin, answer] = [vault.startKeyAdmin(), vault.start()];
  });
  afterAll(() => vault.stop());
  afterEach(() => {
    vault.dynamodbWire.decide(null);
    vault.kmsWire.decide(null);
  });

  type TenantOperation = 'createTenant' | 'eraseTenant';
  const change = (
    operation: TenantOperation,
    tenant: string,
    more: { key?: string; by?: Answer; as?: ReturnType<typeof user> } = {},
  ): Promise<Reply> => {
    const input = { tenant, idempotencyKey: more.key ?? null };
    return ask(more.by ?? admin, operation, more.as ?? OPERATOR, { input });
  };
  const list = async (received: object = {}): Promise<Reply> =>
    ask(admin, 'tenants', OPERATOR, received);
  const rowsOf = async (tenant: string): Promise<Item[]> =>
    (await vault.items('KEY_STORE_TABLE')).filter(
      (row) => row['branch-key-id']?.S === `tenant/${tenant}`,
    );
  const tokenize = (tenant: string, by = answer) =>
    ask(by, 'tokenize', user(['tokenizers'], tenant), {
      input: { dataClass: 'TEXT', plaintext: 'note' },
    });
  const eventsOf = async (operation: string): Promise<Item[]> =>
    (await vault.items('AUDIT_TABLE'))
      .filter((event) => event.operation?.S === operation)
      .sort((a, b) => (String(a.sk?.S) < String(b.sk?.S) ? -1 : 1));
  const publicKey = async () => {
    const input = { KeyId: vault.env.RECEIPT_KEY_ARN };
    const { PublicKey } = await vault.kms.send(new GetPublicKeyCommand(input));
    return Buffer.from(PublicKey ?? []);
  };

  test('makes a tenant, whose callers may do nothing before and everything after', async () => {
    expect((await tokenize('initech')).error?.code).toBe('TENANT_REQUIRED');
    const { data } = await change('createTenant', 'initech');
    expect(data).toMatchObject({ name: 'initech', state: 'ACTIVE' });
    expect(await tokenize('initech')).toHaveProperty('data.token');
    const again = await change('createTenant', 'initech', { key: 'again' });
    expect(again.data).toEqual(data);
    expect(await rowsOf('initech')).toHaveLength(3);
  });

  test('makes one key, however many ask at once', async () => {
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => change('createTenant', 'hooli')),
    );
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
    expect(await rowsOf('hooli')).toHaveLength(3);
  });

  test('holds a request to its idempotency key', async () => {
    expect(await change('createTenant', 'stark', { key: 'one' })).toHaveProperty('data');
    expect(await change('createTenant', 'stark', { key: 'one' })).toHaveProperty('data');
    expect((await change('createTenant', 'wayne', { key: 'one' })).error?.code).toBe(
      'IDEMPOTENCY_CONFLICT',
    );
    expect(await rowsOf('wayne')).toEqual([]);
  });

  describe('is refused, and that is recorded,', () => {
    const refused = async (
      operation: TenantOperation | 'tenants',
      as: ReturnType<typeof user>,
      by = admin,
    ) => {
      const before = (await eventsOf(operation)).length;
      const input = { tenant: 'globex', idempotencyKey: null };
      const reply = await ask(by, operation, as, operation === 'tenants' ? {} : { input });
      const events = (await eventsOf(operation)).slice(before);
      expect(events.map(({ kind }) => kind?.S)).toEqual(['ATTEMPT', 'OUTCOME']);
      expect(events[1]?.code?.S).toBe(reply.error?.code);
      return reply.error?.code;
    };

    test.each(['createTenant', 'eraseTenant', 'tenants'] as const)(
      'to everyone but administrators of the operator: %s',
      async (operation) => {
        const others = [
          user(['vault-admins'], 'globex'),
          user(EVERY_GROUP, 'globex'),
          user(['tokenizers', 'auditors'], 'acme'),
        ];
        for (const one of others) expect(await refused(operation, one)).toBe('NOT_AUTHORIZED');
        expect(await rowsOf('globex')).toHaveLength(3);
      },
    );

    test('to all where no operator is configured', async () => {
      const env = Object.fromEntries(
        Object.entries(vault.env).filter(([name]) => name !== 'OPERATOR_TENANT'),
      );
      const without = vault.startKeyAdmin({}, { ...env, OPERATOR_TENANT: undefined as never });
      expect(await refused('eraseTenant', OPERATOR, without)).toBe('NOT_AUTHORIZED');
    });
  });

  test.each(['', 'A', 'acme#', '_system', 'a'.repeat(64), null, 7, { S: 'x' }, ['globex']])(
    'takes nothing but a name for one: %j',
    async (tenant) => {
      for (const operation of ['createTenant', 'eraseTenant'] as const) {
        expect((await change(operation, tenant as string)).error?.code).toBe('INVALID_INPUT');
      }
    },
  );

  test("is not the vault's, nor the vault's operations its own", async () => {
    const input = { tenant: 'globex' };
    const asked = await ask(answer, 'eraseTenant', OPERATOR, { input });
    expect(asked.error?.code).toBe('INVALID_INPUT');
    const tokenizing = { input: { dataClass: 'TEXT', plaintext: 'x' } };
    const other = await ask(admin, 'tokenize', user(['tokenizers']), tokenizing);
    expect(other.error?.code).toBe('INVALID_INPUT');
    const disguised = { operation: 'createBranchKey', tenant: 'sneaky', identity: OPERATOR };
    expect(await admin(disguised, 'request-1')).toMatchObject({ error: { code: 'INVALID_INPUT' } });
    expect(await rowsOf('sneaky')).toEqual([]);
  });

  test('lists every tenant once, page by page, by cursors that nobody can make up', async () => {
    const names: string[] = [];
    let nextToken: string | null = null;
    do {
      const { data } = await list({ limit: 2, nextToken });
      const page = data as { items: { name: string }[]; nextToken: string | null };
      expect(page.items.length).toBeLessThanOrEqual(2);
      names.push(...page.items.map(({ name }) => name));
      nextToken = page.nextToken;
    } while (nextToken !== null);
    const all = (await vault.items('KEY_STORE_TABLE'))
      .filter(({ type }) => type?.S === 'beacon:ACTIVE')
      .map((row) => String(row['branch-key-id']?.S).slice('tenant/'.length));
    expect(names.sort()).toEqual(all.sort());
    const { data } = await list({ limit: 1 });
    const cursor = (data as { nextToken: string }).nextToken;
    const forged = Buffer.concat([
      Buffer.from(cursor, 'base64url').subarray(0, 32),
      Buffer.from('globex'),
    ]).toString('base64url');
    for (const wrong of ['x', forged, `${cursor}AA`, 'A'.repeat(201)]) {
      expect((await list({ nextToken: wrong })).error?.code).toBe('INVALID_INPUT');
    }
    for (const limit of [0, 101, -1, 1.5, '5']) {
      expect((await list({ limit })).error?.code).toBe('INVALID_INPUT');
    }
  });

  test('writes down a name only once it is one of ours', async () => {
    await change('eraseTenant', 'nobody-at-all');
    await change('createTenant', 'cyberdyne');
    const [attempt, outcome] = (await eventsOf('createTenant')).slice(-2);
    expect(JSON.stringify(attempt)).not.toContain('cyberdyne');
    expect(attempt?.items?.L?.[0]?.M).toEqual({ askedMac: expect.anything() as unknown });
    expect(outcome?.items?.L?.[0]?.M).toEqual({ tenant: { S: 'cyberdyne' }, code: { S: 'OK' } });
    expect(JSON.stringify(await eventsOf('eraseTenant'))).not.toContain('nobody-at-all');
  });

  describe('erases a tenant:', () => {
    const make = async (tenant: string): Promise<string> => {
      await change('createTenant', tenant);
      const { data } = await tokenize(tenant);
      return (data as { token: string }).token;
    };
    const everything = (tenant: string, token: string, by = answer) => {
      const caller = user(EVERY_GROUP, tenant);
      const input = { token, purpose: 'LEGAL' };
      return Promise.all([
        tokenize(tenant, by),
        ask(by, 'tokenizeBatch', caller, { inputs: [] }),
        ask(by, 'release', caller, input),
        ask(by, 'release', caller, { token: 'short', purpose: 'LEGAL' }),
        ask(by, 'detokenize', caller, { input }),
        ask(by, 'token', user(['auditors'], tenant), { token }),
        ask(by, 'knownToken', caller, { dataClass: 'PAN', plaintext: '1', purpose: 'PAYMENT' }),
        ask(by, 'revokeToken', caller, { input: { token } }),
        ask(by, 'eraseToken', caller, { input: { token } }),
        ask(by, 'me', caller, {}),
        ask(admin, 'rotateKeys', caller, { input: {} }),
        ask(admin, 'createTenant', caller, { input: { tenant: 'x1' } }),
      ]);
    };
    const expectRefused = (replies: readonly Reply[]) => {
      expect(new Set(replies.map(({ error }) => error?.code))).toEqual(
        new Set(['TENANT_REQUIRED']),
      );
    };

    test('warm and cold, everything of it is refused, as if it had never been', async () => {
      const token = await make('erased-1');
      expect((await change('eraseTenant', 'erased-1')).data).toMatchObject({ tenant: 'erased-1' });
      expectRefused(await everything('erased-1', token));
      expectRefused(await everything('erased-1', token, vault.start()));
      expect(await rowsOf('erased-1')).toEqual([]);
      const { data } = await list();
      expect(JSON.stringify(data)).not.toContain('erased-1');
    });

    test('refusals of warm callers are recorded with what lies behind them', async () => {
      const token = await make('erased-2');
      await change('eraseTenant', 'erased-2');
      await ask(answer, 'token', user(['tokenizers'], 'erased-2'), { token });
      const [, outcome] = (await eventsOf('token')).slice(-2);
      expect(outcome).toMatchObject({ tenant: { S: 'erased-2' }, code: { S: 'TENANT_REQUIRED' } });
      expect(outcome?.items?.L?.[0]?.M?.finding?.S).toBe('TENANT_ERASED');
    });

    test('the receipt states both times, is checked offline, and stays the same', async () => {
      await make('erased-3');
      const before = Date.now();
      const [first, ...others] = await Promise.all([
        change('eraseTenant', 'erased-3', { key: 'a' }),
        change('eraseTenant', 'erased-3', { key: 'b' }),
        change('eraseTenant', 'erased-3'),
      ]);
      expect(others).toEqual([first, first]);
      expect(await change('eraseTenant', 'erased-3')).toEqual(first);
      const receipt = first.data as Record<string, string>;
      const check = checkReceipt(
        JSON.stringify({ data: { eraseTenant: receipt } }),
        await publicKey(),
      );
      expect(check).toMatchObject({ isGenuine: true, stated: { tenant: 'erased-3' } });
      const [since = '', from = ''] = [receipt.inaccessibleSince, receipt.irrecoverableFrom];
      expect(Date.parse(since)).toBeGreaterThanOrEqual(before);
      expect(Date.parse(from) - Date.parse(since)).toBe(35 * DAY_MS);
      const renamed = JSON.stringify({ ...receipt, tenant: 'globex' });
      expect(checkReceipt(renamed, await publicKey()).isGenuine).toBe(false);
      const asToken = JSON.stringify({ ...receipt, tenant: undefined, token: 'erased-3' });
      expect(checkReceipt(asToken, await publicKey()).isGenuine).toBe(false);
    });

    test('the name is given to nobody again, not by a deployment either', async () => {
      await make('erased-4');
      await change('eraseTenant', 'erased-4');
      expect((await change('createTenant', 'erased-4')).error?.code).toBe('TENANT_ERASED');
      expect(await vault.createTenant('erased-4')).toMatchObject({
        error: { code: 'TENANT_ERASED' },
      });
      expect(await rowsOf('erased-4')).toEqual([]);
    });

    test('all versions go, also one that is made at that moment', async () => {
      await make('erased-5');
      const own = user(['vault-admins'], 'erased-5');
      await ask(admin, 'rotateKeys', own, { input: {} });
      const rotating = Array.from({ length: 3 }, () =>
        ask(vault.startKeyAdmin(), 'rotateKeys', own, { input: {} }),
      );
      const [erased] = await Promise.all([change('eraseTenant', 'erased-5'), ...rotating]);
      expect(erased).toHaveProperty('data.signature');
      expect(await rowsOf('erased-5')).toEqual([]);
    });

    test("neither the operator's own nor one that is none", async () => {
      expect((await change('eraseTenant', 'acme')).error?.code).toBe('INVALID_INPUT');
      expect((await change('eraseTenant', 'nobody-here')).error?.code).toBe('TENANT_NOT_FOUND');
      expect(await rowsOf('acme')).toHaveLength(3);
    });

    test('killed after any of its writes or its signature, a retry finishes', async () => {
      for (let count = 1; count <= 7; count += 1) {
        const name = `killed-${count}`;
        const token = await make(name);
        const doomed = vault.startKeyAdmin();
        await ask(doomed, 'tenants', OPERATOR, { limit: 1 });
        let writes = 0;
        vault.dynamodbWire.decide(({ operation }) => {
          if (writes >= count) return 'cut';
          if (!['PutItem', 'UpdateItem', 'DeleteItem'].includes(operation)) return 'pass';
          writes += 1;
          return writes === count ? 'lose-answer' : 'pass';
        });
        const died = await change('eraseTenant', name, { by: doomed });
        vault.dynamodbWire.decide(null);
        expect(died).not.toHaveProperty('data');
        if (count >= 2) expectRefused(await everything(name, token));
        expect(await change('eraseTenant', name)).toHaveProperty('data.signature');
        expect(await rowsOf(name)).toEqual([]);
      }
      await make('unsigned');
      vault.kmsWire.decide(({ operation }) =>
        operation === 'Sign' ? { status: 400, type: 'DisabledException' } : 'pass',
      );
      const unsigned = await change('eraseTenant', 'unsigned');
      expect(unsigned.error?.code).toBe('TEMPORARILY_UNAVAILABLE');
      vault.kmsWire.decide(null);
      expect(await change('eraseTenant', 'unsigned')).toHaveProperty('data.signature');
    }, 60_000);
  });

  test('shows who is disabled', async () => {
    await change('createTenant', 'paused');
    await vault.dynamodb.send(
      new UpdateItemCommand({
        TableName: 'control',
        Key: { pk: { S: 'paused#tenant' } },
        UpdateExpression: 'SET disabled = :yes',
        ExpressionAttributeValues: { ':yes': { BOOL: true } },
      }),
    );
    const { data } = await list();
    const { items } = data as { items: { name: string; state: string }[] };
    expect(items.find(({ name }) => name === 'paused')?.state).toBe('DISABLED');
    expect((await tokenize('paused')).error?.code).toBe('NOT_AUTHORIZED');
    expect((await change('eraseTenant', 'paused')).data).toMatchObject({ tenant: 'paused' });
    expect((await tokenize('paused')).error?.code).toBe('TENANT_REQUIRED');
  });

  test('under an outage of the control table, nothing is done for anyone', async () => {
    vault.dynamodbWire.decide(({ operation, body }) =>
      operation === 'BatchGetItem' && body.includes('#tenant"')
        ? { status: 500, type: 'InternalServerError' }
        : 'pass',
    );
    const before = (await vault.items('VAULT_TABLE')).length;
    expect((await tokenize('acme')).error?.code).toBe('TEMPORARILY_UNAVAILABLE');
    vault.dynamodbWire.decide(null);
    expect((await vault.items('VAULT_TABLE')).length).toBe(before);
  });
});
