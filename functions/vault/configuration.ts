import { DEFAULT_LIMITS, parseLimits } from './budget-limits.ts';
import type { BudgetLimits } from './budget-limits.ts';
import { readChargeSettings } from './charge-settings.ts';
import type { ChargeSettings } from './charge-settings.ts';
import { fieldsOf, listOf, textOf } from './fields.ts';
import { fingerprintOf, isTenantName } from './identity.ts';
import type { ClientCertificates, ServiceCaller } from './identity.ts';
import { isGroup } from './policy.ts';

/** The environment of a function. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the vault and the key administration both need to reach the key store. */
export interface KeyStoreSettings {
  readonly keyStoreTable: string;
  readonly keyStoreName: string;
  readonly rootKeyArn: string;
}

/**
 * Two ways to write and read the same messages. `one-shot` does at once what `library`, the AWS
 * Encryption SDK, does in streams; each opens what the other sealed.
 */
const ENVELOPE_KINDS = ['one-shot', 'library'] as const;

export type EnvelopeKind = (typeof ENVELOPE_KINDS)[number];

/** What the vault and the key administration both need to answer callers and to record them. */
export interface CommonSettings extends KeyStoreSettings {
  readonly controlTable: string;
  readonly auditTable: string;
  readonly receiptKeyArn: string;
  /** How far backups of the tables go back; the end of the longest decides. */
  readonly backupDays: number;
  readonly branchKeyLifeSeconds: number;
  readonly serviceCallers: readonly ServiceCaller[];
  readonly clientCertificates: ClientCertificates;
}

export interface VaultSettings extends CommonSettings {
  /** Null where nothing can be charged. */
  readonly chargeSettings: ChargeSettings | null;
  readonly vaultTable: string;
  readonly cvcTable: string;
  readonly checkpointTable: string;
  readonly noticesTable: string;
  readonly equalityBudgetPerHour: number;
  /** Of tenants that set none of their own. */
  readonly budgetLimits: BudgetLimits;
  /** How many plaintexts a call may ask for without approval. */
  readonly bulkReleaseItems: number;
  /** How many messages a branch key seals and opens before it is loaded again. */
  readonly branchKeyMaxUses: number;
  readonly envelope: EnvelopeKind;
}

export interface KeyAdminSettings extends CommonSettings {
  /** Null if no tenant's administrators may make and erase tenants. */
  readonly operatorTenant: string | null;
}

/** What the function needs that moves records to the active branch key version. */
export interface RewrapSettings extends KeyStoreSettings {
  readonly vaultTable: string;
  readonly controlTable: string;
  readonly auditTable: string;
  readonly branchKeyLifeSeconds: number;
  readonly branchKeyMaxUses: number;
  readonly envelope: EnvelopeKind;
  /** How many items of the vault table it goes by in a second at most, whosever they are. */
  readonly itemsPerSecond: number;
  /** How long it works before it leaves the rest to the next run. */
  readonly runSeconds: number;
}

const KEY_ARN = /^arn:aws(?:-[a-z]+)*:kms:[a-z0-9-]+:[0-9]{12}:key\/[A-Za-z0-9-]+$/;

/** Names the variable and the rule, not what was found. */
function refuse(name: string, rule: string): never {
  throw new TypeError(`Environment variable ${name} ${rule}.`);
}

/** @throws TypeError naming the variable that is missing */
export function readText(env: Environment, name: string): string {
  const value = env[name];
  return value === undefined || value === '' ? refuse(name, 'must be set') : value;
}

export function readKeyArn(env: Environment, name: string): string {
  const arn = readText(env, name);
  return KEY_ARN.test(arn) ? arn : refuse(name, 'must be the ARN of a KMS key');
}

interface WholeNumber {
  readonly name: string;
  readonly absent: number;
  readonly least: number;
  readonly most: number;
}

export function readWholeNumber(
  env: Environment,
  { name, absent, least, most }: WholeNumber,
): number {
  const text = env[name] ?? String(absent);
  const value = /^[0-9]{1,9}$/.test(text) ? Number(text) : NaN;
  return value >= least && value <= most ? value : refuse(name, `must be ${least} to ${most}`);
}

const LIFE_SECONDS = { name: 'BRANCH_KEY_TTL_SECONDS', absent: 300, least: 1, most: 86_400 };
/** At 5,000 messages a second, about as long as the life of 300 s. */
const MAX_USES = {
  name: 'BRANCH_KEY_MAX_USES',
  absent: 1_000_000,
  least: 1,
  most: 100_000_000,
};
/** The longest point-in-time recovery of DynamoDB is 35 days; archives may go back further. */
const BACKUP_DAYS = { name: 'BACKUP_DAYS', absent: 35, least: 0, most: 36_500 };
const EQUALITY_BUDGET = {
  name: 'EQUALITY_BUDGET_PER_HOUR',
  absent: 500,
  least: 0,
  most: 100_000_000,
};

const ITEMS_PER_SECOND = {
  name: 'REWRAP_ITEMS_PER_SECOND',
  absent: 250,
  least: 1,
  most: 10_000,
};
/** Well within the function's time limit, and less than a minute, after which the next one comes. */
const RUN_SECONDS = { name: 'REWRAP_RUN_SECONDS', absent: 45, least: 1, most: 50 };

function readEnvelope(env: Environment): EnvelopeKind {
  const kind = ENVELOPE_KINDS.find((one) => one === (env.ENVELOPE ?? 'one-shot'));
  return kind ?? refuse('ENVELOPE', `must be ${ENVELOPE_KINDS.join(' or ')}`);
}

function readBudgets(env: Environment): BudgetLimits {
  const limits = parseLimits(env.BUDGETS ?? '{}');
  if (limits === null) refuse('BUDGETS', 'must give { perMinute, perDay } by budget, in JSON');
  return new Map([...DEFAULT_LIMITS, ...limits]);
}

const BULK_RELEASE = { name: 'BULK_RELEASE_ITEMS', absent: 10, least: 1, most: 50 };

function readServiceCaller(received: unknown): ServiceCaller {
  const { account, roleName, tenant, groups, charges = false, certificate } = fieldsOf(received);
  const isCaller =
    /^[0-9]{12}$/.test(textOf(account)) &&
    /^[\w+=,.@-]{1,64}$/.test(textOf(roleName)) &&
    isTenantName(tenant) &&
    listOf(groups).length > 0 &&
    listOf(groups).every(isGroup) &&
    typeof charges === 'boolean' &&
    (certificate === undefined || fingerprintOf(certificate) !== null);
  if (!isCaller) {
    refuse(
      'SERVICE_CALLERS',
      'must list { account, roleName, tenant, groups, charges, certificate }',
    );
  }
  return {
    account: textOf(account),
    roleName: textOf(roleName),
    tenant,
    groups: listOf(groups).filter(isGroup),
    charges,
    ...(certificate === undefined ? {} : { certificate: textOf(certificate) }),
  };
}

/** Whatever is not one of the two would leave tokens unbound. */
function readClientCertificates({ CLIENT_CERTIFICATES: given = 'ignored' }: Environment) {
  if (given === 'bound' || given === 'ignored') return given;
  return refuse('CLIENT_CERTIFICATES', 'must be bound or ignored');
}

function readServiceCallers(env: Environment): ServiceCaller[] {
  const text = env.SERVICE_CALLERS ?? '[]';
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = null;
  }
  if (!Array.isArray(parsed)) refuse('SERVICE_CALLERS', 'must be a JSON array');
  return parsed.map(readServiceCaller);
}

function readKeyStoreSettings(env: Environment): KeyStoreSettings {
  const rootKeyArn = readKeyArn(env, 'ROOT_KEY_ARN');
  return {
    keyStoreTable: readText(env, 'KEY_STORE_TABLE'),
    keyStoreName: readText(env, 'KEY_STORE_NAME'),
    rootKeyArn,
  };
}

function readOperatorTenant(env: Environment): string | null {
  const tenant = env.OPERATOR_TENANT ?? null;
  if (tenant === null || isTenantName(tenant)) return tenant;
  return refuse('OPERATOR_TENANT', 'must be the name of a tenant');
}

function readCommonSettings(env: Environment): CommonSettings {
  return {
    ...readKeyStoreSettings(env),
    controlTable: readText(env, 'CONTROL_TABLE'),
    auditTable: readText(env, 'AUDIT_TABLE'),
    receiptKeyArn: readKeyArn(env, 'RECEIPT_KEY_ARN'),
    backupDays: readWholeNumber(env, BACKUP_DAYS),
    branchKeyLifeSeconds: readWholeNumber(env, LIFE_SECONDS),
    serviceCallers: readServiceCallers(env),
    clientCertificates: readClientCertificates(env),
  };
}

/** @throws TypeError naming the variable that is missing or wrong */
export function readVaultSettings(env: Environment): VaultSettings {
  return {
    ...readCommonSettings(env),
    chargeSettings: readChargeSettings(env),
    vaultTable: readText(env, 'VAULT_TABLE'),
    cvcTable: readText(env, 'CVC_TABLE'),
    checkpointTable: readText(env, 'CHECKPOINT_TABLE'),
    noticesTable: readText(env, 'NOTICES_TABLE'),
    equalityBudgetPerHour: readWholeNumber(env, EQUALITY_BUDGET),
    budgetLimits: readBudgets(env),
    bulkReleaseItems: readWholeNumber(env, BULK_RELEASE),
    branchKeyMaxUses: readWholeNumber(env, MAX_USES),
    envelope: readEnvelope(env),
  };
}

/** @throws TypeError naming the variable that is missing or wrong */
export function readKeyAdminSettings(env: Environment): KeyAdminSettings {
  return { ...readCommonSettings(env), operatorTenant: readOperatorTenant(env) };
}

/** @throws TypeError naming the variable that is missing or wrong */
export function readRewrapSettings(env: Environment): RewrapSettings {
  return {
    ...readKeyStoreSettings(env),
    vaultTable: readText(env, 'VAULT_TABLE'),
    controlTable: readText(env, 'CONTROL_TABLE'),
    auditTable: readText(env, 'AUDIT_TABLE'),
    branchKeyLifeSeconds: readWholeNumber(env, LIFE_SECONDS),
    branchKeyMaxUses: readWholeNumber(env, MAX_USES),
    envelope: readEnvelope(env),
    itemsPerSecond: readWholeNumber(env, ITEMS_PER_SECOND),
    runSeconds: readWholeNumber(env, RUN_SECONDS),
  };
}
