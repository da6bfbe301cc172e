import { createAttempts } from './attempt.ts';
import type { Attempts } from './attempt.ts';
import { createAudit } from './audit.ts';
import { createKeyrings } from './branch-keys.ts';
import { createClients } from './clients.ts';
import { readVaultSettings } from './configuration.ts';
import type { Environment } from './configuration.ts';
import { createEnvelope } from './envelope.ts';
import type { Envelope } from './envelope.ts';
import { createIdentify } from './identity.ts';
import type { Identity, Tenant } from './identity.ts';
import { createTenantKeys } from './keys.ts';
import type { TenantKeys } from './keys.ts';
import { createMetrics } from './metrics.ts';
import { SECURE_RANDOM } from './random.ts';
import type { RandomSource } from './random.ts';
import { readTenantSettings } from './settings.ts';
import type { TenantSettings } from './settings.ts';
import { createStore } from './store.ts';
import type { Store } from './store.ts';

/** All that operations work with; each asks for what it touches. */
export interface Services {
  readonly attempts: Attempts;
  readonly clock: () => Date;
  readonly envelope: Envelope;
  readonly identify: (received: unknown) => Identity;
  readonly random: RandomSource;
  readonly store: Store;
  readonly tenantKeys: (tenant: Tenant) => Promise<TenantKeys | null>;
  readonly tenantSettings: (tenant: Tenant) => TenantSettings;
}

/** What a test may set; everything else is real. */
export interface Surroundings {
  readonly clock: () => Date;
  readonly random: RandomSource;
  /** Takes the lines of metrics. */
  readonly write: (line: string) => void;
}

const SURROUNDINGS: Surroundings = {
  clock: () => new Date(),
  random: SECURE_RANDOM,
  write: (line) => {
    process.stdout.write(line);
  },
};

/**
 * Wires the vault from its environment: VAULT_TABLE, AUDIT_TABLE, KEY_STORE_TABLE, KEY_STORE_NAME,
 * ROOT_KEY_ARN, BRANCH_KEY_TTL_SECONDS (300), SERVICE_CALLERS (none), TENANT_SETTINGS (none).
 * Once per process.
 * @throws TypeError naming the variable that is missing or wrong
 */
export function createServices(
  env: Environment,
  { clock, random, write }: Surroundings = SURROUNDINGS,
): Services {
  const settings = readVaultSettings(env);
  const { dynamodb, kms } = createClients();
  const keyStore = {
    dynamodb,
    kms,
    tableName: settings.keyStoreTable,
    keyStoreName: settings.keyStoreName,
    rootKeyArn: settings.rootKeyArn,
  };
  const metrics = createMetrics(write, () => clock().getTime());
  const audit = createAudit({ dynamodb, tableName: settings.auditTable, metrics }, clock);
  return {
    attempts: createAttempts(audit, metrics),
    clock,
    envelope: createEnvelope(createKeyrings(keyStore, settings.branchKeyLifeSeconds)),
    identify: createIdentify(settings.serviceCallers),
    random,
    store: createStore(dynamodb, settings.vaultTable, () => random.uuid()),
    tenantKeys: createTenantKeys(keyStore, settings.branchKeyLifeSeconds),
    tenantSettings: readTenantSettings(env),
  };
}
