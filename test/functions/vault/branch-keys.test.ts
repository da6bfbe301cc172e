import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DisableKeyCommand, EnableKeyCommand } from '@aws-sdk/client-kms';
import { setTimeout as sleep } from 'node:timers/promises';

import { branchKeyIdOf } from '../../../functions/vault/branch-keys.ts';
import { createEnvelope } from '../../../functions/vault/envelope.ts';
import type { Tenant } from '../../../functions/vault/identity.ts';
import { createTenantKeys } from '../../../functions/vault/keys.ts';
import { Plaintext } from '../../../functions/vault/plaintext.ts';
import { PAYMENT, ask, runVault, tokenized, user } from '../../support/vault.ts';
import type { Answer, RunningVault } from '../../support/vault.ts';
import { KINDS, keyStoreOf, newBranchKeys, rotate } from './envelopes.ts';

const REQUESTS = 100;

const keyReads = ({ dynamodbWire }: RunningVault) =>
  dynamodbWire.passages.filter(
    ({ operation, body }) => operation === 'GetItem' && body.includes('"keys"'),
  ).length;

describe.each(KINDS)('branch keys, with the %s envelope,', (kind) => {
  let vault: RunningVault;

  beforeAll(async () => {
    vault = await runVault({ ENVELOPE: kind });
  });
  afterAll(() => vault.stop());

  const release = (answer: Answer, token: string) =>
    ask(answer, 'release', PAYMENT, { token, purpose: 'PAYMENT' });

  test('are loaded again after their life, and not before', async () => {
    const answer = vault.start({}, { BRANCH_KEY_TTL_SECONDS: '1' });
    await tokenized(answer, 'TEXT', 'first');
    vault.kmsWire.clear();
    await tokenized(answer, 'TEXT', 'second');
    expect(vault.kmsWire.count('Decrypt')).toBe(0);
    await sleep(1100);
    const { token } = await tokenized(answer, 'TEXT', 'third');
    expect(vault.kmsWire.count('Decrypt')).toBe(2);
    const asked = { token, purpose: 'LEGAL' };
    expect(await ask(vault.start(), 'release', PAYMENT, asked)).toEqual({ data: 'third' });
  });

  test('that are rotated open old values and new ones, with the same MAC keys', async () => {
    const before = await tokenized(vault.start(), 'PAN', '4111111111111111');
    await rotate(vault, branchKeyIdOf('acme'));
    const answer = vault.start();
    const after = await tokenized(answer, 'PAN', '5555555555554444');
    expect(await release(answer, before.token)).toEqual({ data: '4111111111111111' });
    expect(await release(answer, after.token)).toEqual({ data: '5555555555554444' });
  });

  test('under a disabled root key are no reason to call a token unknown', async () => {
    const { token } = await tokenized(vault.start(), 'PAN', '4111111111111111');
    const warm = vault.start();
    await ask(warm, 'me', PAYMENT, {});
    const key = { KeyId: vault.env.ROOT_KEY_ARN };
    await vault.kms.send(new DisableKeyCommand(key));
    const unavailable = { error: { code: 'TEMPORARILY_UNAVAILABLE' } };
    // Warm, its MAC keys are known, so the decryption itself meets the disabled key.
    expect(await release(warm, token)).toMatchObject(unavailable);
    expect(await release(vault.start(), token)).toMatchObject(unavailable);
    await vault.kms.send(new EnableKeyCommand(key));
    expect(await release(warm, token)).toEqual({ data: '4111111111111111' });
  });

  test('of a tenant are bound to its name', async () => {
    const Key = { 'branch-key-id': { S: 'tenant/acme' }, type: { S: 'beacon:ACTIVE' } };
    const { Item } = await vault.dynamodb.send(new GetItemCommand({ TableName: 'keys', Key }));
    expect(Item?.['aws-crypto-ec:tenant']).toEqual({ S: 'acme' });
  });

  test.each([
    ['beacon:ACTIVE', 'tokenize', 'INTERNAL'],
    ['branch:ACTIVE', 'tokenize', 'INTERNAL'],
    ['branch:version', 'release', 'TOKEN_NOT_FOUND'],
  ] as const)(
    'in a changed row %s are refused, and counted as tampering',
    async (row, operation, code) => {
      await vault.createTenant('hooli');
      const caller = user(['tokenizers', 'payment-staff'], 'hooli');
      const input = { dataClass: 'TEXT', plaintext: 'note' };
      const made = await ask(vault.start(), 'tokenize', caller, { input });
      const { token } = made.data as { token: string };
      const rows = await vault.items('KEY_STORE_TABLE');
      const found = rows.find(
        (item) => item['branch-key-id']?.S === 'tenant/hooli' && item.type?.S?.startsWith(row),
      );
      const changed = { ...found, 'create-time': { S: '2020-01-01T00:00:00.000000Z' } };
      await vault.dynamodb.send(new PutItemCommand({ TableName: 'keys', Item: changed }));
      vault.lines.length = 0;
      const received = { input, token, purpose: 'LEGAL' };
      expect(await ask(vault.start(), operation, caller, received)).toMatchObject({
        error: { code },
      });
      expect(vault.lines.join()).toContain('"Tampering":1');
      await vault.dynamodb.send(new PutItemCommand({ TableName: 'keys', Item: found }));
    },
  );

  test('are made when a tenant is: before that it is none of ours', async () => {
    const answer = vault.start();
    const stranger = user(['tokenizers'], 'initech');
    const input = { dataClass: 'TEXT', plaintext: 'note' };
    expect(await ask(answer, 'tokenize', stranger, { input })).toMatchObject({
      error: { code: 'TENANT_REQUIRED' },
    });
    await vault.createTenant('initech');
    expect(await ask(answer, 'tokenize', stranger, { input })).toHaveProperty('data.token');
  });
});

describe('branch keys under a storm', () => {
  let vault: RunningVault;

  beforeAll(async () => {
    vault = await runVault();
  });
  afterAll(() => vault.stop());

  // With clients that do not lose patience with a busy machine: retries would be counted.
  const newProcess = () => ({
    envelope: createEnvelope('one-shot', newBranchKeys(vault)),
    tenantKeys: createTenantKeys(keyStoreOf(vault), 60),
  });

  /** What 1,000 requests at once cost at the wire, spread evenly over the tenants. */
  const storm = async (tenants: readonly string[]) => {
    const places = Array.from({ length: 1000 }, (_, at) => tenants[at % tenants.length] as Tenant);
    const context = { token: 'tok_1' };
    const plaintext = new Plaintext('4111111111111111');
    const cost = async <Result>(request: (tenant: Tenant, at: number) => Promise<Result>) => {
      vault.kmsWire.clear();
      vault.dynamodbWire.clear();
      const results = await Promise.all(places.map(request));
      return { results, decrypts: vault.kmsWire.count('Decrypt'), reads: keyReads(vault) };
    };
    const [writer, reader] = [newProcess(), newProcess()];
    const sealing = await cost(async (tenant) => {
      expect(await writer.tenantKeys(tenant)).not.toBeNull();
      return writer.envelope.seal(tenant, context, plaintext);
    });
    const opening = await cost(async (tenant, at) => {
      expect(await reader.tenantKeys(tenant)).not.toBeNull();
      const sealed = sealing.results[at] ?? new Uint8Array();
      return (await reader.envelope.open(tenant, context, sealed)).expose();
    });
    expect(new Set(opening.results)).toEqual(new Set(['4111111111111111']));
    return [sealing, opening].map(({ decrypts, reads }) => ({ decrypts, reads }));
  };

  test('are loaded once per row, however many requests a cold vault meets at once', async () => {
    vault.kmsWire.clear();
    vault.dynamodbWire.clear();
    const writer = vault.start();
    const notes = Array.from({ length: REQUESTS }, (_, at) => `note ${at}`);
    const made = await Promise.all(notes.map((note) => tokenized(writer, 'TEXT', note)));
    // The beacon key and the active branch key.
    expect(vault.kmsWire.count('Decrypt')).toBe(2);
    expect(keyReads(vault)).toBe(2);

    vault.kmsWire.clear();
    const reader = vault.start();
    const asked = made.map(({ token }) => ({ token, purpose: 'LEGAL' }));
    const released = await Promise.all(asked.map((one) => ask(reader, 'release', PAYMENT, one)));
    expect(released).toEqual(notes.map((note) => ({ data: note })));
    // The beacon key and the one version.
    expect(vault.kmsWire.count('Decrypt')).toBe(2);
  });

  test('are loaded once per row when 1,000 requests meet one cold tenant', async () => {
    // The beacon key and the active branch key; then the beacon key and the one version.
    expect(await storm(['acme'])).toEqual(Array(2).fill({ decrypts: 2, reads: 2 }));
  });

  test('are loaded once per row and tenant when 1,000 requests meet twenty', async () => {
    const tenants = Array.from({ length: 20 }, (_, at) => `tenant-${at}`);
    for (const tenant of tenants) await vault.createTenant(tenant);
    expect(await storm(tenants)).toEqual(Array(2).fill({ decrypts: 40, reads: 40 }));
  });
});
