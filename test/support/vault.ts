import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { setTimeout as sleep } from 'node:timers/promises';

import { createAnswer as createKeyAdmin } from '../../functions/key-admin/answer.ts';
import { createKeyAdminServices } from '../../functions/key-admin/services.ts';
import { createRewrap } from '../../functions/rewrap/run.ts';
import { createRewrapServices } from '../../functions/rewrap/services.ts';
import type { RewrapSurroundings } from '../../functions/rewrap/services.ts';
import { createAnswer } from '../../functions/vault/answer.ts';
import type { KeyAdminEvent, VaultEvent } from '../../functions/vault/event.ts';
import { SECURE_RANDOM } from '../../functions/vault/random.ts';
import { createServices } from '../../functions/vault/services.ts';
import type { Surroundings } from '../../functions/vault/services.ts';
import { TABLES as DEFINED } from '../../infra/tables.ts';
import { keyStoreIn, noKeys } from '../../local/kms/key-store.ts';
import { createKms } from '../../local/kms/service.ts';
import { serveAwsJson } from '../../local/protocol/aws-json.ts';
import { AMPLE_BUDGETS } from './ample-budgets.ts';
import { runCharging } from './charging.ts';
import type { RunningCharging } from './charging.ts';
import { runDynamoDb } from './dynamodb.ts';
import { tapWire } from './wire-tap.ts';
import type { WireTap } from './wire-tap.ts';

const REGION = 'us-east-1';
const ACCOUNT = '000000000000';
const SECRET = 'secret-of-test';
const TABLES = {
  VAULT_TABLE: 'vault',
  CONTROL_TABLE: 'control',
  CVC_TABLE: 'cvc',
  AUDIT_TABLE: 'audit',
  NOTICES_TABLE: 'notices',
  CHECKPOINT_TABLE: 'checkpoints',
  PROFILE_TABLE: 'profiles',
  KEY_STORE_TABLE: 'keys',
} as const;

const AUDIT_INDEX = DEFINED.audit.index;

export const SERVICE_CALLER = {
  account: ACCOUNT,
  roleName: 'checkout',
  tenant: 'acme',
  groups: ['tokenizers'],
};

export type Item = Record<string, AttributeValue>;
export type Answer = ReturnType<typeof createAnswer>;

export function isEveryday(line: string): boolean {
  return /"(Refused|Released)":\d/.test(line);
}

/** The vault over a real DynamoDB and KMS, each behind a wire tap. Tenants: acme and globex. */
export interface RunningVault {
  readonly dynamodb: DynamoDBClient;
  readonly kms: KMSClient;
  readonly dynamodbWire: WireTap;
  readonly kmsWire: WireTap;
  readonly charging: RunningCharging;
  readonly env: Record<string, string>;
  /** Lines of metrics that any vault of this test wrote, but for those of everyday work. */
  readonly lines: string[];
  /** Lines of the metrics of everyday work: what was refused, what was released. */
  readonly everyday: string[];
  /** A vault with cold caches, as a new process has. */
  start(surroundings?: Partial<Surroundings>, env?: Record<string, string>): Answer;
  /** A key administration, as a new process has it; the operator's tenant is acme. */
  startKeyAdmin(surroundings?: Partial<Surroundings>, env?: Record<string, string>): Answer;
  /** A rewrap, as a new process has it: each call is a run. */
  startRewrap(
    surroundings?: Partial<RewrapSurroundings>,
    env?: Record<string, string>,
  ): (requestId: string) => Promise<void>;
  createTenant(tenant: string): Promise<unknown>;
  items(table: keyof typeof TABLES): Promise<Item[]>;
  stop(): Promise<void>;
}

/** The SDK reads region, keys and endpoints from the environment, as it does in a function. */
function setEnvironment(accessKeyId: string, dynamodb: string, kms: string): void {
  process.env.AWS_REGION = REGION;
  process.env.AWS_ACCESS_KEY_ID = accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = SECRET;
  process.env.AWS_ENDPOINT_URL_DYNAMODB = dynamodb;
  process.env.AWS_ENDPOINT_URL_KMS = kms;
}

/** Its keys are in memory: scrypt, which seals the file, takes as long as the cases of a suite do. */
async function runKms(accessKeyId: string) {
  const principal = `arn:aws:iam::${ACCOUNT}:role/test`;
  const service = createKms({
    store: keyStoreIn({ value: noKeys(), save: () => undefined }),
    region: REGION,
    account: ACCOUNT,
    accessKeys: [{ accessKeyId, secretAccessKey: SECRET, principal }],
  });
  const server = await serveAwsJson(service, 0);
  return { endpoint: `http://127.0.0.1:${server.port}`, stop: () => server.close() };
}

/** Every item, page by page: a page ends at 1 MB. */
async function scan(client: DynamoDBClient, table: string): Promise<Item[]> {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName: table, ConsistentRead: true, ExclusiveStartKey: start }),
    );
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return items;
}

/** `settings` are variables that every vault of this test gets. */
export async function runVault(settings: Record<string, string> = {}): Promise<RunningVault> {
  const engine = await runDynamoDb();
  const keys = await runKms(engine.accessKeyId);
  const [dynamodbWire, kmsWire] = [await tapWire(engine.endpoint), await tapWire(keys.endpoint)];
  const accessKey = {
    accessKeyId: engine.accessKeyId,
    secretAccessKey: SECRET,
    principal: `arn:aws:iam::${ACCOUNT}:role/test`,
  };
  const charging = await runCharging(REGION, accessKey);
  setEnvironment(engine.accessKeyId, dynamodbWire.endpoint, kmsWire.endpoint);
  const [dynamodb, kms] = [new DynamoDBClient(), new KMSClient()];
  for (const name of [
    'VAULT_TABLE',
    'CONTROL_TABLE',
    'CVC_TABLE',
    'NOTICES_TABLE',
    'PROFILE_TABLE',
  ] as const) {
    await engine.createTable(TABLES[name], 'pk');
  }
  await engine.createTable(TABLES.AUDIT_TABLE, 'pk', 'sk', AUDIT_INDEX);
  await engine.createTable(TABLES.CHECKPOINT_TABLE, 'pk', 'sk');
  await engine.createTable(TABLES.KEY_STORE_TABLE, 'branch-key-id', 'type');
  const { KeyMetadata } = await kms.send(new CreateKeyCommand());
  const rootKeyArn = KeyMetadata?.Arn ?? '';
  const receiptKey = await kms.send(
    new CreateKeyCommand({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }),
  );
  const keyStoreName = 'branch-keys';
  const serviceCallers = JSON.stringify([SERVICE_CALLER]);
  const env = {
    ...TABLES,
    KEY_STORE_NAME: keyStoreName,
    ROOT_KEY_ARN: rootKeyArn,
    RECEIPT_KEY_ARN: receiptKey.KeyMetadata?.Arn ?? '',
    SERVICE_CALLERS: serviceCallers,
    ...charging.env,
    // A suite asks more in a minute than an actor may in an hour; budgets have cases of their own.
    EQUALITY_BUDGET_PER_HOUR: '1000000',
    BUDGETS: AMPLE_BUDGETS,
    BULK_RELEASE_ITEMS: '50',
    OPERATOR_TENANT: 'acme',
    // All suites can be run with the other envelope.
    ENVELOPE: process.env.ENVELOPE ?? 'one-shot',
    ...settings,
  };
  const lines: string[] = [];
  const everyday: string[] = [];
  const real: RewrapSurroundings = {
    clock: () => new Date(),
    random: SECURE_RANDOM,
    wait: sleep,
    write: (line) => (isEveryday(line) ? everyday : lines).push(line),
  };
  const startKeyAdmin: RunningVault['startKeyAdmin'] = (surroundings = {}, more = {}) =>
    createKeyAdmin(createKeyAdminServices({ ...env, ...more }, { ...real, ...surroundings }));
  const keyAdmin = startKeyAdmin();
  const createTenant = (tenant: string) =>
    keyAdmin({ operation: 'createBranchKey', tenant }, 'request-0');
  await createTenant('acme');
  await createTenant('globex');
  return {
    dynamodb,
    kms,
    dynamodbWire,
    kmsWire,
    charging,
    env,
    lines,
    everyday,
    start: (surroundings = {}, more = {}) =>
      createAnswer(createServices({ ...env, ...more }, { ...real, ...surroundings })),
    startKeyAdmin,
    startRewrap: (surroundings = {}, more = {}) =>
      createRewrap(createRewrapServices({ ...env, ...more }, { ...real, ...surroundings })),
    createTenant,
    items: (table) => scan(dynamodb, TABLES[table]),
    stop: async () => {
      dynamodb.destroy();
      kms.destroy();
      await Promise.all([dynamodbWire.stop(), kmsWire.stop(), charging.stop()]);
      await Promise.all([engine.stop(), keys.stop()]);
    },
  };
}

/** A signed-in user of the groups, in tenant acme unless another is named. */
export function user(
  groups: readonly string[],
  tenant: string | null = 'acme',
  subject = 'u-1',
  persons: readonly string[] = [],
) {
  return { kind: 'user', subject, tenant, groups, tokenUse: 'id', persons } as const;
}

export const TOKENIZER = user(['tokenizers'], 'acme', 'tokenizer-1');
export const PAYMENT = user(['payment-staff'], 'acme', 'payment-1');
export const SUPPORT = user(['support'], 'acme', 'support-1');

export function event<Operation extends (VaultEvent | KeyAdminEvent)['operation']>(
  operation: Operation,
  identity: VaultEvent['identity'],
  received: unknown,
) {
  return { operation, identity, origin: { sourceIp: ['203.0.113.7'] }, arguments: received };
}

export interface Reply {
  readonly data?: unknown;
  readonly error?: { readonly code: string; readonly message: string };
}

/** Sends one event and gives its reply. */
export async function ask(
  answer: Answer,
  operation: (VaultEvent | KeyAdminEvent)['operation'],
  identity: VaultEvent['identity'],
  received: unknown,
): Promise<Reply> {
  return (await answer(event(operation, identity, received), 'request-1')) as Reply;
}

export interface TokenView {
  readonly token: string;
  readonly dataClass: string;
  readonly format: string;
  readonly masked: string;
  readonly createdAt: string;
}

export async function tokenized(
  answer: Answer,
  dataClass: string,
  plaintext: string,
  format: string | null = null,
): Promise<TokenView> {
  const input = { dataClass, plaintext, format };
  const { data, error } = await ask(answer, 'tokenize', TOKENIZER, { input });
  if (error !== undefined) throw new Error(error.code);
  return data as TokenView;
}
