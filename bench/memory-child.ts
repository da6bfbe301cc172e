import { runVault } from '../test/support/vault.ts';
import { PAYMENT, TOKENIZER, ask } from '../test/support/vault.ts';
import { inGroups, tokenizeInputs } from './requests.ts';
import type { MemorySample } from './memory.ts';

const BATCH = 50;
const SAMPLES = 40;

const collect = (globalThis as { gc?: () => void }).gc;

async function batch(answer: Parameters<typeof ask>[0], round: number): Promise<number> {
  const [inputs = []] = inGroups(tokenizeInputs(BATCH, round, 'random'), BATCH);
  const made = await ask(answer, 'tokenizeBatch', TOKENIZER, { inputs });
  const tokens = (made.data as { token: string }[]).map(({ token }) => token);
  const events = tokens.map((token) => ({
    ...{ operation: 'release', identity: PAYMENT, origin: { sourceIp: ['203.0.113.7'] } },
    arguments: { token, purpose: 'PAYMENT' },
  }));
  const released = (await answer(events, 'bench')) as { data?: unknown }[];
  const isSame = released.every(({ data }, at) => data === inputs[at]?.plaintext);
  if (!isSame || released.length !== BATCH) throw new Error('A value did not come back.');
  return BATCH * 2;
}

/** Tokenizes and releases in one process until so many operations are done; samples its memory. */
async function run(operations: number): Promise<MemorySample[]> {
  const vault = await runVault();
  const answer = vault.start();
  const samples: MemorySample[] = [];
  const every = operations / SAMPLES;
  for (let done = 0, round = 0; done < operations; round += 1) {
    done += await batch(answer, round);
    vault.dynamodbWire.clear();
    vault.kmsWire.clear();
    vault.lines.splice(0);
    if (done < every * (samples.length + 1)) continue;
    collect?.();
    const { rss, heapUsed, external } = process.memoryUsage();
    samples.push({ operations: done, rss, live: heapUsed + external });
  }
  await vault.stop();
  return samples;
}

process.on('message', (operations: number) => {
  void run(operations).then(
    (samples) => process.send?.(samples, () => process.exit(0)),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : 'The vault failed.');
      process.exit(1);
    },
  );
});
