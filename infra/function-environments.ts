import type { Audit } from './audit-stack.ts';
import type { DeploymentConfig } from './config/deployment-config.ts';
import type { Keys } from './keys-stack.ts';
import { chargeFunctionName } from './names.ts';
import type { FunctionId } from './names.ts';
import type { Network } from './network-stack.ts';
import { serviceCallersOf } from './service-callers.ts';
import { BACKUP_DAYS, KEY_STORE_NAME } from './tables.ts';
import type { Vault } from './vault-stack.ts';

/** What the functions stand on. */
export interface Foundation {
  readonly network: Network;
  readonly keys: Keys;
  readonly vault: Vault;
  readonly audit: Audit;
}

function keyStoreEnvironment(foundation: Foundation): Record<string, string> {
  return {
    KEY_STORE_TABLE: foundation.vault.keyStoreTable.tableName,
    KEY_STORE_NAME,
    ROOT_KEY_ARN: foundation.keys.rootKey.keyArn,
  };
}

/** What a deployment leaves to the vault unless it says otherwise. */
function optionalEnvironment({
  branchKeyMaxUses,
  envelope,
}: DeploymentConfig): Record<string, string> {
  return {
    ...(branchKeyMaxUses === undefined ? {} : { BRANCH_KEY_MAX_USES: String(branchKeyMaxUses) }),
    ...(envelope === undefined ? {} : { ENVELOPE: envelope }),
  };
}

/** Whom the vault may have charged, in what and for whom; where and how is not for it to know. */
function chargeEnvironment(config: DeploymentConfig): Record<string, string> {
  if (config.processors === undefined) return {};
  const terms = Object.entries(config.processors).map(([name, { tenants, currencies }]) => [
    name,
    { tenants, currencies },
  ]);
  return {
    CHARGE_FUNCTION: chargeFunctionName(config),
    CHARGE_PROCESSORS: JSON.stringify(Object.fromEntries(terms)),
  };
}

/** What both functions that answer callers are told. */
function commonEnvironment(
  config: DeploymentConfig,
  foundation: Foundation,
): Record<string, string> {
  return {
    ...keyStoreEnvironment(foundation),
    CONTROL_TABLE: foundation.vault.controlTable.tableName,
    AUDIT_TABLE: foundation.audit.auditTable.tableName,
    RECEIPT_KEY_ARN: foundation.keys.receiptKey.keyArn,
    BACKUP_DAYS: String(BACKUP_DAYS),
    BRANCH_KEY_TTL_SECONDS: String(config.branchKeyTtlSeconds),
    SERVICE_CALLERS: JSON.stringify(serviceCallersOf(config)),
    CLIENT_CERTIFICATES: config.mutualTls === undefined ? 'ignored' : 'bound',
  };
}

/** What the rewrap is told: of no receipt, no caller and no card verification code. */
function rewrapEnvironment(
  config: DeploymentConfig,
  foundation: Foundation,
): Record<string, string> {
  const { rewrapItemsPerSecond: rate } = config;
  return {
    ...keyStoreEnvironment(foundation),
    VAULT_TABLE: foundation.vault.vaultTable.tableName,
    CONTROL_TABLE: foundation.vault.controlTable.tableName,
    AUDIT_TABLE: foundation.audit.auditTable.tableName,
    BRANCH_KEY_TTL_SECONDS: String(config.branchKeyTtlSeconds),
    ...optionalEnvironment(config),
    ...(rate === undefined ? {} : { REWRAP_ITEMS_PER_SECOND: String(rate) }),
  };
}

function sealerEnvironment(
  { sealing }: DeploymentConfig,
  { audit, keys }: Foundation,
): Record<string, string> {
  return {
    AUDIT_TABLE: audit.auditTable.tableName,
    CHECKPOINT_TABLE: audit.checkpointTable.tableName,
    CHECKPOINT_BUCKET: audit.checkpointBucket.bucketName,
    CHECKPOINT_KEY_ARN: keys.checkpointKey.keyArn,
    TRAIL_BEGIN: sealing.trailBegin,
    WINDOW_MINUTES: String(sealing.windowMinutes),
    GRACE_SECONDS: String(sealing.graceSeconds),
    LATE_MINUTES: String(sealing.lateMinutes),
  };
}

function watchEnvironment(
  { anomalyThresholds }: DeploymentConfig,
  { audit, keys }: Foundation,
): Record<string, string> {
  return {
    AUDIT_TABLE: audit.auditTable.tableName,
    CHECKPOINT_TABLE: audit.checkpointTable.tableName,
    PROFILE_TABLE: audit.profileTable.tableName,
    CHECKPOINT_KEY_ARN: keys.checkpointKey.keyArn,
    ANOMALY_THRESHOLDS: JSON.stringify(anomalyThresholds),
  };
}

export function environments(
  config: DeploymentConfig,
  foundation: Foundation,
): Record<FunctionId, Record<string, string>> {
  const common = commonEnvironment(config, foundation);
  const { operatorTenant } = config;
  return {
    vault: {
      ...common,
      VAULT_TABLE: foundation.vault.vaultTable.tableName,
      CVC_TABLE: foundation.vault.cvcTable.tableName,
      CHECKPOINT_TABLE: foundation.audit.checkpointTable.tableName,
      NOTICES_TABLE: foundation.vault.noticesTable.tableName,
      EQUALITY_BUDGET_PER_HOUR: String(config.equalityBudgetPerHour),
      BULK_RELEASE_ITEMS: String(config.bulkReleaseItems),
      BUDGETS: JSON.stringify(config.budgets),
      TENANT_SETTINGS: JSON.stringify(config.tenantSettings),
      ...chargeEnvironment(config),
      ...optionalEnvironment(config),
    },
    keyAdmin: {
      ...common,
      ...(operatorTenant === undefined ? {} : { OPERATOR_TENANT: operatorTenant }),
    },
    cvcSweeper: { CVC_TABLE: foundation.vault.cvcTable.tableName },
    rewrap: rewrapEnvironment(config, foundation),
    auditSealer: sealerEnvironment(config, foundation),
    anomalyWatch: watchEnvironment(config, foundation),
  };
}
