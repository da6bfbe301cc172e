import type { App } from 'aws-cdk-lib';
import type { Artifacts } from './artifacts.ts';
import { createAlarmStack, tellOfAlarms } from './alarm-stack.ts';
import { createAuditStack } from './audit-stack.ts';
import { createChargeStack } from './charge-stack.ts';
import type { DeploymentConfig } from './config/deployment-config.ts';
import { createConsoleStack } from './console-stack.ts';
import { createCopiesStack } from './copies-stack.ts';
import { createEdgeStack } from './edge-stack.ts';
import { createFunctionsStack } from './functions-stack.ts';
import { createGatewayStack } from './gateway-stack.ts';
import { createGuardrailsStack } from './guardrails-stack.ts';
import { createIdentityStack } from './identity-stack.ts';
import { createKeysStack } from './keys-stack.ts';
import { createNetworkStack } from './network-stack.ts';
import { createOrdersStack } from './orders-stack.ts';
import type { OrderSources } from './orders-stack.ts';
import { createPipelineStack } from './pipeline-stack.ts';
import { createObservabilityStack } from './observability-stack.ts';
import { createTrailStack } from './trail-stack.ts';
import { createVaultStack } from './vault-stack.ts';

export interface Sources {
  readonly schemaPath: string;
  readonly artifacts: Artifacts;
  /** Of the order example. */
  readonly orders: OrderSources;
}

/** All stacks of one deployment, in the order in which they depend on each other. */
export function createDeployment(app: App, config: DeploymentConfig, sources: Sources): void {
  createGuardrailsStack(app, config);
  createPipelineStack(app, config);
  createTrailStack(app, config);
  const network = createNetworkStack(app, config);
  const keys = createKeysStack(app, config, network.kmsEndpointId);
  const ground = {
    ...{ config, key: keys.tableKey, endpointId: network.dynamodbEndpointId },
    ...createCopiesStack(app, config),
  };
  const vault = createVaultStack(app, ground);
  const audit = createAuditStack(app, ground);
  const identity = createIdentityStack(app, config);
  const foundation = { network, keys, vault, audit };
  const functions = createFunctionsStack(app, config, foundation, sources.artifacts);
  // After the vault, whose role has to be there before the function can name it.
  if (config.processors !== undefined) createChargeStack(app, config, sources.artifacts);
  const api = createGatewayStack(app, config, { ...sources, identity, ...functions });
  createEdgeStack(app, config, api);
  createConsoleStack(app, config, { api, identity });
  createOrdersStack(app, config, sources.orders);
  tellOfAlarms(app, config, createAlarmStack(app, config));
  createObservabilityStack(app, config, { api, vault: functions.vault });
}
