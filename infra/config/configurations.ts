import type { DeploymentConfig } from './deployment-config.ts';
import { PRODUCTION } from './production.ts';
import { SANDBOX } from './sandbox.ts';
import { ConfigurationError, validateConfig } from './validate.ts';

const CONFIGURATIONS: Readonly<Record<string, DeploymentConfig>> = {
  sandbox: SANDBOX,
  production: PRODUCTION,
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
