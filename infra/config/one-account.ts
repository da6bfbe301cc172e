import type { DeploymentConfig } from './deployment-config.ts';
import { EXAMPLE_PROCESSOR } from './example-processor.ts';
import { SANDBOX } from './sandbox.ts';

/** The sandbox with the order example in the same account, to see cards charged. */
export const ONE_ACCOUNT: DeploymentConfig = {
  ...SANDBOX,
  processors: { example: EXAMPLE_PROCESSOR },
  application: { account: SANDBOX.account, tenant: 'acme', processor: 'example' },
};
