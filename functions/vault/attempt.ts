import type { Audit } from './audit.ts';
import type { Call, Subject, Trail } from './call.ts';
import { VaultError } from './errors.ts';
import type { Metrics } from './metrics.ts';
import { settle } from './outcome.ts';
import type { Outcome } from './outcome.ts';

/** One item of an operation on its way: what the audit trail may say of it, and how it stands. */
export interface Item<Value> {
  readonly subject: Subject;
  readonly outcome: Outcome<Value>;
}

/**
 * Carries the items that still stand one step further; the others keep their failure. A step that
 * throws fails its item only.
 */
export function advance<Value, Next>(
  items: readonly Item<Value>[],
  step: (value: Value) => Item<Next>,
): Item<Next>[] {
  return items.map(({ subject, outcome }) => {
    return 'value' in outcome ? step(outcome.value) : { subject, outcome };
  });
}

type Effect<Value, Result> = (values: readonly Value[]) => Promise<readonly Item<Result>[]>;

/** Runs operations between their two audit events. */
export interface Attempts {
  /**
   * Records the attempt, runs `effect` on the items that stand, records the outcome, and only then
   * gives the results. Without the first record nothing is done. Without the second nothing is
   * handed out, though something may have been done: the trail then shows an attempt without
   * outcome, which reads "possibly released", and a plaintext that nobody received.
   * @throws VaultError TEMPORARILY_UNAVAILABLE if either record cannot be written
   */
  run<Value, Result>(
    call: Call,
    items: readonly Item<Value>[],
    effect: Effect<Value, Result>,
  ): Promise<Item<Result>[]>;
  /** Records the refusal of the whole call; the caller then answers with `error`. */
  refuse(trail: Trail, items: readonly Item<unknown>[], error: VaultError): Promise<void>;
}

function standing<Value>(items: readonly Item<Value>[]): Value[] {
  return items.flatMap(({ outcome }) => ('value' in outcome ? [outcome.value] : []));
}

async function resultsOf<Value, Result>(
  items: readonly Item<Value>[],
  effect: Effect<Value, Result>,
): Promise<Item<Result>[]> {
  const values = standing(items);
  const done = await settle(() => (values.length === 0 ? [] : effect(values)));
  let next = 0;
  return items.map(({ subject, outcome }) => {
    if ('failure' in outcome) return { subject, outcome };
    if ('failure' in done) return { subject, outcome: done };
    return done.value[next++] ?? { subject, outcome: { failure: new VaultError('INTERNAL') } };
  });
}

function isOverBudget({ outcome }: Item<unknown>): boolean {
  return 'failure' in outcome && outcome.failure.code === 'BUDGET_EXCEEDED';
}

export function createAttempts(audit: Audit, metrics: Metrics): Attempts {
  const report = (trail: Trail, failure: VaultError): void => {
    if (failure.finding === 'TAMPERED' || failure.finding === 'UNDECRYPTABLE') {
      metrics.count('Tampering', { requestId: trail.requestId });
    }
    if (failure.finding === 'HONEY_TOKEN') {
      metrics.count('HoneyToken', { requestId: trail.requestId });
    }
    if (failure.code === 'INTERNAL') {
      const fault = failure.cause instanceof Error ? failure.cause.name : 'Error';
      metrics.count('InternalFailure', { requestId: trail.requestId, fault });
    }
  };
  return {
    async run(call, items, effect) {
      const outcome = await audit.attempt(call, items);
      const results = await resultsOf(items, effect);
      for (const item of results) if ('failure' in item.outcome) report(call, item.outcome.failure);
      if (results.some(isOverBudget))
        metrics.count('BudgetExceeded', { requestId: call.requestId });
      await outcome(results, null);
      return results;
    },
    async refuse(trail, items, error) {
      const refused = items.map(({ subject }) => ({ subject, outcome: { failure: error } }));
      const outcome = await audit.attempt(trail, refused);
      report(trail, error);
      await outcome(refused, error);
    },
  };
}
