import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';

import type { Tenant } from '../../functions/vault/identity.ts';
import { versionOfMessage } from '../../functions/vault/message-version.ts';
import { ask, user } from './vault.ts';
import type { Answer, Item, Reply, RunningVault, TokenView } from './vault.ts';

/** What `startRewrap` and `rewrapStatus` answer. */
export interface JobView {
  readonly id: string;
  readonly state: string;
  readonly keyVersion: string;
  readonly startedAt: string;
  readonly notBefore: string;
  readonly updatedAt: string;
  readonly endedAt: string | null;
  readonly rewrapped: number;
  readonly alreadyCurrent: number;
  readonly failed: number;
  readonly census: readonly { readonly keyVersion: string; readonly records: number }[];
}

/** All that a suite does with one tenant's keys and records, with caches that never hide what it did. */
export interface RewrapBench {
  readonly tokenizer: ReturnType<typeof user>;
  readonly admin: ReturnType<typeof user>;
  readonly payment: ReturnType<typeof user>;
  tokenize(input?: object, by?: Answer): Promise<string>;
  rotate(): Promise<string>;
  start(idempotencyKey?: string | null): Promise<JobView>;
  status(): Promise<JobView | null>;
  /** A run at a time at which no writer uses an older version. */
  run(): Promise<void>;
  release(token: string, by?: Answer): Promise<Reply>;
  /** The tenant's records as they are kept, by token. */
  records(): Promise<Map<string, Item>>;
  versionOf(item: Item | undefined): string;
  /** Takes all versions of the branch key away but the active one. */
  removeOldVersions(): Promise<number>;
}

/** Rotated keys are used by all writers 320 seconds later. */
export const later = (): Date => new Date(Date.now() + 600_000);

const VERSION = 'branch:version:';

function dataOf({ data, error }: Reply): unknown {
  if (error !== undefined) throw new Error(error.code);
  return data;
}

async function removeOldVersions(vault: RunningVault, tenant: string): Promise<number> {
  const rows = (await vault.items('KEY_STORE_TABLE')).filter(
    (row) => row['branch-key-id']?.S === `tenant/${tenant}`,
  );
  const active = rows.find(({ type }) => type?.S === 'branch:ACTIVE')?.version?.S;
  const old = rows.filter(({ type }) => type?.S?.startsWith(VERSION) && type.S !== active);
  for (const { 'branch-key-id': id, type } of old) {
    const Key = { 'branch-key-id': id ?? { S: '' }, type: type ?? { S: '' } };
    await vault.dynamodb.send(new DeleteItemCommand({ TableName: 'keys', Key }));
  }
  return old.length;
}

/** Makes the tenant, if it has no keys yet. */
export async function rewrapBench(vault: RunningVault, tenant: string): Promise<RewrapBench> {
  await vault.createTenant(tenant);
  const tokenizer = user(['tokenizers'], tenant, 'tokenizer-1');
  const admin = user(['vault-admins'], tenant, 'admin-1');
  const payment = user(['payment-staff'], tenant, 'payment-1');
  const keyAdmin = vault.startKeyAdmin();
  let count = 0;
  let cold: Answer | undefined;
  const answer = (): Answer => (cold ??= vault.start());
  return {
    tokenizer,
    admin,
    payment,
    async tokenize(input = {}, by = answer()) {
      count += 1;
      const value = { dataClass: 'TEXT', plaintext: `value ${String(count)} of ${tenant}` };
      const reply = await ask(by, 'tokenize', tokenizer, { input: { ...value, ...input } });
      return (dataOf(reply) as TokenView).token;
    },
    async rotate() {
      cold = undefined;
      const reply = await ask(keyAdmin, 'rotateKeys', admin, { input: null });
      return (dataOf(reply) as { keyVersion: string }).keyVersion;
    },
    async start(idempotencyKey = null) {
      const input = { idempotencyKey };
      return dataOf(await ask(keyAdmin, 'startRewrap', admin, { input })) as JobView;
    },
    status: async () => dataOf(await ask(keyAdmin, 'rewrapStatus', admin, {})) as JobView | null,
    run: () => vault.startRewrap({ clock: later })('run-1'),
    release: (token, by = answer()) =>
      ask(by, 'release', payment, { token, purpose: 'FRAUD_REVIEW' }),
    async records() {
      const prefix = `${tenant}#token#`;
      const items = (await vault.items('VAULT_TABLE')).filter(({ pk }) =>
        pk?.S?.startsWith(prefix),
      );
      return new Map(items.map((item) => [item.pk?.S?.slice(prefix.length) ?? '', item]));
    },
    versionOf: (item) =>
      versionOfMessage(tenant as Tenant, item?.ciphertext?.B ?? new Uint8Array()),
    removeOldVersions: () => {
      cold = undefined;
      return removeOldVersions(vault, tenant);
    },
  };
}
