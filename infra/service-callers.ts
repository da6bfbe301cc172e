import type { DeploymentConfig, ServiceCaller } from './config/deployment-config.ts';
import { ordersCallerName } from './names.ts';

/** Whom the gateway takes for a caller by IAM: those of the configuration, and its application. */
export function serviceCallersOf(config: DeploymentConfig): readonly ServiceCaller[] {
  const { account, application, serviceCallers } = config;
  if (application === undefined) return serviceCallers;
  const { tenant } = application;
  const roleName = ordersCallerName(config);
  return [...serviceCallers, { account, roleName, tenant, groups: ['tokenizers'], charges: true }];
}
