import type { DeploymentConfig } from './deployment-config.ts';
import { EXAMPLE_PROCESSOR } from './example-processor.ts';
import { PRODUCTION } from './production.ts';

/**
 * Production with an application in an account of its own: tokens there, what they stand for in the
 * vault's account. Both accounts are placeholders.
 */
export const TWO_ACCOUNTS: DeploymentConfig = {
  ...PRODUCTION,
  processors: { example: EXAMPLE_PROCESSOR },
  application: { account: '333333333333', tenant: 'acme', processor: 'example' },
};
