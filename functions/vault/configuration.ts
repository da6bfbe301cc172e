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
  readonly auditTable: string;
  readonly branchKeyLifeSeconds: number;
  readonly serviceCallers: readonly ServiceCaller[];
}

const KEY_ARN = /^arn:aws(?:-[a-z]+)*:kms:[a-z0-9-]+:[0-9]{12}:key\/[A-Za-z0-9-]+$/;
const DEFAULT_LIFE_SECONDS = '300';
const MAX_LIFE_SECONDS = 86_400;

/** Names the variable and the rule, not what was found. */
function refuse(name: string, rule: string): never {
  throw new TypeError(`Environment variable ${name} ${rule}.`);
}

function required(env: Environment, name: string): string {
  const value = env[name];
  return value === undefined || value === '' ? refuse(name, 'must be set') : value;
}

function readLifeSeconds(env: Environment): number {
  const text = env.BRANCH_KEY_TTL_SECONDS ?? DEFAULT_LIFE_SECONDS;
  const seconds = /^[0-9]{1,5}$/.test(text) ? Number(text) : 0;
  const isAllowed = seconds >= 1 && seconds <= MAX_LIFE_SECONDS;
  return isAllowed ? seconds : refuse('BRANCH_KEY_TTL_SECONDS', 'must be 1 to 86400');
}

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
  const rootKeyArn = required(env, 'ROOT_KEY_ARN');
  if (!KEY_ARN.test(rootKeyArn)) refuse('ROOT_KEY_ARN', 'must be the ARN of a KMS key');
  return {
    keyStoreTable: required(env, 'KEY_STORE_TABLE'),
    keyStoreName: required(env, 'KEY_STORE_NAME'),
    rootKeyArn,
  };
}

/** @throws TypeError naming the variable that is missing or wrong */
export function readVaultSettings(env: Environment): VaultSettings {
  return {
    ...readKeyStoreSettings(env),
    vaultTable: required(env, 'VAULT_TABLE'),
    auditTable: required(env, 'AUDIT_TABLE'),
    branchKeyLifeSeconds: readLifeSeconds(env),
    serviceCallers: readServiceCallers(env),
  };
}
