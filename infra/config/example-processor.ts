import type { ProcessorConfig } from './deployment-config.ts';

/** A placeholder: put your processor's URL, body, answer and secret here. */
export const EXAMPLE_PROCESSOR: ProcessorConfig = {
  url: 'https://processor.example/charges',
  body: {
    card: '{{pan}}',
    code: '{{cvc}}',
    amount: '{{amount}}',
    currency: '{{currency}}',
    reference: '{{reference}}',
  },
  answer: {
    state: 'status',
    authorized: ['authorized'],
    declined: ['declined'],
    authorization: 'authorization',
  },
  tenants: ['acme'],
  currencies: ['EUR', 'USD'],
};
