import type { DeploymentConfig, ProcessorConfig } from '../../infra/config/deployment-config.ts';
import { PRODUCTION } from '../../infra/config/production.ts';

/** A processor that is asked at `pay.example`. */
export const PROCESSOR: ProcessorConfig = {
  url: 'https://pay.example/charges',
  body: {
    card: { number: '{{pan}}', check: '{{cvc}}' },
    sum: '{{amount}}',
    currency: '{{currency}}',
    key: '{{reference}}',
  },
  answer: { state: 'status', authorized: ['ok'], declined: ['no'], authorization: 'code' },
  tenants: ['acme'],
  currencies: ['EUR'],
  credentialSecret: 'payments/example',
};

/**
 * Production, where cards are charged, by an application in an account of its own, and what cannot be made
 * again has a copy in another Region.
 */
export const CHARGING: DeploymentConfig = {
  ...PRODUCTION,
  processors: { example: PROCESSOR },
  application: { account: '333333333333', tenant: 'acme', processor: 'example' },
  copies: { region: 'us-west-2', tables: ['vault', 'control', 'keyStore', 'audit', 'checkpoints'] },
};
