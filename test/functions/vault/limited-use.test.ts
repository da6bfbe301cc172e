import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';

import { SECURE_RANDOM } from '../../../functions/vault/random.ts';
import { expectExactly, rival } from '../../support/rivals.ts';
import { PAYMENT, TOKENIZER, ask, runVault, user } from '../../support/vault.ts';
import type { Answer, Reply, RunningVault } from '../../support/vault.ts';

const PAN = '4111111111111111';
const ADMIN = user(['vault-admins'], 'acme', 'admin-1');

function count(replies: readonly Reply[], code: string | null): number {
  return replies.filter(({ error }) => (error?.code ?? null) === code).length;
}

describe('a token with limited uses', () => {
  let vault: RunningVault;
  let answer: Answer;

  beforeAll(async () => {
    vault = await runVault();
    answer = vault.start();
  });
  afterAll(() => vault.stop());
  afterEach(() => {
    vault.dynamodbWire.decide(null);
  });

  const make = async (more: object, dataClass = 'PAN', plaintext = PAN): Promise<string> => {
    const input = { dataClass, plaintext, ...more };
    const { data, error } = await ask(answer, 'tokenize', TOKENIZER, { input });
    if (error !== undefined) throw new Error(error.code);
    return (data as { token: string }).token;
  };
  const release = (token: string, by: Answer = answer) =>
    ask(by, 'release', PAYMENT, { token, purpose: 'PAYMENT' });
  const view = async (token: string) =>
    (await ask(answer, 'token', TOKENIZER, { token })).data as Record<string, unknown>;

  test.each([1, 7])('of %i is released exactly so often by 100 at once', async (maxUses) => {
    const token = await make({ maxUses });
    // Several processes at once: only the table stands between them.
    const processes = [answer, vault.start(), vault.start(), vault.start()];
    const rivalry = await rival(100, (index) => release(token, processes[index % 4]));
    expect(rivalry.refused).toEqual(['ALREADY_USED']);
    expectExactly(maxUses, rivalry);
    expect(await view(token)).toMatchObject({ maxUses, usesLeft: 0, state: 'ACTIVE' });
    const asked = { input: { token, purpose: 'PAYMENT' } };
    expect((await ask(answer, 'detokenize', PAYMENT, asked)).error?.code).toBe('ALREADY_USED');
  });

  test('shows how many uses are left, and showing takes none', async () => {
    const token = await make({ maxUses: 3 });
    expect(await view(token)).toMatchObject({ maxUses: 3, usesLeft: 3 });
    await release(token);
    await ask(answer, 'detokenize', PAYMENT, { input: { token, purpose: 'PAYMENT' } });
    expect(await view(token)).toMatchObject({ maxUses: 3, usesLeft: 2 });
  });

  test('serves the first items of a batch that names it too often', async () => {
    const token = await make({ maxUses: 2 });
    const origin = { sourceIp: [] };
    const one = { operation: 'release', identity: PAYMENT, origin };
    const events = [1, 2, 3].map(() => ({ ...one, arguments: { token, purpose: 'PAYMENT' } }));
    const replies = (await answer(events, 'request-1')) as Reply[];
    expect(replies.map(({ error }) => error?.code)).toEqual([undefined, undefined, 'ALREADY_USED']);
  });

  test('loses one use, not two, if the answer to the write is lost and the SDK repeats it', async () => {
    const token = await make({ maxUses: 5 });
    let lost = 0;
    vault.dynamodbWire.decide(({ operation, body }) => {
      if (operation !== 'PutItem' || !body.includes('acme#token#')) return 'pass';
      lost += 1;
      return lost === 1 ? 'lose-answer' : 'pass';
    });
    expect(await release(token)).toEqual({ data: PAN });
    expect(lost).toBe(2);
    expect(await view(token)).toMatchObject({ usesLeft: 4 });
  });

  test('loses its only use for the release that took it, if the repetition meets another write', async () => {
    const token = await make({ maxUses: 1 });
    let writes = 0;
    vault.dynamodbWire.decide(({ operation, body }) => {
      if (operation !== 'PutItem' || !body.includes(`#token#${token}`)) return 'pass';
      writes += 1;
      if (writes === 1) return 'lose-answer';
      return writes === 2 ? { status: 400, type: 'TransactionConflictException' } : 'pass';
    });
    expect(await release(token)).toEqual({ data: PAN });
    expect(writes).toBe(3);
    expect(await view(token)).toMatchObject({ usesLeft: 0 });
  });

  test('takes the use before it decrypts: a failed decryption does not give it back', async () => {
    const token = await make({ maxUses: 1 });
    const cold = vault.start();
    // The MAC keys are loaded; the branch key's own decryption fails.
    await ask(cold, 'token', TOKENIZER, { token });
    vault.kmsWire.decide(() => ({ status: 400, type: 'DisabledException' }));
    expect((await release(token, cold)).error?.code).toBe('TEMPORARILY_UNAVAILABLE');
    vault.kmsWire.decide(null);
    expect((await release(token)).error?.code).toBe('ALREADY_USED');
  });

  test('stops at once when it is revoked, however many release it', async () => {
    const token = await make({ maxUses: 1000 });
    const releases = Promise.all(Array.from({ length: 60 }, () => release(token)));
    const revoked = await ask(answer, 'revokeToken', ADMIN, { input: { token } });
    expect(revoked.data).toMatchObject({ state: 'REVOKED' });
    expect((await release(token)).error?.code).toBe('TOKEN_NOT_FOUND');
    const replies = await releases;
    expect(count(replies, null) + count(replies, 'TOKEN_NOT_FOUND')).toBe(60);
    const { usesLeft } = await view(token);
    // A use may be taken by a release that then finds the token revoked, never the other way round.
    expect(1000 - Number(usesLeft)).toBeGreaterThanOrEqual(count(replies, null));
  });
});

describe('a token with an end', () => {
  let vault: RunningVault;
  const now = { time: Date.parse('2031-05-01T12:00:00.000Z') };
  let answer: Answer;

  beforeAll(async () => {
    vault = await runVault();
    answer = vault.start({ clock: () => new Date(now.time) });
  });
  afterAll(() => vault.stop());

  test('resolves until the last millisecond before and not at the very moment', async () => {
    const expiresAt = '2031-05-01T13:00:00.000Z';
    const input = { dataClass: 'PAN', plaintext: PAN, expiresAt };
    const { data } = await ask(answer, 'tokenize', TOKENIZER, { input });
    const { token } = data as { token: string };
    const asked = { token, purpose: 'PAYMENT' };
    now.time = Date.parse(expiresAt) - 1;
    expect(await ask(answer, 'release', PAYMENT, asked)).toEqual({ data: PAN });
    expect((await ask(answer, 'token', TOKENIZER, { token })).data).toMatchObject({ expiresAt });
    now.time = Date.parse(expiresAt);
    const codes = [
      await ask(answer, 'release', PAYMENT, asked),
      await ask(answer, 'detokenize', PAYMENT, { input: asked }),
      await ask(answer, 'token', TOKENIZER, { token }),
      await ask(answer, 'revokeToken', ADMIN, { input: { token } }),
    ].map(({ error }) => error?.code);
    expect(new Set(codes)).toEqual(new Set(['TOKEN_NOT_FOUND']));
    const findings = (await vault.items('AUDIT_TABLE'))
      .flatMap(({ items }) => items?.L ?? [])
      .flatMap(({ M }) => M?.finding?.S ?? []);
    expect(new Set(findings)).toEqual(new Set(['EXPIRED']));
    const erased = await ask(answer, 'eraseToken', ADMIN, { input: { token } });
    expect(erased.data).toMatchObject({ token });
  });

  test('has expired, and nothing else, also where its state was removed before its record', async () => {
    now.time = Date.parse('2031-06-01T12:00:00.000Z');
    const expiresAt = '2031-06-01T13:00:00.000Z';
    const input = { dataClass: 'PAN', plaintext: PAN, expiresAt, maxUses: 2 };
    const { data } = await ask(answer, 'tokenize', TOKENIZER, { input });
    const { token } = data as { token: string };
    const Key = { pk: { S: `acme#token#${token}` } };
    await vault.dynamodb.send(new DeleteItemCommand({ TableName: 'control', Key }));
    const tamperings = () => vault.lines.filter((line) => line.includes('Tampering')).length;
    const before = tamperings();
    await ask(answer, 'token', TOKENIZER, { token });
    expect(tamperings()).toBe(before + 1);
    now.time = Date.parse(expiresAt);
    expect((await ask(answer, 'token', TOKENIZER, { token })).error?.code).toBe('TOKEN_NOT_FOUND');
    expect(tamperings()).toBe(before + 1);
    const erased = await ask(answer, 'eraseToken', ADMIN, { input: { token } });
    expect(erased.data).toMatchObject({ token });
  });

  test.each([{ maxUses: null }, { maxUses: 1 }])(
    'is never drawn again for another value after it has expired (%p)',
    async ({ maxUses }) => {
      now.time = Date.parse('2031-07-01T12:00:00.000Z');
      const digit = maxUses ?? 0;
      const random = { ...SECURE_RANDOM, below: (bound: number) => Math.min(digit, bound - 1) };
      const constant = vault.start({ clock: () => new Date(now.time), random });
      const ssn = { dataClass: 'SSN', format: 'FORMAT_PRESERVING' };
      const expiresAt = '2031-07-01T13:00:00.000Z';
      const first = { ...ssn, plaintext: '123456789', expiresAt, maxUses };
      const { data } = await ask(constant, 'tokenize', TOKENIZER, { input: first });
      const { token } = data as { token: string };
      now.time = Date.parse(expiresAt);
      const Key = { pk: { S: `acme#token#${token}` } };
      await vault.dynamodb.send(new DeleteItemCommand({ TableName: 'vault', Key }));
      const [state] = (await vault.items('CONTROL_TABLE')).filter(({ pk }) => pk?.S === Key.pk.S);
      expect(state?.endsAt).toBeDefined();
      expect(state).not.toHaveProperty('expiresAt');
      const before = vault.lines.length;
      expect((await ask(constant, 'token', TOKENIZER, { token })).error?.code).toBe(
        'TOKEN_NOT_FOUND',
      );
      expect(vault.lines.slice(before).filter((line) => line.includes('Tampering'))).toEqual([]);
      const second = { input: { ...ssn, plaintext: '219099999' } };
      const { error } = await ask(constant, 'tokenize', TOKENIZER, second);
      expect(error?.code).toBe('TOKEN_SPACE_EXHAUSTED');
    },
  );
});
