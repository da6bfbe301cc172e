import { TokenizeDocument } from '../../client/generated/operations.ts';
import { openTarget } from '../support/gateway.ts';
import { callerFor } from '../support/graphql.ts';

const AT_ONCE = 1000;
/** What a client repeats: the gateway was too busy, and says so. */
const BUSY = ['TEMPORARILY_UNAVAILABLE', 'ExecutionTimeout'];

describe('a thousand requests at once', () => {
  test('with the same new value get one token between them', async () => {
    const { ready, close } = await openTarget();
    const tokenizer = await callerFor(ready, 'acme-tokenizer');
    const input = { dataClass: 'EMAIL', plaintext: `race-${Date.now()}@e2e.example` } as const;
    const ask = async (): Promise<string> => {
      const { data, errors } = await tokenizer.run(TokenizeDocument, { input });
      if (data !== null) return data.tokenize.token;
      const code = errors[0]?.errorType ?? 'none';
      return BUSY.includes(code) ? ask() : `refused: ${code}`;
    };
    const tokens = await Promise.all(Array.from({ length: AT_ONCE }, ask));
    await close();
    expect([...new Set(tokens)]).toEqual([expect.stringMatching(/^tok_/)]);
  }, 120_000);
});
