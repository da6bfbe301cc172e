import { PAYMENT, TOKENIZER, ask, user } from './vault.ts';
import type { Answer, Reply, RunningVault } from './vault.ts';

export const CVC = '737';

/** A service among the tokenizers whose entry lets it charge. */
export const ORDERS = {
  kind: 'service',
  roleArn: 'arn:aws:sts::000000000000:assumed-role/orders/session',
} as const;

export const CHARGING_CALLERS = JSON.stringify([
  { account: '000000000000', roleName: 'checkout', tenant: 'acme', groups: ['tokenizers'] },
  {
    ...{ account: '000000000000', roleName: 'orders', tenant: 'acme' },
    ...{ groups: ['tokenizers'], charges: true },
  },
]);

export const ADMIN = user(['vault-admins'], 'acme', 'admin-1');

export interface Charge {
  readonly reference: string;
  readonly state: string;
  readonly authorization: string | null;
  readonly masked: string | null;
}

let made = 0;
export const freshKey = (): string => `charge-${(made += 1)}`;

/** A request for a charge of 19.99 EUR, under a new key. */
export function chargeOf(token: string, more: object = {}) {
  return {
    token,
    ...{ processor: 'sandbox', amount: 1999, currency: 'EUR', purpose: 'PAYMENT' },
    idempotencyKey: freshKey(),
    ...more,
  };
}

export async function codeOf(asked: Promise<Reply>): Promise<string | undefined> {
  return (await asked).error?.code;
}

/** What a suite asks of a vault that charges. */
export function chargeCalls(vault: () => RunningVault, answer: () => Answer) {
  const tokenFor = async (plaintext: string, more: object = {}): Promise<string> => {
    const input = { dataClass: 'PAN', plaintext, deterministic: false, ...more };
    const { data } = await ask(answer(), 'tokenize', TOKENIZER, { input });
    return (data as { token: string }).token;
  };
  const charge = (input: object, who: typeof PAYMENT | typeof ORDERS = PAYMENT) =>
    ask(answer(), 'charge', who, { input });
  return {
    tokenFor,
    charge,
    code: () => tokenFor(CVC, { dataClass: 'CVC' }),
    charged: async (input: object) => (await charge(input)).data as Charge,
    /** What the processor was sent since the wire was cleared. */
    passages: () => vault().charging.processorWire.passages,
    /** How often it was counted that nobody knows how the charge ended. */
    unknown: (reference: string): number =>
      vault().lines.filter(
        (line) => line.includes('"ChargeUnknown":1') && line.includes(`"reference":"${reference}"`),
      ).length,
    decideNothing: () => {
      const { dynamodbWire, charging } = vault();
      for (const wire of [dynamodbWire, charging.lambdaWire, charging.processorWire]) {
        wire.decide(null);
      }
    },
  };
}
