import type { VaultOperation } from './vault-operations.ts';
import type { Answer } from './vault.ts';

interface Making {
  readonly tokenFor: (answer: Answer, input: object) => Promise<string>;
  readonly code: () => object;
  readonly keyed: () => object;
}

const card = () => ({ dataClass: 'PAN', plaintext: '4111111111111111', deterministic: false });

/** The ways to charge a card. */
export function chargeOperations({ tokenFor, code, keyed }: Making): readonly VaultOperation[] {
  const charged = (token: string) => ({
    token,
    ...{ processor: 'sandbox', amount: 1999, currency: 'EUR', purpose: 'PAYMENT' },
    ...keyed(),
  });
  return [
    {
      name: 'charge: of limited use, with a card verification code',
      operation: 'charge',
      prepare: async (answer) => {
        const token = await tokenFor(answer, { ...card(), maxUses: 3 });
        const cvcToken = await tokenFor(answer, code());
        return [{ input: { ...charged(token), cvcToken } }];
      },
    },
    {
      name: 'charge',
      operation: 'charge',
      prepare: async (answer) => [{ input: charged(await tokenFor(answer, card())) }],
    },
  ];
}
