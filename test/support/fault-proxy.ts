import type { RunningVault, Answer } from './vault.ts';
import { event, tokenized, user } from './vault.ts';
import { tapWire } from './wire-tap.ts';
import type { Fate, Passage, WireTap } from './wire-tap.ts';

/** A vault process of its own whose way to DynamoDB can be broken without breaking another's. */
export interface ProxiedVault {
  readonly answer: Answer;
  /** Between this vault and DynamoDB. */
  readonly wire: WireTap;
  readonly stop: () => Promise<void>;
}

/** The SDK reads its endpoint from the environment at the first call: one start at a time. */
let starting: Promise<unknown> = Promise.resolve();

/**
 * Starts a vault behind a fault proxy and lets it load its tenant's keys, so that what passes from
 * then on belongs to the operation under test.
 */
async function startBehindProxy(vault: RunningVault): Promise<ProxiedVault> {
  const usual = process.env.AWS_ENDPOINT_URL_DYNAMODB;
  const wire = await tapWire(vault.dynamodbWire.endpoint);
  process.env.AWS_ENDPOINT_URL_DYNAMODB = wire.endpoint;
  try {
    const answer = vault.start({}, VAULT_SETTINGS);
    const warming = user(['tokenizers', 'payment-staff'], 'acme', 'warming');
    const { token } = await tokenized(answer, 'TEXT', 'warm');
    await answer(event('release', warming, { token, purpose: 'LEGAL' }), 'request-0');
    wire.clear();
    return { answer, wire, stop: () => wire.stop() };
  } finally {
    process.env.AWS_ENDPOINT_URL_DYNAMODB = usual;
  }
}

/** As above, one start after the other. The caller stops it. */
export function openProxy(vault: RunningVault): Promise<ProxiedVault> {
  const started = starting.then(() => startBehindProxy(vault));
  starting = started.catch(() => undefined);
  return started;
}

/** Works with a vault behind a proxy, and closes the proxy however that ends. */
export async function withProxy<Result>(
  vault: RunningVault,
  work: (proxied: Omit<ProxiedVault, 'stop'>) => Promise<Result>,
): Promise<Result> {
  const { answer, wire, stop } = await openProxy(vault);
  try {
    return await work({ answer, wire });
  } finally {
    await stop();
  }
}

/** The settings of the tenants that the suites on storage work with. */
export const VAULT_SETTINGS = {
  TENANT_SETTINGS: JSON.stringify({
    acme: {
      customClasses: {
        LOYALTY: {
          pattern: '^L[0-9]{8}$',
          maxBytes: 9,
          mask: { keepLast: 2 },
          purposes: { 'payment-staff': ['FRAUD_REVIEW'] },
        },
      },
    },
  }),
};

const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems']);

export function isWrite({ operation }: Passage): boolean {
  return WRITES.has(operation);
}

/** Whether a request concerns tokens: neither the audit trail nor the key store. */
export function concernsTokens({ body }: Passage): boolean {
  return /"TableName":"(vault|control|cvc)"|"(vault|control|cvc)":\{/.test(body);
}

/** What DynamoDB may do to a request, with what it would really say. Null where it would not. */
export type Fault = (passage: Passage) => Fate | null;

const error = (type: string, status = 400) => ({ status, type }) as const;

function transactionConflict({ operation, body }: Passage): Fate | null {
  if (operation === 'PutItem') return error('TransactionConflictException');
  if (operation !== 'TransactWriteItems') return null;
  const { TransactItems } = JSON.parse(body) as { TransactItems: unknown[] };
  const CancellationReasons = TransactItems.map((_, at) => ({
    Code: at === 0 ? 'TransactionConflict' : 'None',
  }));
  return { ...error('TransactionCanceledException'), more: { CancellationReasons } };
}

/** All keys are left undone: nothing is read. */
function unprocessedKeys({ operation, body }: Passage): Fate | null {
  if (operation !== 'BatchGetItem') return null;
  const { RequestItems } = JSON.parse(body) as { RequestItems: object };
  return { edit: () => ({ Responses: {}, UnprocessedKeys: RequestItems }) };
}

/** Every other key is left undone. */
function someUnprocessedKeys({ operation, body }: Passage): Fate | null {
  if (operation !== 'BatchGetItem') return null;
  type Requested = Record<string, { Keys: { pk: { S: string } }[] }>;
  const { RequestItems } = JSON.parse(body) as { RequestItems: Requested };
  const undone: Requested = {};
  const left = new Set<string>();
  for (const [table, request] of Object.entries(RequestItems)) {
    const Keys = request.Keys.filter((_, at) => at % 2 === 1);
    for (const { pk } of Keys) left.add(`${table} ${pk.S}`);
    if (Keys.length > 0) undone[table] = { ...request, Keys };
  }
  return {
    edit: (answer) => {
      const read = answer.Responses as Record<string, { pk: { S: string } }[]>;
      const Responses = Object.fromEntries(
        Object.entries(read).map(([table, items]) => [
          table,
          items.filter(({ pk }) => !left.has(`${table} ${pk.S}`)),
        ]),
      );
      return { ...answer, Responses, UnprocessedKeys: undone };
    },
  };
}

export const FAULTS: Readonly<Record<string, Fault>> = {
  throttling: () => error('ProvisionedThroughputExceededException'),
  'a request limit': () => error('RequestLimitExceeded'),
  'an internal error': () => error('InternalServerError', 500),
  'a broken connection': () => 'cut',
  'a lost answer': () => 'lose-answer',
  'a transaction conflict': transactionConflict,
  'keys left unprocessed': unprocessedKeys,
  'some keys left unprocessed': someUnprocessedKeys,
};

/** Applies a fault to the first `times` requests that it can happen to; tells how many it met. */
export function inject(wire: WireTap, fault: Fault, times: number): { readonly met: number } {
  const state = { met: 0 };
  wire.decide((passage) => {
    if (!concernsTokens(passage) || state.met >= times) return 'pass';
    const fate = fault(passage);
    if (fate !== null) state.met += 1;
    return fate ?? 'pass';
  });
  return state;
}
