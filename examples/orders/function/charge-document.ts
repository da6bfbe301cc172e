import type { TypedDocument } from '../../../client/typed-document.ts';

import type { PaymentData } from './order-event.ts';

/** What the vault is asked to charge. */
export interface ChargeVariables {
  readonly input: {
    readonly token: string;
    readonly cvcToken?: string;
    readonly processor: string;
    readonly amount: number;
    readonly currency: string;
    readonly purpose: 'PAYMENT';
    readonly idempotencyKey: string;
  };
}

/** Asks for the end, the authorization and the mask, and could not ask for the card. */
export const CHARGE =
  'mutation Charge($input: ChargeInput!) { charge(input: $input) { state reference authorization masked } }' as unknown as TypedDocument<
    { readonly charge: PaymentData },
    ChargeVariables
  >;
