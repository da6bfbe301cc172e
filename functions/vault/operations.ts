import {
  readDecideApproval,
  readRequestApproval,
  readRevokeApproval,
  readShowApprovals,
} from './approval-command.ts';
import { readAuditEvents, readCheckpoints, readProof } from './audit-command.ts';
import { createAuditEvents, createAuditProof, createCheckpoints } from './audit-events.ts';
import { readSetBudget, readShowBudgets } from './budget-command.ts';
import {
  readBatch,
  readDetokenize,
  readKnownToken,
  readMaskedView,
  readStateChange,
  readTokenize,
} from './command.ts';
import { chargeData, createChargeCard } from './charge.ts';
import { readCharge } from './charge-command.ts';
import { createDecideApproval, createRevokeApproval } from './decide-approval.ts';
import { createDetokenize } from './detokenize.ts';
import { createErase } from './erase.ts';
import type { VaultOperation } from './event.ts';
import type { Fields } from './fields.ts';
import { createKnownToken } from './known-token.ts';
import { actorData, createMe } from './me.ts';
import { define, each, inOne } from './operation.ts';
import type { Answer } from './operation.ts';
import { receiptData } from './receipt.ts';
import { createRelease, releasedText } from './release.ts';
import type { Services } from './services.ts';
import { createRequestApproval } from './request-approval.ts';
import { createSeedHoneyToken, readHoneyToken } from './seed-honey-token.ts';
import { createSetBudget } from './set-budget.ts';
import { createSetState } from './set-state.ts';
import { approvalsData, createShowApprovals } from './show-approvals.ts';
import { budgetsData, createShowBudgets } from './show-budgets.ts';
import { createTokenize } from './tokenize.ts';
import { detokenizationData, tokenData } from './views.ts';

type All = Readonly<Record<VaultOperation, Answer>>;
type Tokenizing = Pick<All, 'tokenize' | 'tokenizeBatch'>;
type Charging = Pick<All, 'charge'>;
type Changing = Pick<All, 'revokeToken' | 'restoreToken' | 'eraseToken'>;
type Controlling = Pick<
  All,
  | 'budgets'
  | 'setBudget'
  | 'seedHoneyToken'
  | 'requestApproval'
  | 'decideApproval'
  | 'revokeApproval'
  | 'approvals'
>;
type Auditing = Pick<All, 'auditEvents' | 'auditProof' | 'checkpoints'>;
type Resolving = Omit<
  All,
  keyof Tokenizing | keyof Charging | keyof Changing | keyof Controlling | keyof Auditing
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

function charging(services: Services): Charging {
  return {
    charge: define(services, {
      isOpenTo: ({ actor: { kind, charges, groups } }) =>
        kind === 'service' ? charges === true : groups.includes('payment-staff'),
      read: ([first]) => [readCharge(first?.input)],
      run: createChargeCard(services),
      reply: each(chargeData),
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

function controlling(services: Services): Controlling {
  return {
    budgets: define(services, {
      read: ([first]) => [readShowBudgets(first ?? {})],
      run: createShowBudgets(services),
      reply: each(budgetsData),
    }),
    setBudget: define(services, {
      read: ([first]) => [readSetBudget(first?.input)],
      run: createSetBudget(services),
      reply: each(budgetsData),
    }),
    seedHoneyToken: define(services, {
      read: ([first]) => [readHoneyToken(first?.input)],
      run: createSeedHoneyToken(services),
      reply: each(tokenData),
    }),
    requestApproval: define(services, {
      read: ([first]) => [readRequestApproval(first?.input)],
      run: createRequestApproval(services),
      reply: each((approval) => approval),
    }),
    decideApproval: define(services, {
      read: ([first]) => [readDecideApproval(first?.input)],
      run: createDecideApproval(services),
      reply: each((approval) => approval),
    }),
    revokeApproval: define(services, {
      read: ([first]) => [readRevokeApproval(first ?? {})],
      run: createRevokeApproval(services),
      reply: each((approval) => approval),
    }),
    approvals: define(services, {
      read: ([first]) => [readShowApprovals(first ?? {})],
      run: createShowApprovals(services),
      reply: each(approvalsData),
    }),
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
export function createOperations(services: Services): All {
  return {
    ...tokenizing(services),
    ...charging(services),
    ...changing(services),
    ...controlling(services),
    ...auditing(services),
    ...resolving(services),
  };
}
