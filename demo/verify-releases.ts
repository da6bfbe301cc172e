import { ReleaseBatchDocument } from '../client/generated/operations.ts';
import { approveReleases } from './approve-releases.ts';
import { callAs } from './call.ts';
import type { OpenGateway } from './gateway.ts';
import type { Tokenized } from './tokenize-all.ts';

export interface Releases {
  readonly asked: number;
  /** How many came back as they went in. */
  readonly same: number;
  readonly milliseconds: number;
}

const BATCH = 50;

/** Asks for the first PANs as payment staff, under a grant, and compares each with what was tokenized. */
export async function verifyReleases(
  gateway: OpenGateway,
  tokenized: readonly Tokenized[],
  count: number,
): Promise<Releases> {
  const call = await callAs(gateway.ready, 'acme-payments');
  const pans = tokenized.filter(({ dataClass }) => dataClass === 'PAN').slice(0, count);
  const grant = await approveReleases(gateway, pans.length);
  const started = performance.now();
  let same = 0;
  for (let first = 0; first < pans.length; first += BATCH) {
    const batch = pans.slice(first, first + BATCH);
    const inputs = batch.map(({ token }) => ({ token, purpose: 'PAYMENT' as const, grant }));
    const { detokenizeBatch } = await call(ReleaseBatchDocument, { inputs });
    same += detokenizeBatch.filter(
      (one, at) => one.__typename === 'Detokenization' && one.plaintext === batch[at]?.plaintext,
    ).length;
  }
  return { asked: pans.length, same, milliseconds: performance.now() - started };
}
