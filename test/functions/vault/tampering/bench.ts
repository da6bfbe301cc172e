import { BatchWriteItemCommand, DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

import type { Operation } from '../../../../functions/vault/event.ts';
import { event, runVault, user } from '../../../support/vault.ts';
import type { Answer, Item, Reply, RunningVault } from '../../../support/vault.ts';
import type { Passage } from '../../../support/wire-tap.ts';

export const TABLES = { VAULT_TABLE: 'vault', CONTROL_TABLE: 'control', CVC_TABLE: 'cvc' } as const;

export type TableName = keyof typeof TABLES;

/** What one item of a request was answered, and what the trail says of it. */
export interface Asked {
  /** `OK`, or the code and message of the refusal. */
  readonly reply: string;
  readonly data: unknown;
  readonly finding: string | null;
}

/** A vault to tamper with. All that is asked is asked as one user with every group of the tenant. */
export interface Bench {
  readonly vault: RunningVault;
  /** One `Asked` for each of the arguments, whatever the operation takes at once. */
  ask(operation: Operation, received: readonly object[], tenant?: string): Promise<Asked[]>;
  put(table: TableName, items: readonly Item[]): Promise<void>;
  /** All items that the vault keeps, by table and key; without counters of questions. */
  stored(): Promise<Map<string, Item>>;
  remove(table: TableName, pk: AttributeValue): Promise<void>;
  /** Forgets all items that the vault keeps, whole. */
  clear(): Promise<void>;
  /** How often tampering was counted since this was last asked. */
  alarms(): number;
}

export const NOT_FOUND = 'TOKEN_NOT_FOUND: There is no such token.';

/** Who asks. */
export const ACTOR = 'tamperer-1';

const GROUPS = ['tokenizers', 'support', 'payment-staff', 'vault-admins'];
const MAX_BATCH = 50;
const MAX_PUTS = 25;
const SIDE_BY_SIDE = 10;

const PURPOSES = { support: ['CUSTOMER_SUPPORT'], 'payment-staff': ['FRAUD_REVIEW'] };
const BADGE = { pattern: 'B[0-9]{9}', maxBytes: 10, mask: { keepLast: 2 }, purposes: PURPOSES };
const SETTINGS = { customClasses: { badge: BADGE, pass: BADGE } };

function chunksOf<Value>(values: readonly Value[], size: number): Value[][] {
  const count = Math.ceil(values.length / size);
  return Array.from({ length: count }, (_, at) => values.slice(at * size, (at + 1) * size));
}

interface BatchItem {
  readonly __typename?: string;
  readonly code?: string;
  readonly message?: string;
}

function answered({ data, error }: Reply): Omit<Asked, 'finding'> {
  if (error !== undefined) return { reply: `${error.code}: ${error.message}`, data: null };
  const { __typename: name, code = '', message = '' } = (data ?? {}) as BatchItem;
  return name === 'VaultError' ? { reply: `${code}: ${message}`, data } : { reply: 'OK', data };
}

/** Takes the replies of one request apart: one for each thing that was asked. */
function repliesOf(replied: Reply | Reply[], count: number): Reply[] {
  const replies = Array.isArray(replied) ? replied : [replied];
  const [first] = replies;
  if (Array.isArray(first?.data)) return first.data.map((data: unknown) => ({ data }));
  return replies.length === count ? replies : Array<Reply>(count).fill(first ?? {});
}

interface AuditPut {
  readonly TableName: string;
  readonly Item?: {
    readonly kind?: { S: string };
    readonly requestId?: { S: string };
    readonly items?: { L: readonly { M: { readonly finding?: { S: string } } }[] };
  };
}

/** The findings of a request, item by item, as its outcome went to the audit table. */
function findingsOf(passages: readonly Passage[], requestId: string): (string | null)[] {
  for (const { operation, body } of passages) {
    if (operation !== 'PutItem' || !body.includes(requestId)) continue;
    const { TableName, Item } = JSON.parse(body) as AuditPut;
    const isOutcome = TableName === 'audit' && Item?.kind?.S === 'OUTCOME';
    if (isOutcome) return (Item.items?.L ?? []).map(({ M }) => M.finding?.S ?? null);
  }
  throw new Error('A request left no outcome.');
}

function eventOf(operation: Operation, tenant: string, chunk: readonly object[]): unknown {
  const identity = user(GROUPS, tenant, ACTOR);
  if (operation.endsWith('Batch')) return event(operation, identity, { inputs: chunk });
  const events = chunk.map((one) => event(operation, identity, one));
  return operation === 'release' ? events : events[0];
}

function sizeOf(operation: Operation): number {
  return operation.endsWith('Batch') || operation === 'release' ? MAX_BATCH : 1;
}

function createAsk({ dynamodbWire }: RunningVault, answer: Answer): Bench['ask'] {
  let asked = 0;
  return async (operation, received, tenant = 'acme') => {
    dynamodbWire.clear();
    const askChunk = async (chunk: readonly object[]): Promise<Asked[]> => {
      const requestId = `request-${(asked += 1)}-`;
      const replied = await answer(eventOf(operation, tenant, chunk), requestId);
      const findings = findingsOf(dynamodbWire.passages, requestId);
      return repliesOf(replied as Reply | Reply[], chunk.length).map((reply, index) => ({
        ...answered(reply),
        finding: findings[index] ?? null,
      }));
    };
    const results: Asked[] = [];
    for (const chunks of chunksOf(chunksOf(received, sizeOf(operation)), SIDE_BY_SIDE)) {
      results.push(...(await Promise.all(chunks.map(askChunk))).flat());
    }
    return results;
  };
}

async function put(vault: RunningVault, table: TableName, items: readonly Item[]): Promise<void> {
  for (const chunk of chunksOf(items, MAX_PUTS)) {
    const requests = chunk.map((Item) => ({ PutRequest: { Item } }));
    const RequestItems = { [TABLES[table]]: requests };
    await vault.dynamodb.send(new BatchWriteItemCommand({ RequestItems }));
  }
}

async function clear(vault: RunningVault): Promise<void> {
  for (const name of Object.keys(TABLES) as TableName[]) {
    for (const chunk of chunksOf(await vault.items(name), MAX_PUTS)) {
      const requests = chunk.map(({ pk = { S: '' } }) => ({ DeleteRequest: { Key: { pk } } }));
      const RequestItems = { [TABLES[name]]: requests };
      await vault.dynamodb.send(new BatchWriteItemCommand({ RequestItems }));
    }
  }
}

async function stored(vault: RunningVault): Promise<Map<string, Item>> {
  const names = Object.keys(TABLES) as TableName[];
  const items = await Promise.all(names.map((name) => vault.items(name)));
  const keyed = items.flatMap((list, at) =>
    list.map((item) => [`${names[at] ?? ''} ${item.pk?.S ?? ''}`, item] as const),
  );
  return new Map(keyed.filter(([key]) => !key.includes('#equality#')));
}

/** `settings` are environment variables on top of those that every bench has. */
export async function createBench(settings: Record<string, string> = {}): Promise<Bench> {
  const vault = await runVault();
  const tenants = JSON.stringify({ acme: SETTINGS, globex: SETTINGS });
  const env = { TENANT_SETTINGS: tenants, ...settings };
  return {
    vault,
    ask: createAsk(vault, vault.start({}, env)),
    put: (table, items) => put(vault, table, items),
    stored: () => stored(vault),
    async remove(table, pk) {
      const key = { TableName: TABLES[table], Key: { pk } };
      await vault.dynamodb.send(new DeleteItemCommand(key));
    },
    clear: () => clear(vault),
    alarms: () => vault.lines.splice(0).filter((line) => line.includes('"Tampering":1')).length,
  };
}
