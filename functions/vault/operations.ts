import type { Item } from './attempt.ts';
import { readAuditEvents, readCheckpoints, readProof } from './audit-command.ts';
import { createAuditEvents, createAuditProof, createCheckpoints } from './audit-events.ts';
import type { Call } from './call.ts';
import {
  readBatch,
  readDetokenize,
  readKnownToken,
  readMaskedView,
  readStateChange,
  readTokenize,
} from './command.ts';
import { createDetokenize } from './detokenize.ts';
import { createErase } from './erase.ts';
import { VaultError } from './errors.ts';
import type { BatchItem, ErrorReply, Operation, VaultReply } from './event.ts';
import type { Fields } from './fields.ts';
import { createKnownToken } from './known-token.ts';
import { actorData, createMe } from './me.ts';
import { settleNow } from './outcome.ts';
import { mayDo } from './policy.ts';
import { receiptData } from './receipt.ts';
import { createRelease, releasedText } from './release.ts';
import type { Services } from './services.ts';
import { createSetState } from './set-state.ts';
import { createTokenize } from './tokenize.ts';
import { detokenizationData, tokenData } from './views.ts';

/**
 * Answers a call: one reply per element of `argumentsList`, which holds more than one element for
 * `release` only.
 * @throws VaultError if the call as a whole is refused, after recording that
 */
export type Answer = (call: Call, argumentsList: readonly Fields[]) => Promise<VaultReply[]>;

interface Definition<Command, Result> {
  readonly read: (argumentsList: readonly Fields[]) => Item<Command>[];
  readonly run: (call: Call, items: readonly Item<Command>[]) => Promise<Item<Result>[]>;
  readonly reply: (results: readonly Item<Result>[], call: Call) => VaultReply[];
}

/** The reply for a refusal: code and fixed sentence. */
export function errorReply({ code, message }: VaultError): ErrorReply {
  return { error: { code, message } };
}

function each<Result>(dataOf: (result: Result) => unknown) {
  return (results: readonly Item<Result>[]): VaultReply[] =>
    results.map(({ outcome }) =>
      'value' in outcome ? { data: dataOf(outcome.value) } : errorReply(outcome.failure),
    );
}

function inOne<Result>(itemOf: (result: Result) => BatchItem) {
  return (results: readonly Item<Result>[]): VaultReply[] => {
    const data = results.map(({ outcome }): BatchItem => {
      if ('value' in outcome) return itemOf(outcome.value);
      const { code, message } = outcome.failure;
      return { __typename: 'VaultError', code, message };
    });
    return [{ data }];
  };
}

/** Groups are decided before anything is looked up; what was asked is recorded all the same. */
function define<Command, Result>(
  { attempts }: Services,
  { read, run, reply }: Definition<Command, Result>,
): Answer {
  return async (call, argumentsList) => {
    const items = settleNow(() => read(argumentsList));
    const known = 'value' in items ? items.value : [];
    const refuse = async (error: VaultError): Promise<never> => {
      await attempts.refuse(call, known, error);
      throw error;
    };
    if (!mayDo(call.actor.groups, call.operation)) return refuse(new VaultError('NOT_AUTHORIZED'));
    if ('failure' in items) return refuse(items.failure);
    return reply(await run(call, items.value), call);
  };
}

type Tokenizing = Pick<Readonly<Record<Operation, Answer>>, 'tokenize' | 'tokenizeBatch'>;
type Changing = Pick<
  Readonly<Record<Operation, Answer>>,
  'revokeToken' | 'restoreToken' | 'eraseToken'
>;
type Auditing = Pick<
  Readonly<Record<Operation, Answer>>,
  'auditEvents' | 'auditProof' | 'checkpoints'
>;
type Resolving = Omit<
  Readonly<Record<Operation, Answer>>,
  keyof Tokenizing | keyof Changing | keyof Auditing
>;

function tokenizing(services: Services): Tokenizing {
  const run = createTokenize(services);
  return {
    tokenize: define(services, {
      read: ([first]) => [readTokenize(first?.input)],
      run,
      reply: each(tokenData),
    }),
    tokenizeBatch: define(services, {
      read: ([first]) => readBatch(first?.inputs, readTokenize),
      run,
      reply: inOne((view) => ({ __typename: 'Token', ...tokenData(view) })),
    }),
  };
}

function resolving(services: Services): Resolving {
  const run = createDetokenize(services);
  return {
    detokenize: define(services, {
      read: ([first]) => [readDetokenize(first?.input)],
      run,
      reply: each(detokenizationData),
    }),
    detokenizeBatch: define(services, {
      read: ([first]) => readBatch(first?.inputs, readDetokenize),
      run,
      reply: inOne((one) => ({ __typename: 'Detokenization', ...detokenizationData(one) })),
    }),
    release: define(services, {
      read: (all) => readBatch(all, readDetokenize),
      run: createRelease(services),
      reply: each(releasedText),
    }),
    token: define(services, {
      read: ([first]) => [readMaskedView(first ?? {})],
      run,
      reply: each(tokenData),
    }),
    knownToken: define(services, {
      read: ([first]) => [readKnownToken(first ?? {})],
      run: createKnownToken(services),
      reply: each((view) => (view === null ? null : tokenData(view))),
    }),
    me: define(services, {
      read: () => [],
      run: createMe(services),
      reply: (_results, call) => [{ data: actorData(call) }],
    }),
  };
}

function changing(services: Services): Changing {
  const read = ([first]: readonly Fields[]) => [readStateChange(first?.input)];
  return {
    revokeToken: define(services, {
      read,
      run: createSetState(services, 'REVOKED'),
      reply: each(tokenData),
    }),
    restoreToken: define(services, {
      read,
      run: createSetState(services, 'ACTIVE'),
      reply: each(tokenData),
    }),
    eraseToken: define(services, { read, run: createErase(services), reply: each(receiptData) }),
  };
}

function auditing(services: Services): Auditing {
  const now = () => services.clock().getTime();
  return {
    auditEvents: define(services, {
      read: ([first]) => [readAuditEvents(first ?? {}, now())],
      run: createAuditEvents(services),
      reply: each((page) => page),
    }),
    auditProof: define(services, {
      read: ([first]) => [readProof(first ?? {})],
      run: createAuditProof(services),
      reply: each((proof) => proof),
    }),
    checkpoints: define(services, {
      read: ([first]) => [readCheckpoints(first ?? {})],
      run: createCheckpoints(services),
      reply: each((page) => page),
    }),
  };
}

/** Every operation of the vault: how its arguments are read, what runs, how it is answered. */
export function createOperations(services: Services): Readonly<Record<Operation, Answer>> {
  return {
    ...tokenizing(services),
    ...changing(services),
    ...resolving(services),
    ...auditing(services),
  };
}
