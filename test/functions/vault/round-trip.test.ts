import { PAYMENT, ask, runVault, tokenized } from '../../support/vault.ts';
import type { Answer, RunningVault } from '../../support/vault.ts';

describe('a value tokenized, resolved and released', () => {
  let vault: RunningVault;
  let answer: Answer;

  beforeAll(async () => {
    vault = await runVault();
    answer = vault.start();
  });
  afterAll(() => vault.stop());

  test('comes back as it was normalized, for a purpose open to the caller', async () => {
    const made = await tokenized(answer, 'PAN', '4111 1111-1111 1111');
    expect(made).toMatchObject({ dataClass: 'PAN', format: 'OPAQUE', masked: '************1111' });
    const asked = { token: made.token, purpose: 'PAYMENT' };
    expect(await ask(answer, 'detokenize', PAYMENT, { input: asked })).toMatchObject({
      data: { ...asked, dataClass: 'PAN', customClass: null, masked: '************1111' },
    });
    expect(await ask(answer, 'release', PAYMENT, asked)).toEqual({ data: '4111111111111111' });
  });
});
