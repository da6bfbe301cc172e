import type { DeploymentConfig } from './deployment-config.ts';
import { ONE_ACCOUNT } from './one-account.ts';
import { PRODUCTION } from './production.ts';
import { SANDBOX } from './sandbox.ts';
import { TWO_ACCOUNTS } from './two-accounts.ts';
import { ConfigurationError, validateConfig } from './validate.ts';

export const CONFIGURATIONS: Readonly<Record<string, DeploymentConfig>> = {
  sandbox: SANDBOX,
  production: PRODUCTION,
  'one-account': ONE_ACCOUNT,
  'two-accounts': TWO_ACCOUNTS,
};

/**
 * The configuration of that name, checked.
 * @throws ConfigurationError if there is none or it breaks a rule.
 */
export function configurationNamed(name: string): DeploymentConfig {
  const config = Object.hasOwn(CONFIGURATIONS, name) ? CONFIGURATIONS[name] : undefined;
  if (config !== undefined) return validateConfig(config);
  const known = Object.keys(CONFIGURATIONS).join(', ');
  throw new ConfigurationError(`No configuration of this name. Known: ${known} (-c config=…).`);
}
