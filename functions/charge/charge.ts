import type { Environment } from '../vault/configuration.ts';
import { fieldsOf, textOf } from '../vault/fields.ts';
import { postOnce } from '../vault/post-once.ts';
import { outcomeOf } from './answer.ts';
import { bodyOf } from './body.ts';
import type { ChargeOutcome, ChargeRequest } from './charge-event.ts';
import { readProcessors } from './processors.ts';
import type { Processor } from './processors.ts';

/** Null if it is not what the vault sends. */
function readRequest(event: unknown): ChargeRequest | null {
  const { processor, reference, amount, currency, pan, cvc } = fieldsOf(event);
  const isRequest =
    [processor, reference, currency, pan].every((one) => textOf(one) !== '') &&
    typeof amount === 'number' &&
    (cvc === null || typeof cvc === 'string');
  if (!isRequest) return null;
  return {
    processor: textOf(processor),
    reference: textOf(reference),
    amount,
    currency: textOf(currency),
    pan: textOf(pan),
    cvc,
  };
}

async function send(processor: Processor, request: ChargeRequest): Promise<ChargeOutcome> {
  const { url, timeoutMs, credential } = processor;
  const posted = await postOnce({
    url,
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      'idempotency-key': request.reference,
      ...(credential === null ? {} : { authorization: credential }),
    },
    body: bodyOf(processor.body, request),
    timeoutMs,
  });
  return outcomeOf(posted, processor.answer, request);
}

/**
 * Charges a card: sends one value to the processor that the event names, once, and answers with how
 * it ended and nothing else. Knows no key and no table, keeps nothing, writes nothing, and never
 * throws, so that no runtime prints what it held.
 * @throws TypeError at once if the allow-list is wrong
 */
export function createCharge(env: Environment): (event: unknown) => Promise<ChargeOutcome> {
  const processors = readProcessors(env);
  return async (event) => {
    const request = readRequest(event);
    const processor = request === null ? undefined : processors.get(request.processor);
    if (request === null || processor === undefined)
      return { state: 'FAILED', authorization: null };
    try {
      return await send(processor, request);
    } catch {
      return { state: 'UNKNOWN', authorization: null };
    }
  };
}
