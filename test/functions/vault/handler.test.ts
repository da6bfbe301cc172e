import { TOKENIZER, event, runVault } from '../../support/vault.ts';
import type { RunningVault } from '../../support/vault.ts';

describe('the functions as Lambda starts them', () => {
  let vault: RunningVault;

  beforeAll(async () => {
    vault = await runVault();
  });
  afterAll(() => vault.stop());

  test('do not start without their environment, and name what is missing', async () => {
    await expect(import('../../../functions/vault/handler.ts')).rejects.toThrow(
      'Environment variable ROOT_KEY_ARN must be set.',
    );
    await expect(import('../../../functions/key-admin/handler.ts')).rejects.toThrow(
      'Environment variable ROOT_KEY_ARN must be set.',
    );
  });

  test('work from their environment alone, under the request id that Lambda gives', async () => {
    Object.assign(process.env, vault.env);
    jest.resetModules();
    const keyAdmin = await import('../../../functions/key-admin/handler.ts');
    expect(
      await keyAdmin.handler(
        { operation: 'createBranchKey', tenant: 'acme' },
        { awsRequestId: 'request-of-lambda' },
      ),
    ).toEqual({
      data: { branchKeyId: 'tenant/acme', created: false },
    });
    const { handler } = await import('../../../functions/vault/handler.ts');
    const reply = await handler(event('me', TOKENIZER, {}), { awsRequestId: 'request-of-lambda' });
    expect(reply).toEqual({
      data: { id: 'tokenizer-1', tenant: 'acme', groups: ['tokenizers'] },
    });
    const events = await vault.items('AUDIT_TABLE');
    expect(events.map(({ requestId }) => requestId?.S)).toEqual(Array(2).fill('request-of-lambda'));
  });
});
