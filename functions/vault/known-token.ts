import { advance } from './attempt.ts';
import type { Item } from './attempt.ts';
import type { Call } from './call.ts';
import type { KnownTokenCommand } from './command.ts';
import { admit, rulesOf } from './data-classes.ts';
import type { AdmittedValue } from './data-classes.ts';
import { VaultError } from './errors.ts';
import { fingerprintKey, namedToken } from './fingerprint.ts';
import type { FoundTokens } from './lookup.ts';
import { settle, settleNow } from './outcome.ts';
import { mayUse } from './policy.ts';
import type { Services } from './services.ts';
import type { TokenView } from './views.ts';

type Needs = Pick<
  Services,
  'attempts' | 'clock' | 'equalityBudget' | 'lookup' | 'read' | 'tables' | 'tenantSettings'
>;

/** A question that may be asked: the value as each format of its class would admit it. */
interface Question {
  readonly command: KnownTokenCommand;
  readonly values: readonly AdmittedValue[];
}

function questionOf(needs: Needs, call: Call, command: KnownTokenCommand): Question {
  const settings = needs.tenantSettings(call.tenant);
  const { formats } = rulesOf(command, settings);
  if (!mayUse(call.actor.groups, command, command.purpose, settings)) {
    throw new VaultError('PURPOSE_NOT_ALLOWED');
  }
  const now = needs.clock();
  const values = formats.map((format) => admit({ ...command, format }, settings, now));
  if (values.some(({ equality }) => equality === 'REFUSED')) throw new VaultError('INVALID_INPUT');
  return { command, values };
}

/** The tokens that fingerprints of the value name, in the order of the formats. */
async function namedTokens({ read, tables }: Needs, call: Call, { values }: Question) {
  const keys = values.map((value) => fingerprintKey(call, value));
  const items = await read(
    keys.map((pk) => ({ table: tables.vaultTable, pk })),
    'strong',
  );
  return keys.flatMap((key) => {
    const named = namedToken(call, key, items.of(tables.vaultTable, key));
    return named === null ? [] : [{ key, token: named.token }];
  });
}

function tokenIn(found: FoundTokens, key: string, token: string): TokenView | null {
  const outcome = found.of(token);
  if ('failure' in outcome) {
    if (outcome.failure.finding === 'TAMPERED') throw outcome.failure;
    return null;
  }
  if (outcome.value.record.fingerprint === key) return outcome.value;
  throw new VaultError('TOKEN_NOT_FOUND', 'TAMPERED');
}

async function answer(needs: Needs, call: Call, question: Question): Promise<TokenView | null> {
  if ((await needs.equalityBudget.take(call, 1)) < 1) throw new VaultError('BUDGET_EXCEEDED');
  const named = await namedTokens(needs, call, question);
  const tokens = named.map(({ token }) => token);
  const found = await needs.lookup.find(call, tokens);
  const views = named.flatMap(({ key, token }) => tokenIn(found, key, token) ?? []);
  return views[0] ?? null;
}

/**
 * Tells whether a value has a deterministic token, and which: the first in the order of the formats;
 * null if it has none. Counted before anything is looked up, and recorded without any trace of the
 * value; a token that was found is recorded.
 * Outcomes: INVALID_INPUT also where the class or the tenant allows no equality, INVALID_PLAINTEXT,
 * PURPOSE_NOT_ALLOWED, BUDGET_EXCEEDED.
 */
export function createKnownToken(needs: Needs) {
  const answerItem = async (call: Call, question: Question): Promise<Item<TokenView | null>> => {
    const { dataClass, purpose } = question.command;
    const outcome = await settle(() => answer(needs, call, question));
    const found = 'value' in outcome ? outcome.value : null;
    const token = found === null ? {} : { token: found.record.token, format: found.record.format };
    return { subject: { dataClass, purpose, ...token }, outcome };
  };
  return (
    call: Call,
    items: readonly Item<KnownTokenCommand>[],
  ): Promise<Item<TokenView | null>[]> => {
    const questions = advance(items, (command) => ({
      subject: { dataClass: command.dataClass, purpose: command.purpose },
      outcome: settleNow(() => questionOf(needs, call, command)),
    }));
    return needs.attempts.run(call, questions, (standing) =>
      Promise.all(standing.map((question) => answerItem(call, question))),
    );
  };
}
