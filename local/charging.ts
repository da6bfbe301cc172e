import type { AnswerMap } from '../functions/charge/processors.ts';
import type { Installation } from './installation.ts';
import { startInvokeEndpoint } from './lambda/endpoint.ts';
import type { LambdaHost } from './lambda/host.ts';
import { PRINCIPALS, REGION } from './principals.ts';
import { startProcessor } from './processor/processor.ts';

/** What stands between the vault and whoever charges. */
export interface Charging {
  /** Where Lambda's Invoke answers. */
  readonly lambda: string;
  readonly processorPort: number;
}

export interface OpenCharging extends Charging {
  /** From now on functions are invoked there; until then there is none. */
  serve(host: LambdaHost): void;
  close(): Promise<void>;
}

export const CHARGE_FUNCTION = 'charge';

/** Starts the sandbox processor, and Lambda's Invoke, by which the vault reaches the charge function. */
export async function openCharging(installation: Installation): Promise<OpenCharging> {
  let host: LambdaHost | undefined;
  const processor = await startProcessor();
  const lambda = await startInvokeEndpoint({
    port: 0,
    region: REGION,
    accessKeys: [installation.accessKey(PRINCIPALS.vault)],
    permissions: { [PRINCIPALS.vault]: [CHARGE_FUNCTION] },
    invoke: (name, payload) => {
      if (host === undefined) throw new Error('No function is hosted yet.');
      return host.invoke(name, payload);
    },
  });
  return {
    lambda: `http://127.0.0.1:${lambda.port}`,
    processorPort: processor.port,
    serve: (started) => {
      host = started;
    },
    close: async () => {
      await Promise.all([lambda.close(), processor.close()]);
    },
  };
}

/** How the sandbox processor wants to be asked, and says what came of it. */
const SANDBOX_BODY = {
  card: { pan: '{{pan}}', cvc: '{{cvc}}' },
  amount: '{{amount}}',
  currency: '{{currency}}',
  reference: '{{reference}}',
};

const SANDBOX_ANSWER: AnswerMap = {
  state: 'status',
  authorized: ['approved'],
  declined: ['declined'],
  authorization: 'authorization',
};

/** The name that callers know the sandbox processor by. */
export const SANDBOX_PROCESSOR = 'sandbox';

/** `PROCESSORS` of the charge function. */
export function chargeProcessors(port: number, timeoutMs: number): string {
  const url = `http://127.0.0.1:${port}/charges`;
  const sandbox = { url, body: SANDBOX_BODY, answer: SANDBOX_ANSWER, timeoutMs };
  return JSON.stringify({ [SANDBOX_PROCESSOR]: sandbox });
}

/** `CHARGE_PROCESSORS` of the vault function. */
export function processorTerms(tenants: readonly string[]): string {
  return JSON.stringify({ [SANDBOX_PROCESSOR]: { tenants, currencies: ['EUR', 'USD'] } });
}
