import type { Item } from './attempt.ts';
import { pause } from './backoff.ts';
import type { SetBudgetCommand } from './budget-command.ts';
import { changeActions, settingsIn, settingsKey } from './budget-settings.ts';
import type { BudgetChange, BudgetSettings } from './budget-settings.ts';
import type { Call } from './call.ts';
import { VaultError } from './errors.ts';
import { settle } from './outcome.ts';
import type { Services } from './services.ts';
import { viewBudgets } from './show-budgets.ts';
import type { BudgetsView, ShowBudgetsNeeds } from './show-budgets.ts';

type Needs = ShowBudgetsNeeds & Pick<Services, 'budgetLimits' | 'clock' | 'commit' | 'random'>;

const MAX_TRIES = 16;
const LONGEST_PAUSE_ROUND = 3;
const NEWEST = { limit: 20, before: null };

async function readSettings(needs: Needs, call: Call): Promise<BudgetSettings> {
  const { controlTable } = needs.tables;
  const pk = settingsKey(call);
  const item = (await needs.read([{ table: controlTable, pk }])).of(controlTable, pk);
  return settingsIn(call, item, needs.budgetLimits);
}

function changeOf(
  needs: Needs,
  call: Call,
  was: BudgetSettings,
  { budget, limit }: SetBudgetCommand,
): BudgetChange | null {
  const from = was.limits.get(budget) ?? null;
  if (from?.perMinute === limit.perMinute && from.perDay === limit.perDay) return null;
  const changedAt = needs.clock().toISOString();
  const changedBy = call.actor.id;
  return { number: was.changes + 1, budget, changedAt, changedBy, from, to: limit };
}

/** Whether the budget is now as wanted; false if somebody else changed one meanwhile. */
async function tryOnce(needs: Needs, call: Call, command: SetBudgetCommand): Promise<boolean> {
  const was = await readSettings(needs, call);
  const change = changeOf(needs, call, was, command);
  if (change === null) return true;
  const made = { change, writeId: needs.random.uuid() };
  const actions = changeActions(call, needs.tables.controlTable, was, made);
  const [written] = await needs.commit([actions]);
  if (written !== undefined && 'failure' in written) throw written.failure;
  return written?.value.length === 0;
}

async function setBudget(needs: Needs, call: Call, command: SetBudgetCommand) {
  for (let tried = 0; tried < MAX_TRIES; tried += 1) {
    if (await tryOnce(needs, call, command)) return viewBudgets(needs, call, NEWEST);
    await pause(Math.min(tried, LONGEST_PAUSE_ROUND));
  }
  throw new VaultError('TEMPORARILY_UNAVAILABLE');
}

/**
 * Sets one budget of the caller's tenant, with an entry in its history, and shows all of them. It
 * holds from the next call on; setting it again to the same changes nothing.
 */
export function createSetBudget(needs: Needs) {
  return (call: Call, items: readonly Item<SetBudgetCommand>[]): Promise<Item<BudgetsView>[]> => {
    const standing = items.filter(({ outcome }) => 'value' in outcome);
    return needs.attempts.run(call, items, (commands) =>
      Promise.all(
        commands.map(async (command, index) => ({
          subject: standing[index]?.subject ?? {},
          outcome: await settle(() => setBudget(needs, call, command)),
        })),
      ),
    );
  };
}
