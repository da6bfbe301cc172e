import { startVaultProcess } from '../../support/vault-process.ts';
import type { VaultProcess } from '../../support/vault-process.ts';
import { send } from '../../support/vault-operations.ts';
import { runVault } from '../../support/vault.ts';
import type { Answer, RunningVault } from '../../support/vault.ts';

/** The bundles have stand-ins for parts of the library: what is built must work as the sources do. */
describe('a built vault', () => {
  let vault: RunningVault;
  const built = new Map<string, VaultProcess>();
  beforeAll(async () => {
    vault = await runVault();
    for (const kind of ['library', 'one-shot']) {
      const env = { ...vault.env, ENVELOPE: kind };
      built.set(kind, startVaultProcess({ ...vault, env }, vault.dynamodbWire.endpoint));
    }
  });
  const answerOf = (kind: string): Answer => {
    const { answer } = built.get(kind) ?? {};
    if (answer === undefined) throw new Error('That vault was not started.');
    return answer;
  };
  afterAll(async () => {
    for (const one of built.values()) await one.kill();
    await vault.stop();
  });

  test.each([
    { opening: 'one-shot', sealing: 'library' },
    { opening: 'library', sealing: 'one-shot' },
    { opening: 'library', sealing: 'library' },
  ])('with $opening opens what one with $sealing sealed', async ({ sealing, opening }) => {
    for (const plaintext of ['x', 'long enough for several frames. '.repeat(128)]) {
      const input = { dataClass: 'TEXT', plaintext };
      const [made] = await send(answerOf(sealing), 'tokenize', [{ input }]);
      const { token } = made?.data as { token: string };
      const asked = [{ token, purpose: 'FRAUD_REVIEW' }];
      expect(await send(answerOf(opening), 'release', asked)).toEqual([{ data: plaintext }]);
    }
  });
});
