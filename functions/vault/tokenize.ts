import { advance } from './attempt.ts';
import type { Item } from './attempt.ts';
import type { Call } from './call.ts';
import type { TokenizeCommand } from './command.ts';
import { admit } from './data-classes.ts';
import type { AdmittedValue } from './data-classes.ts';
import { VaultError } from './errors.ts';
import { settle, settleNow } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { encryptionContextOf } from './record.ts';
import type { VaultRecord } from './record.ts';
import type { Services } from './services.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import type { TokenView } from './views.ts';

/** How often a token is drawn anew because the one before was taken. */
const MAX_DRAWS = 16;

/** A value on its way to a record; `made` stays undefined while its token is still to be found. */
interface Draft {
  readonly value: AdmittedValue;
  made: Outcome<VaultRecord> | undefined;
}

type Needs = Pick<Services, 'attempts' | 'clock' | 'envelope' | 'random' | 'store'>;

function admitted(command: TokenizeCommand): Item<AdmittedValue> {
  const { dataClass, format, plaintext } = command;
  return {
    subject: { dataClass, format },
    outcome: settleNow(() =>
      admit({ dataClass, customClass: null, format, plaintext }, DEFAULT_SETTINGS),
    ),
  };
}

function itemOf({ value, made }: Draft): Item<TokenView> {
  const { dataClass, format } = value;
  const outcome = made ?? { failure: new VaultError('TOKEN_SPACE_EXHAUSTED') };
  const token = 'value' in outcome ? { token: outcome.value.token } : {};
  const subject = { dataClass, format, ...token };
  if ('failure' in outcome) return { subject, outcome };
  return { subject, outcome: { value: { record: outcome.value, uses: 0 } } };
}

/** Draws a token and encrypts the value under it. */
async function seal(
  { clock, envelope, random }: Needs,
  call: Call,
  { dataClass, format, masked, plaintext, drawToken }: AdmittedValue,
): Promise<VaultRecord> {
  const token = drawToken(random);
  const created = clock().toISOString();
  const bound = { token, dataClass, customClass: null, format, created };
  const context = encryptionContextOf(call.tenant, bound);
  const ciphertext = await envelope.seal(call.tenant, context, plaintext);
  return {
    ...bound,
    masked,
    ciphertext,
    deterministic: false,
    fingerprint: null,
    expiresAt: null,
    maxUses: null,
    metadata: [],
    state: 'ACTIVE',
    version: 0,
  };
}

/** One round: every draft without a record draws a token; those whose token is free are made. */
async function makeRecords(needs: Needs, call: Call, drafts: readonly Draft[]): Promise<void> {
  const sealed = new Map<string, { draft: Draft; record: VaultRecord }>();
  const seals = await Promise.all(
    drafts.map(({ value }) => settle(() => seal(needs, call, value))),
  );
  drafts.forEach((draft, index) => {
    const outcome = seals[index];
    if (outcome === undefined || 'failure' in outcome) draft.made = outcome;
    // Of drafts that drew the same token, the last one has it; the others draw again.
    else sealed.set(outcome.value.token, { draft, record: outcome.value });
  });
  const pairs = [...sealed.values()];
  const written = await needs.store.create(
    call,
    pairs.map(({ record }) => record),
  );
  pairs.forEach(({ draft, record }, index) => {
    const outcome = written[index];
    if (outcome === undefined || 'failure' in outcome) draft.made = outcome;
    else if (outcome.value === 'created') draft.made = { value: record };
  });
}

async function tokenizeValues(
  needs: Needs,
  call: Call,
  values: readonly AdmittedValue[],
): Promise<Item<TokenView>[]> {
  const drafts = values.map((value): Draft => ({ value, made: undefined }));
  for (let draw = 0; draw < MAX_DRAWS; draw += 1) {
    const open = drafts.filter(({ made }) => made === undefined);
    if (open.length === 0) break;
    await makeRecords(needs, call, open);
  }
  return drafts.map(itemOf);
}

/**
 * Exchanges values for tokens: normalize and validate, record the attempt, draw a token, encrypt,
 * write. Each item has its own outcome: INVALID_INPUT, INVALID_PLAINTEXT, TOKEN_SPACE_EXHAUSTED.
 */
export function createTokenize(needs: Needs) {
  return (call: Call, items: readonly Item<TokenizeCommand>[]): Promise<Item<TokenView>[]> =>
    needs.attempts.run(call, advance(items, admitted), (values) =>
      tokenizeValues(needs, call, values),
    );
}
