import { runs } from '../../support/runs.ts';
import { TOKENIZER, ask, runVault } from '../../support/vault.ts';
import type { Answer, RunningVault } from '../../support/vault.ts';

interface Token {
  readonly token: string;
}

const [REQUESTS, STALE] = runs(1) > 1 ? [1000, 300] : [300, 100];

describe('a race for the token of a value', () => {
  let vault: RunningVault;

  beforeAll(async () => {
    vault = await runVault();
  });
  afterAll(() => vault.stop());

  const tokenOf = async (plaintext: string, by: Answer): Promise<string> => {
    const input = { dataClass: 'PAN', plaintext };
    const { data, error } = await ask(by, 'tokenize', TOKENIZER, { input });
    if (error !== undefined) throw new Error(error.code);
    return (data as Token).token;
  };

  /** As many requests at once as one machine carries within the SDK's time limits. */
  const inFlight = async <Result>(count: number, ask: (at: number) => Promise<Result>) => {
    const results: Result[] = [];
    let at = 0;
    const work = async (): Promise<void> => {
      for (let mine = at++; mine < count; mine = at++) results[mine] = await ask(mine);
    };
    await Promise.all(Array.from({ length: 30 }, work));
    return results;
  };

  test(`${REQUESTS} requests of which ${STALE} find the value new give it one token and one record`, async () => {
    const processes = Array.from({ length: 5 }, () => vault.start());
    await Promise.all(processes.map((one) => tokenOf('5555555555554444', one)));
    const before = (await vault.items('VAULT_TABLE')).length;
    // The first reads ahead are as stale as eventually consistent ones may be.
    let stale = STALE;
    vault.dynamodbWire.decide(({ operation, body }) =>
      operation === 'BatchGetItem' && body.includes('#fingerprint#') && stale-- > 0
        ? { edit: (read) => ({ ...read, Responses: {} }) }
        : 'pass',
    );
    const tokens = await inFlight(REQUESTS, (at) =>
      tokenOf('4111 1111 1111 1111', processes[at % 5] ?? vault.start()),
    );
    expect(vault.dynamodbWire.count('TransactWriteItems')).toBeGreaterThanOrEqual(STALE);
    expect(new Set(tokens).size).toBe(1);
    expect((await vault.items('VAULT_TABLE')).length).toBe(before + 2);
  }, 120_000);
});
