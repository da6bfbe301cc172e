import { createCharge } from '../../functions/charge/charge.ts';
import { chargeProcessors, processorTerms } from '../../local/charging.ts';
import { startInvokeEndpoint } from '../../local/lambda/endpoint.ts';
import { startProcessor } from '../../local/processor/processor.ts';
import type { Processor } from '../../local/processor/processor.ts';
import type { AccessKey } from '../../local/protocol/signature.ts';
import { tapWire } from './wire-tap.ts';
import type { WireTap } from './wire-tap.ts';

/** The charge function behind Lambda's Invoke, and the sandbox processor that it charges by. */
export interface RunningCharging {
  readonly processor: Processor;
  /** Between the vault and Lambda. */
  readonly lambdaWire: WireTap;
  /** Between the charge function and the processor. */
  readonly processorWire: WireTap;
  /** Variables of the vault. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** So short that a test of time-outs is one, too. */
const TIMEOUT_MS = 400;
const FUNCTION = 'charge';

export async function runCharging(region: string, key: AccessKey): Promise<RunningCharging> {
  const processor = await startProcessor();
  const processorWire = await tapWire(`http://127.0.0.1:${processor.port}`);
  const port = Number(new URL(processorWire.endpoint).port);
  const charge = createCharge({ PROCESSORS: chargeProcessors(port, TIMEOUT_MS) });
  const lambda = await startInvokeEndpoint({
    ...{ port: 0, region, accessKeys: [key] },
    permissions: { [key.principal]: [FUNCTION] },
    invoke: (_name, payload) => charge(payload),
  });
  const lambdaWire = await tapWire(`http://127.0.0.1:${lambda.port}`);
  return {
    processor,
    lambdaWire,
    processorWire,
    env: {
      CHARGE_FUNCTION: FUNCTION,
      CHARGE_PROCESSORS: processorTerms(['acme']),
      AWS_ENDPOINT_URL_LAMBDA: lambdaWire.endpoint,
    },
    stop: async () => {
      await Promise.all([lambdaWire.stop(), processorWire.stop()]);
      await Promise.all([lambda.close(), processor.close()]);
    },
  };
}
