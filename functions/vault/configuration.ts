import { fieldsOf, listOf, textOf } from './fields.ts';
import { isTenantName } from './identity.ts';
import type { ServiceCaller } from './identity.ts';
import { isGroup } from './policy.ts';

/** The environment of a function. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the vault and the key administration both need to reach the key store. */
export interface KeyStoreSettings {
  readonly keyStoreTable: string;
  readonly keyStoreName: string;
  readonly rootKeyArn: string;
}

export interface VaultSettings extends KeyStoreSettings {
  readonly vaultTable: string;
  readonly controlTable: string;
  readonly cvcTable: string;
  readonly auditTable: string;
  readonly checkpointTable: string;
  readonly receiptKeyArn: string;
  /** How far backups of the vault table go back; the end of the longest decides. */
  readonly backupDays: number;
  readonly equalityBudgetPerHour: number;
  readonly branchKeyLifeSeconds: number;
  readonly serviceCallers: readonly ServiceCaller[];
}

const KEY_ARN = /^arn:aws(?:-[a-z]+)*:kms:[a-z0-9-]+:[0-9]{12}:key\/[A-Za-z0-9-]+$/;

/** Names the variable and the rule, not what was found. */
function refuse(name: string, rule: string): never {
  throw new TypeError(`Environment variable ${name} ${rule}.`);
}

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
/** The longest point-in-time recovery of DynamoDB is 35 days; archives may go back further. */
const BACKUP_DAYS = { name: 'BACKUP_DAYS', absent: 35, least: 0, most: 36_500 };
const EQUALITY_BUDGET = {
  name: 'EQUALITY_BUDGET_PER_HOUR',
  absent: 500,
  least: 0,
  most: 100_000_000,
};

function readServiceCaller(received: unknown): ServiceCaller {
  const { account, roleName, tenant, groups } = fieldsOf(received);
  const isCaller =
    /^[0-9]{12}$/.test(textOf(account)) &&
    /^[\w+=,.@-]{1,64}$/.test(textOf(roleName)) &&
    isTenantName(tenant) &&
    listOf(groups).length > 0 &&
    listOf(groups).every(isGroup);
  if (!isCaller) refuse('SERVICE_CALLERS', 'must list { account, roleName, tenant, groups }');
  return {
    account: textOf(account),
    roleName: textOf(roleName),
    tenant,
    groups: listOf(groups).filter(isGroup),
  };
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

/** @throws TypeError naming the variable that is missing or wrong */
export function readKeyStoreSettings(env: Environment): KeyStoreSettings {
  const rootKeyArn = readKeyArn(env, 'ROOT_KEY_ARN');
  return {
    keyStoreTable: readText(env, 'KEY_STORE_TABLE'),
    keyStoreName: readText(env, 'KEY_STORE_NAME'),
    rootKeyArn,
  };
}

/** @throws TypeError naming the variable that is missing or wrong */
export function readVaultSettings(env: Environment): VaultSettings {
  return {
    ...readKeyStoreSettings(env),
    vaultTable: readText(env, 'VAULT_TABLE'),
    controlTable: readText(env, 'CONTROL_TABLE'),
    cvcTable: readText(env, 'CVC_TABLE'),
    auditTable: readText(env, 'AUDIT_TABLE'),
    checkpointTable: readText(env, 'CHECKPOINT_TABLE'),
    receiptKeyArn: readKeyArn(env, 'RECEIPT_KEY_ARN'),
    backupDays: readWholeNumber(env, BACKUP_DAYS),
    equalityBudgetPerHour: readWholeNumber(env, EQUALITY_BUDGET),
    branchKeyLifeSeconds: readWholeNumber(env, LIFE_SECONDS),
    serviceCallers: readServiceCallers(env),
  };
}
