import type { DeploymentConfig } from './config/deployment-config.ts';

/** The hosts of the configured processors, each once and in order: all that is charged through. */
export function processorHosts({
  processors = {},
}: Pick<DeploymentConfig, 'processors'>): string[] {
  const hosts = Object.values(processors).map(({ url }) => new URL(url).hostname);
  return [...new Set(hosts)].sort();
}
