import type { VaultOperation as Operation } from '../../functions/vault/event.ts';
import { chargeOperations } from './charge-operations.ts';
import { PAYMENT, TOKENIZER, event, user } from './vault.ts';
import type { Answer, Reply } from './vault.ts';

/** One way to use the vault, as suites send it through faults and count its cost. */
export interface VaultOperation {
  readonly name: string;
  readonly operation: Operation;
  /** Makes what the operation works on and gives the arguments, one for each event. */
  readonly prepare: (answer: Answer) => Promise<readonly object[]>;
}

const APPROVER = user(['approvers'], 'acme', 'approver-1');
const ADMIN = user(['vault-admins'], 'acme', 'admin-1');
const AUDITOR = user(['auditors'], 'acme', 'auditor-1');

const CALLERS: Readonly<Record<Operation, ReturnType<typeof user>>> = {
  tokenize: TOKENIZER,
  tokenizeBatch: TOKENIZER,
  detokenize: PAYMENT,
  detokenizeBatch: PAYMENT,
  release: PAYMENT,
  token: PAYMENT,
  knownToken: PAYMENT,
  charge: PAYMENT,
  revokeToken: ADMIN,
  restoreToken: ADMIN,
  eraseToken: ADMIN,
  budgets: PAYMENT,
  setBudget: ADMIN,
  seedHoneyToken: ADMIN,
  requestApproval: PAYMENT,
  decideApproval: APPROVER,
  revokeApproval: APPROVER,
  approvals: APPROVER,
  auditEvents: AUDITOR,
  auditProof: AUDITOR,
  checkpoints: AUDITOR,
  me: PAYMENT,
};

/** Sends the arguments as one invocation and gives the reply to each event. */
export async function send(
  answer: Answer,
  operation: Operation,
  received: readonly object[],
): Promise<Reply[]> {
  const events = received.map((one) => event(operation, CALLERS[operation], one));
  const [first] = events;
  const replied = await answer(events.length === 1 ? first : events, 'request-1');
  return Array.isArray(replied) ? replied : [replied];
}

/** `OK`, or the code of each event or of each item of its batch. */
export function codesOf(replies: readonly Reply[]): string[] {
  return replies.flatMap(({ data, error }) => {
    if (error !== undefined) return [error.code];
    const items = Array.isArray(data) ? (data as { code?: string }[]) : [{}];
    return items.map(({ code }) => code ?? 'OK');
  });
}

let made = 0;

/** A value that was never tokenized before. */
export function freshEmail(): string {
  made += 1;
  return `person-${made}@example.org`;
}

const text = () => ({ dataClass: 'TEXT', plaintext: 'note' });
const code = () => ({ dataClass: 'CVC', plaintext: '123' });
const preserving = () => ({
  dataClass: 'PAN',
  plaintext: '4111111111111111',
  format: 'FORMAT_PRESERVING',
  deterministic: false,
});
const email = () => ({ dataClass: 'EMAIL', plaintext: freshEmail(), deterministic: true });
const limited = (maxUses: number) => ({
  ...text(),
  maxUses,
  metadata: [{ key: 'order', value: 'A-1' }],
  expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
});
const keyed = () => ({ idempotencyKey: `key-${(made += 1)}` });
const times = <Value>(count: number, make: () => Value): Value[] =>
  Array.from({ length: count }, make);

async function tokenizeAll(answer: Answer, inputs: readonly object[]): Promise<string[]> {
  const [reply] = await send(answer, 'tokenizeBatch', [{ inputs }]);
  if (reply?.error !== undefined) throw new Error(`Not tokenized: ${reply.error.code}`);
  return ((reply?.data ?? []) as { token?: string; code?: string }[]).map(({ token, code }) => {
    if (token === undefined) throw new Error(`Not tokenized: ${code ?? ''}`);
    return token;
  });
}

const purposed = (token: string) => ({ token, purpose: 'FRAUD_REVIEW' });

async function tokenFor(answer: Answer, input: object): Promise<string> {
  const [token = ''] = await tokenizeAll(answer, [input]);
  return token;
}

const tokenizing = (name: string, input: () => object): VaultOperation => ({
  name: `tokenize: ${name}`,
  operation: 'tokenize',
  prepare: () => Promise.resolve([{ input: input() }]),
});

const batch = (name: string, inputs: () => object[]): VaultOperation => ({
  name: `tokenizeBatch: ${name}`,
  operation: 'tokenizeBatch',
  prepare: () => Promise.resolve([{ inputs: inputs() }]),
});

const TOKENIZING: readonly VaultOperation[] = [
  tokenizing('random', text),
  tokenizing('random, with an idempotency key', () => ({ ...text(), ...keyed() })),
  tokenizing('limited use', () => limited(3)),
  tokenizing('limited use, with an idempotency key', () => ({ ...limited(3), ...keyed() })),
  tokenizing('card verification code', code),
  tokenizing('card verification code, with an idempotency key', () => ({ ...code(), ...keyed() })),
  tokenizing('format-preserving', preserving),
  tokenizing('deterministic, new', email),
  tokenizing('deterministic, new, with an idempotency key', () => ({ ...email(), ...keyed() })),
  {
    name: 'tokenize: deterministic, known',
    operation: 'tokenize',
    prepare: async (answer) => {
      const input = email();
      await tokenizeAll(answer, [input]);
      return [{ input }];
    },
  },
  batch('50 random', () => times(50, text)),
  batch('50 deterministic, new', () => times(50, email)),
  {
    name: 'tokenizeBatch: 50 deterministic, known',
    operation: 'tokenizeBatch',
    prepare: async (answer) => {
      const inputs = times(50, email);
      await tokenizeAll(answer, inputs);
      return [{ inputs }];
    },
  },
];

const resolving = (
  name: string,
  operation: Operation,
  prepare: VaultOperation['prepare'],
): VaultOperation => ({ name, operation, prepare });

const RESOLVING: readonly VaultOperation[] = [
  resolving('token', 'token', async (answer) => [{ token: await tokenFor(answer, text()) }]),
  resolving('token: card verification code', 'token', async (answer) => [
    { token: await tokenFor(answer, code()) },
  ]),
  resolving('knownToken', 'knownToken', async (answer) => {
    const { dataClass, plaintext } = email();
    await tokenizeAll(answer, [{ dataClass, plaintext, deterministic: true }]);
    return [{ dataClass, plaintext, purpose: 'FRAUD_REVIEW' }];
  }),
  resolving('detokenize', 'detokenize', async (answer) => [
    { input: purposed(await tokenFor(answer, text())) },
  ]),
  resolving('detokenize: with an idempotency key', 'detokenize', async (answer) => [
    { input: { ...purposed(await tokenFor(answer, text())), ...keyed() } },
  ]),
  resolving('detokenizeBatch: 50', 'detokenizeBatch', async (answer) => [
    { inputs: (await tokenizeAll(answer, times(50, text))).map(purposed) },
  ]),
  resolving('release', 'release', async (answer) => [purposed(await tokenFor(answer, text()))]),
  resolving('release: 50 at once', 'release', async (answer) =>
    (await tokenizeAll(answer, times(50, text))).map(purposed),
  ),
  resolving('release: limited use', 'release', async (answer) => [
    purposed(await tokenFor(answer, limited(3))),
  ]),
  resolving('me', 'me', () => Promise.resolve([{}])),
  resolving('auditEvents: one day', 'auditEvents', () => {
    const to = new Date(Date.now() - 3 * 86_400_000).toISOString();
    return Promise.resolve([{ filter: { to: `${to.slice(0, 10)}T00:00:00Z` } }]);
  }),
  resolving('auditProof: of no event', 'auditProof', () => Promise.resolve([{ id: 'none' }])),
  resolving('checkpoints: none', 'checkpoints', () => Promise.resolve([{}])),
];

const changing = (
  name: string,
  operation: Operation,
  more: () => object,
  prepare: (answer: Answer) => Promise<string>,
): VaultOperation => ({
  name,
  operation,
  prepare: async (answer) => [{ input: { token: await prepare(answer), ...more() } }],
});

const fresh = (answer: Answer) => tokenFor(answer, email());

async function revoked(answer: Answer): Promise<string> {
  const token = await fresh(answer);
  await send(answer, 'revokeToken', [{ input: { token } }]);
  return token;
}

const CHANGING: readonly VaultOperation[] = [
  changing('revokeToken', 'revokeToken', () => ({}), fresh),
  changing('revokeToken: with an idempotency key', 'revokeToken', keyed, fresh),
  changing('restoreToken', 'restoreToken', () => ({}), revoked),
  changing('restoreToken: with an idempotency key', 'restoreToken', keyed, revoked),
  changing('eraseToken', 'eraseToken', () => ({}), fresh),
  changing('eraseToken: with an idempotency key', 'eraseToken', keyed, fresh),
  changing(
    'eraseToken: card verification code',
    'eraseToken',
    () => ({}),
    (answer) => tokenFor(answer, code()),
  ),
];

const requested = (what: object) => ({
  purpose: 'FRAUD_REVIEW',
  ticket: 'CASE-1',
  reason: 'A test.',
  minutes: 60,
  ...what,
});

/** Asks for approval and gives the id of the request. */
async function request(answer: Answer, what: object): Promise<string> {
  const [reply] = await send(answer, 'requestApproval', [{ input: requested(what) }]);
  return (reply?.data as { id: string }).id;
}

async function approved(answer: Answer, what: object): Promise<string> {
  const id = await request(answer, what);
  await send(answer, 'decideApproval', [{ input: { id, decision: 'APPROVE' } }]);
  return id;
}

const APPROVING: readonly VaultOperation[] = [
  resolving('requestApproval: a number', 'requestApproval', () =>
    Promise.resolve([{ input: requested({ count: 100 }) }]),
  ),
  resolving('requestApproval: with an idempotency key', 'requestApproval', () =>
    Promise.resolve([{ input: requested({ count: 100, ...keyed() }) }]),
  ),
  resolving('requestApproval: a token', 'requestApproval', async (answer) => [
    { input: requested({ tokens: [await tokenFor(answer, text())] }) },
  ]),
  resolving('decideApproval', 'decideApproval', async (answer) => [
    { input: { id: await request(answer, { count: 1 }), decision: 'APPROVE' } },
  ]),
  resolving('revokeApproval', 'revokeApproval', async (answer) => [
    { id: await approved(answer, { count: 1 }) },
  ]),
  resolving('approvals', 'approvals', async (answer) => {
    await request(answer, { count: 1 });
    return [{ limit: 1 }];
  }),
  resolving('release: under a grant', 'release', async (answer) => [
    {
      ...purposed(await tokenFor(answer, text())),
      grant: await approved(answer, { count: 3 }),
    },
  ]),
];

const CONTROLLING: readonly VaultOperation[] = [
  resolving('budgets', 'budgets', () => Promise.resolve([{}])),
  resolving('setBudget', 'setBudget', () =>
    Promise.resolve([
      {
        input: {
          scope: 'PURPOSE',
          kind: 'PLAINTEXT',
          purpose: 'MIGRATION',
          perMinute: (made += 1),
          perDay: 100_000,
        },
      },
    ]),
  ),
];

export const VAULT_OPERATIONS: readonly VaultOperation[] = [
  ...TOKENIZING,
  ...RESOLVING,
  ...CHANGING,
  ...CONTROLLING,
  ...APPROVING,
  resolving('seedHoneyToken', 'seedHoneyToken', () => Promise.resolve([{ input: text() }])),
  ...chargeOperations({ tokenFor, code, keyed }),
];
