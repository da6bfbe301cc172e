import { TOKENIZER, ask, runVault, user } from '../../support/vault.ts';
import type { Answer, RunningVault } from '../../support/vault.ts';

const ADMIN = user(['vault-admins'], 'acme', 'admin-1');
const NOT_FOUND = { error: { code: 'TOKEN_NOT_FOUND', message: 'There is no such token.' } };

describe('a card verification code', () => {
  let vault: RunningVault;
  let answer: Answer;

  beforeAll(async () => {
    vault = await runVault();
    answer = vault.start();
  });
  afterAll(() => vault.stop());

  const make = async (): Promise<string> => {
    const input = { dataClass: 'CVC', plaintext: '737' };
    const { data } = await ask(answer, 'tokenize', TOKENIZER, { input });
    return (data as { token: string }).token;
  };

  test('is kept in its own table for an hour at most, and shown masked', async () => {
    const token = await make();
    expect(JSON.stringify(await vault.items('VAULT_TABLE'))).not.toContain(token);
    const [code] = await vault.items('CVC_TABLE');
    const left = Number(code?.expiresAt?.N) - Date.now() / 1000;
    expect(left).toBeGreaterThan(3000);
    expect(left).toBeLessThanOrEqual(3600);
    const { data } = await ask(answer, 'token', TOKENIZER, { token });
    expect(data).toMatchObject({ dataClass: 'CVC', masked: '***', deterministic: false });
  });

  test('is never released, for no purpose, to no group', async () => {
    const token = await make();
    const all = user(['payment-staff', 'support', 'vault-admins', 'tokenizers']);
    const purposes = ['PAYMENT', 'REFUND', 'CHARGEBACK', 'FRAUD_REVIEW', 'CUSTOMER_SUPPORT'];
    for (const purpose of [...purposes, 'LEGAL', 'MIGRATION']) {
      const input = { token, purpose };
      for (const reply of [
        await ask(answer, 'release', all, input),
        await ask(answer, 'detokenize', all, { input }),
      ]) {
        expect(reply.error?.code).toBe('PURPOSE_NOT_ALLOWED');
      }
    }
  });

  test('is neither revoked nor restored, and erased without a trace in any backup', async () => {
    const token = await make();
    const change = (operation: 'revokeToken' | 'restoreToken' | 'eraseToken') =>
      ask(answer, operation, ADMIN, { input: { token } });
    expect((await change('revokeToken')).error?.code).toBe('INVALID_INPUT');
    expect((await change('restoreToken')).error?.code).toBe('INVALID_INPUT');
    const receipt = (await change('eraseToken')).data as Record<string, string>;
    expect(receipt.irrecoverableFrom).toBe(receipt.inaccessibleSince);
    expect(JSON.stringify(await vault.items('CVC_TABLE'))).not.toContain(token);
    expect(await ask(answer, 'token', TOKENIZER, { token })).toEqual(NOT_FOUND);
  });
});
