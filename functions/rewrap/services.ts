import { setTimeout as sleep } from 'node:timers/promises';

import { createKeyRows } from '../key-admin/key-rows.ts';
import type { KeyRows } from '../key-admin/key-rows.ts';
import { createAttempts } from '../vault/attempt.ts';
import type { Attempts } from '../vault/attempt.ts';
import { createAudit } from '../vault/audit.ts';
import { createBatchRead } from '../vault/batch-read.ts';
import { createBranchKeys } from '../vault/branch-keys.ts';
import { createClients } from '../vault/clients.ts';
import type { Clients } from '../vault/clients.ts';
import { readRewrapSettings } from '../vault/configuration.ts';
import type { Environment, RewrapSettings } from '../vault/configuration.ts';
import { createMessageCipher } from '../vault/envelope.ts';
import type { MessageCipher } from '../vault/envelope.ts';
import type { Tenant } from '../vault/identity.ts';
import { createTenantKeys } from '../vault/keys.ts';
import type { TenantKeys } from '../vault/keys.ts';
import { createMetrics } from '../vault/metrics.ts';
import type { Metrics } from '../vault/metrics.ts';
import { createRewrapJobs } from '../vault/rewrap-jobs.ts';
import type { RewrapJobs } from '../vault/rewrap-jobs.ts';
import { SURROUNDINGS } from '../vault/services.ts';
import type { Surroundings } from '../vault/services.ts';
import { createStandings } from '../vault/standing.ts';
import { createRecordTable } from './record-table.ts';
import type { RecordTable } from './record-table.ts';

/** What a rewrap works with. Its cipher turns bytes into bytes: no value is ever made a text of. */
export interface RewrapServices {
  readonly attempts: Attempts;
  readonly cipher: MessageCipher;
  readonly clock: () => Date;
  readonly jobs: RewrapJobs;
  readonly metrics: Metrics;
  readonly newWriteId: () => string;
  readonly records: RecordTable;
  readonly rows: KeyRows;
  readonly settings: RewrapSettings;
  readonly standings: ReturnType<typeof createStandings>;
  readonly tenantKeys: (tenant: Tenant) => Promise<TenantKeys | null>;
  /** Waits; beside the clock, so that both can be replaced. */
  readonly wait: (milliseconds: number) => Promise<unknown>;
}

/** As the vault's, and how time is spent. */
export interface RewrapSurroundings extends Surroundings {
  readonly wait: (milliseconds: number) => Promise<unknown>;
}

const REAL: RewrapSurroundings = { ...SURROUNDINGS, wait: (milliseconds) => sleep(milliseconds) };

function createKeys(settings: RewrapSettings, { dynamodb, kms }: Clients, now: () => number) {
  const { keyStoreTable: tableName, keyStoreName, rootKeyArn } = settings;
  const keyStore = { dynamodb, kms, tableName, keyStoreName, rootKeyArn };
  const { branchKeyLifeSeconds: lifeSeconds, branchKeyMaxUses: maxUses } = settings;
  const branchKeys = createBranchKeys(keyStore, { lifeSeconds, maxUses }, now);
  return {
    cipher: createMessageCipher(settings.envelope, branchKeys),
    rows: createKeyRows(keyStore),
    tenantKeys: createTenantKeys(keyStore, lifeSeconds),
  };
}

/**
 * Wires the rewrap from its environment: VAULT_TABLE, CONTROL_TABLE, AUDIT_TABLE, KEY_STORE_TABLE,
 * KEY_STORE_NAME, ROOT_KEY_ARN, BRANCH_KEY_TTL_SECONDS (300), BRANCH_KEY_MAX_USES (1,000,000),
 * ENVELOPE (one-shot; the other is library), REWRAP_ITEMS_PER_SECOND (250), REWRAP_RUN_SECONDS (45).
 * Once per process.
 * @throws TypeError naming the variable that is missing or wrong
 */
export function createRewrapServices(
  env: Environment,
  { clock, random, wait, write }: RewrapSurroundings = REAL,
): RewrapServices {
  const settings = readRewrapSettings(env);
  const clients = createClients();
  const { dynamodb } = clients;
  const { auditTable, controlTable, vaultTable } = settings;
  const now = () => clock().getTime();
  const metrics = createMetrics(write, now);
  const newWriteId = () => random.uuid();
  const read = createBatchRead(dynamodb);
  return {
    attempts: createAttempts(
      createAudit({ dynamodb, tableName: auditTable, metrics }, clock),
      metrics,
    ),
    clock,
    jobs: createRewrapJobs({ dynamodb, read, controlTable, newWriteId }),
    metrics,
    newWriteId,
    records: createRecordTable({ dynamodb, read, tableName: vaultTable }),
    settings,
    standings: createStandings(read, controlTable),
    wait,
    ...createKeys(settings, clients, now),
  };
}
