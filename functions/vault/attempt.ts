import type { Audit, WriteOutcome } from './audit.ts';
import type { Deed, Subject, Trail } from './call.ts';
import { VaultError } from './errors.ts';
import { countFailure, countRefusals } from './metrics.ts';
import type { Metrics } from './metrics.ts';
import { settle } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Standing } from './standing.ts';

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
   * Records the attempt while the caller's standing is read, runs `effect` on the items that stand,
   * records the outcome, and only then gives the results. Without the first record nothing is done. Without the second nothing is
   * handed out, though something may have been done: the trail then shows an attempt without
   * outcome, which reads "possibly released", and a plaintext that nobody received.
   * @throws VaultError TEMPORARILY_UNAVAILABLE if either record cannot be written or the standing
   * cannot be read; TENANT_REQUIRED or NOT_AUTHORIZED, recorded, by the standing
   */
  run<Value, Result>(
    call: Deed,
    items: readonly Item<Value>[],
    effect: Effect<Value, Result>,
  ): Promise<Item<Result>[]>;
  /**
   * Records the refusal of the whole call and gives the error to answer with: `error`, or what an
   * unknown tenant is told if the caller's was erased.
   */
  refuse(trail: Trail, items: readonly Item<unknown>[], error: VaultError): Promise<VaultError>;
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

/** Of a refusal that stands anyway, an erased tenant is to learn no reason of its own. */
function toldInstead(standing: Standing | null, error: VaultError): VaultError {
  if (standing === null || 'failure' in standing) return error;
  return standing.value?.code === 'TENANT_REQUIRED' ? standing.value : error;
}

/** Whoever is turned away: that a honey token was used is told. */
function isHoneyUse({ outcome }: Item<unknown>): boolean {
  return 'failure' in outcome && outcome.failure.finding === 'HONEY_TOKEN';
}

function failuresOf(items: readonly Item<unknown>[]): VaultError[] {
  return items.flatMap(({ outcome }) => ('failure' in outcome ? [outcome.failure] : []));
}

function refusalBy(standing: Standing): VaultError | null {
  return 'failure' in standing ? standing.failure : standing.value;
}

function isOverBudget({ outcome }: Item<unknown>): boolean {
  return 'failure' in outcome && outcome.failure.code === 'BUDGET_EXCEEDED';
}

export function createAttempts(audit: Audit, metrics: Metrics): Attempts {
  const report = ({ requestId }: Trail, failures: readonly VaultError[]): void => {
    for (const failure of failures) countFailure(metrics, requestId, failure);
    countRefusals(metrics, requestId, failures);
  };
  const conclude = async (
    trail: Trail,
    items: readonly Item<unknown>[],
    outcome: WriteOutcome,
    error: VaultError,
  ): Promise<VaultError> => {
    report(trail, [error, ...failuresOf(items.filter(isHoneyUse))]);
    const refused = items.map((item) =>
      isHoneyUse(item) ? item : { subject: item.subject, outcome: { failure: error } },
    );
    await outcome(refused, error);
    return error;
  };
  return {
    async run(call, items, effect) {
      const [outcome, standing] = await Promise.all([audit.attempt(call, items), call.standing]);
      const refusal = refusalBy(standing);
      if (refusal !== null) throw await conclude(call, items, outcome, refusal);
      const results = await resultsOf(items, effect);
      report(call, failuresOf(results));
      if (results.some(isOverBudget))
        metrics.count('BudgetExceeded', { requestId: call.requestId });
      await outcome(results, null);
      return results;
    },
    async refuse(trail, items, error) {
      const [outcome, standing] = await Promise.all([audit.attempt(trail, items), trail.standing]);
      return conclude(trail, items, outcome, toldInstead(standing, error));
    },
  };
}
