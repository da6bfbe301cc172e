import { TokenizeBatchDocument } from '../client/generated/operations.ts';
import type { DataClass } from '../client/generated/operations.ts';
import { callAs } from './call.ts';
import type { Call } from './call.ts';
import type { Customer } from './customers.ts';
import type { OpenGateway } from './gateway.ts';

export interface Value {
  readonly dataClass: DataClass;
  readonly plaintext: string;
}

export interface Tokenized extends Value {
  readonly token: string;
  readonly masked: string;
}

/** A whole number of customers fits: 12 with 4 values each. */
const BATCH = 48;
const CONCURRENCY = 4;

export function toValues({ name, pan, ssn, email }: Customer): Value[] {
  return [
    { dataClass: 'NAME', plaintext: name },
    { dataClass: 'PAN', plaintext: pan },
    { dataClass: 'SSN', plaintext: ssn },
    { dataClass: 'EMAIL', plaintext: email },
  ];
}

/** Tokenizes all values in batches, a few batches side by side; the order is kept. */
export async function tokenizeAll(
  { ready }: OpenGateway,
  values: readonly Value[],
  onProgress: (done: number) => void,
): Promise<Tokenized[]> {
  const call = await callAs(ready, 'acme-tokenizer');
  const batches = Array.from({ length: Math.ceil(values.length / BATCH) }, (_, at) =>
    values.slice(at * BATCH, (at + 1) * BATCH),
  );
  const done: Tokenized[][] = [];
  const remaining = batches.entries();
  const work = async () => {
    for (const [at, batch] of remaining) {
      done[at] = await tokenizeBatch(call, batch);
      onProgress(batch.length);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return done.flat();
}

async function tokenizeBatch(call: Call, batch: readonly Value[]): Promise<Tokenized[]> {
  const { tokenizeBatch: results } = await call(TokenizeBatchDocument, { inputs: [...batch] });
  return results.map((result, at) => {
    const value = batch[at];
    if (value === undefined || result.__typename === 'VaultError') {
      throw new Error(`A value was refused: ${'code' in result ? result.code : 'none asked'}`);
    }
    return { ...value, token: result.token, masked: result.masked };
  });
}
