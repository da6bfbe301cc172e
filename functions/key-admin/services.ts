import { createAttempts } from '../vault/attempt.ts';
import { createAudit } from '../vault/audit.ts';
import { createBatchRead } from '../vault/batch-read.ts';
import { createClients } from '../vault/clients.ts';
import { readKeyAdminSettings } from '../vault/configuration.ts';
import type { Environment } from '../vault/configuration.ts';
import { createIdempotencyHold } from '../vault/idempotency-hold.ts';
import { createIdentify } from '../vault/identity.ts';
import { createTenantKeys } from '../vault/keys.ts';
import { createMetrics } from '../vault/metrics.ts';
import { createReceipts } from '../vault/receipt.ts';
import { createRewrapJobs } from '../vault/rewrap-jobs.ts';
import type { RewrapJobs } from '../vault/rewrap-jobs.ts';
import { SURROUNDINGS } from '../vault/services.ts';
import type { Services, Surroundings } from '../vault/services.ts';
import { createStandings } from '../vault/standing.ts';
import { createCommit } from '../vault/transaction.ts';
import { createBranchKeys } from './branch-key.ts';
import type { BranchKeys } from './branch-key.ts';
import { createKeyRows } from './key-rows.ts';
import type { KeyRows } from './key-rows.ts';
import { createTenantRecords } from './tombstone.ts';
import type { TenantRecords } from './tombstone.ts';

type Shared = Pick<
  Services,
  | 'attempts'
  | 'backupDays'
  | 'clock'
  | 'idempotencyHold'
  | 'identify'
  | 'random'
  | 'receipts'
  | 'standings'
  | 'tenantKeys'
>;

/** What the key administration works with: of the vault's parts those that open no value. */
export interface KeyAdminServices extends Shared {
  readonly branchKeyLifeSeconds: number;
  readonly branchKeys: BranchKeys;
  /** Whose administrators make and erase tenants; null for nobody. */
  readonly operatorTenant: string | null;
  readonly records: TenantRecords;
  readonly rewrapJobs: RewrapJobs;
  readonly rows: KeyRows;
}

/**
 * Wires the key administration from its environment: CONTROL_TABLE, AUDIT_TABLE, KEY_STORE_TABLE,
 * KEY_STORE_NAME, ROOT_KEY_ARN, RECEIPT_KEY_ARN, BRANCH_KEY_TTL_SECONDS (300), BACKUP_DAYS (35),
 * SERVICE_CALLERS (none), OPERATOR_TENANT (none). Once per process.
 * @throws TypeError naming the variable that is missing or wrong
 */
export function createKeyAdminServices(
  env: Environment,
  { clock, random, write }: Surroundings = SURROUNDINGS,
): KeyAdminServices {
  const settings = readKeyAdminSettings(env);
  const { dynamodb, kms } = createClients();
  const { controlTable, keyStoreName, rootKeyArn } = settings;
  const keyStore = { dynamodb, kms, tableName: settings.keyStoreTable, keyStoreName, rootKeyArn };
  const [read, commit] = [createBatchRead(dynamodb), createCommit(dynamodb)];
  const metrics = createMetrics(write, () => clock().getTime());
  const audit = createAudit({ dynamodb, tableName: settings.auditTable, metrics }, clock);
  const rows = createKeyRows(keyStore);
  return {
    attempts: createAttempts(audit, metrics),
    backupDays: settings.backupDays,
    branchKeyLifeSeconds: settings.branchKeyLifeSeconds,
    branchKeys: createBranchKeys(keyStore, rows),
    clock,
    idempotencyHold: createIdempotencyHold({ clock, commit, random, read, tables: settings }),
    identify: createIdentify(settings.serviceCallers, settings.clientCertificates),
    operatorTenant: settings.operatorTenant,
    random,
    receipts: createReceipts(kms, settings.receiptKeyArn),
    records: createTenantRecords({ read, dynamodb, controlTable }),
    rewrapJobs: createRewrapJobs({ dynamodb, read, controlTable, newWriteId: () => random.uuid() }),
    rows,
    standings: createStandings(read, controlTable),
    tenantKeys: createTenantKeys(keyStore, settings.branchKeyLifeSeconds),
  };
}
