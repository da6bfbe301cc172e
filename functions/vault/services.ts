import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { createApprovals } from './approvals.ts';
import type { Approvals } from './approvals.ts';
import { createAttempts } from './attempt.ts';
import type { Attempts } from './attempt.ts';
import { createAudit } from './audit.ts';
import type { BudgetLimits } from './budget-limits.ts';
import { createBudgets } from './budgets.ts';
import type { Budgets } from './budgets.ts';
import { createBatchRead } from './batch-read.ts';
import type { BatchRead } from './batch-read.ts';
import { createBranchKeys } from './branch-keys.ts';
import { createCheckpointIndex } from './checkpoint-index.ts';
import type { CheckpointIndex } from './checkpoint-index.ts';
import { createChargeFunction } from './charge-function.ts';
import type { ChargeFunction } from './charge-function.ts';
import type { ChargeSettings } from './charge-settings.ts';
import { createCharges } from './charges.ts';
import type { Charges } from './charges.ts';
import { createClients } from './clients.ts';
import type { Clients } from './clients.ts';
import { readVaultSettings } from './configuration.ts';
import type { Environment, VaultSettings } from './configuration.ts';
import { createEnvelope } from './envelope.ts';
import type { Envelope } from './envelope.ts';
import { createEqualityBudget } from './equality-budget.ts';
import type { EqualityBudget } from './equality-budget.ts';
import { createIdempotencyHold } from './idempotency-hold.ts';
import type { IdempotencyHold } from './idempotency-hold.ts';
import { createIdentify } from './identity.ts';
import type { Identity, Tenant } from './identity.ts';
import { createTenantKeys } from './keys.ts';
import type { TenantKeys } from './keys.ts';
import { createLookup } from './lookup.ts';
import type { Lookup, LookupTables } from './lookup.ts';
import { createMetrics } from './metrics.ts';
import type { Metrics } from './metrics.ts';
import { SECURE_RANDOM } from './random.ts';
import type { RandomSource } from './random.ts';
import { createReceipts } from './receipt.ts';
import type { Receipts } from './receipt.ts';
import { readTenantSettings } from './settings.ts';
import type { TenantSettings } from './settings.ts';
import { createStandings } from './standing.ts';
import { createTenantTrail } from './tenant-trail.ts';
import type { TenantTrail } from './tenant-trail.ts';
import { createStateChanges } from './state-change.ts';
import type { StateChanges } from './state-change.ts';
import { createCommit } from './transaction.ts';
import type { Commit } from './transaction.ts';
import { createUses } from './uses.ts';
import type { Uses } from './uses.ts';

/** All that operations work with; each asks for what it touches. */
export interface Services {
  readonly approvals: Approvals;
  readonly attempts: Attempts;
  /** How long an erased record stays in backups. */
  readonly backupDays: number;
  /** Of tenants that set none of their own. */
  readonly budgetLimits: BudgetLimits;
  readonly budgets: Budgets;
  /** How many plaintexts a call may ask for without approval. */
  readonly bulkReleaseItems: number;
  /** Null where nothing can be charged. */
  readonly chargeFunction: ChargeFunction | null;
  readonly charges: Charges;
  readonly chargeSettings: ChargeSettings | null;
  readonly checkpointIndex: CheckpointIndex;
  readonly clock: () => Date;
  readonly commit: Commit;
  readonly envelope: Envelope;
  readonly equalityBudget: EqualityBudget;
  readonly idempotencyHold: IdempotencyHold;
  readonly identify: (received: unknown) => Identity;
  readonly lookup: Lookup;
  readonly metrics: Metrics;
  readonly random: RandomSource;
  readonly read: BatchRead;
  readonly receipts: Receipts;
  readonly standings: ReturnType<typeof createStandings>;
  readonly stateChanges: StateChanges;
  readonly tables: LookupTables;
  readonly tenantKeys: (tenant: Tenant) => Promise<TenantKeys | null>;
  readonly tenantSettings: (tenant: Tenant) => TenantSettings;
  readonly tenantTrail: TenantTrail;
  readonly uses: Uses;
}

/** What a test may set; everything else is real. */
export interface Surroundings {
  readonly clock: () => Date;
  readonly random: RandomSource;
  /** Takes the lines of metrics. */
  readonly write: (line: string) => void;
}

/** Those of a function on AWS. */
export const SURROUNDINGS: Surroundings = {
  clock: () => new Date(),
  random: SECURE_RANDOM,
  write: (line) => {
    process.stdout.write(line);
  },
};

interface Stores {
  readonly settings: VaultSettings;
  readonly dynamodb: DynamoDBClient;
  readonly surroundings: Surroundings;
}

/** What reads and writes tokens. */
function createTokenStores({ settings, dynamodb, surroundings: { clock, random } }: Stores) {
  const newWriteId = () => random.uuid();
  const read = createBatchRead(dynamodb);
  const commit = createCommit(dynamodb);
  const control = { dynamodb, read, tableName: settings.controlTable, newWriteId };
  return {
    read,
    commit,
    approvals: createApprovals({ ...control, ...settings, commit, clock }),
    budgets: createBudgets({ ...control, clock, random, configured: settings.budgetLimits }),
    charges: createCharges({
      ...control,
      clock,
      random,
      commit,
      controlTable: settings.controlTable,
    }),
    idempotencyHold: createIdempotencyHold({ clock, commit, random, read, tables: settings }),
    equalityBudget: createEqualityBudget({ ...settings, dynamodb, clock }),
    lookup: createLookup({ ...settings, read, clock }),
    standings: createStandings(read, settings.controlTable),
    stateChanges: createStateChanges({ ...settings, clock, commit, dynamodb, newWriteId }),
    tables: settings,
    uses: createUses(control),
    checkpointIndex: createCheckpointIndex(dynamodb, settings.checkpointTable),
    tenantTrail: createTenantTrail({ dynamodb, auditTable: settings.auditTable }),
  };
}

/** What hands values on. */
function createCharging({ chargeSettings }: VaultSettings, { dynamodb }: Clients) {
  const chargeFunction =
    chargeSettings === null ? null : createChargeFunction(chargeSettings, dynamodb.config);
  return { chargeSettings, chargeFunction };
}

/** What works with keys. */
function createKeyedServices(settings: VaultSettings, { dynamodb, kms }: Clients) {
  const keyStore = {
    dynamodb,
    kms,
    tableName: settings.keyStoreTable,
    keyStoreName: settings.keyStoreName,
    rootKeyArn: settings.rootKeyArn,
  };
  const limits = {
    lifeSeconds: settings.branchKeyLifeSeconds,
    maxUses: settings.branchKeyMaxUses,
  };
  return {
    envelope: createEnvelope(settings.envelope, createBranchKeys(keyStore, limits)),
    tenantKeys: createTenantKeys(keyStore, settings.branchKeyLifeSeconds),
    receipts: createReceipts(kms, settings.receiptKeyArn),
  };
}

/**
 * Wires the vault from its environment: VAULT_TABLE, CONTROL_TABLE, CVC_TABLE, AUDIT_TABLE,
 * CHECKPOINT_TABLE, NOTICES_TABLE, KEY_STORE_TABLE, KEY_STORE_NAME, ROOT_KEY_ARN, RECEIPT_KEY_ARN,
 * BRANCH_KEY_TTL_SECONDS (300), BRANCH_KEY_MAX_USES (1,000,000), ENVELOPE (one-shot; the other is
 * library), EQUALITY_BUDGET_PER_HOUR (500), BUDGETS (`DEFAULT_LIMITS`), BULK_RELEASE_ITEMS (10),
 * BACKUP_DAYS (35), SERVICE_CALLERS (none), TENANT_SETTINGS (none), CHARGE_FUNCTION and
 * CHARGE_PROCESSORS (none: nothing can be charged).
 * Once per process.
 * @throws TypeError naming the variable that is missing or wrong
 */
export function createServices(
  env: Environment,
  surroundings: Surroundings = SURROUNDINGS,
): Services {
  const settings = readVaultSettings(env);
  const clients = createClients();
  const { dynamodb } = clients;
  const { clock, random, write } = surroundings;
  const metrics = createMetrics(write, () => clock().getTime());
  const audit = createAudit({ dynamodb, tableName: settings.auditTable, metrics }, clock);
  return {
    attempts: createAttempts(audit, metrics),
    backupDays: settings.backupDays,
    budgetLimits: settings.budgetLimits,
    bulkReleaseItems: settings.bulkReleaseItems,
    clock,
    identify: createIdentify(settings.serviceCallers, settings.clientCertificates),
    metrics,
    random,
    ...createCharging(settings, clients),
    ...createKeyedServices(settings, clients),
    ...createTokenStores({ settings, dynamodb, surroundings }),
    tenantSettings: readTenantSettings(env),
  };
}
