import { randomUUID } from 'node:crypto';

import { TEST_CARDS } from '../../../local/processor/test-cards.ts';
import { chargeCalls, chargeOf } from '../../support/charges.ts';
import type { Charge } from '../../support/charges.ts';
import { isWrite } from '../../support/fault-proxy.ts';
import { holdAfterWrites, startVaultProcess } from '../../support/vault-process.ts';
import { PAYMENT, ask, event, runVault } from '../../support/vault.ts';
import type { Answer, Reply, RunningVault } from '../../support/vault.ts';
import { tapWire } from '../../support/wire-tap.ts';
import type { Fate } from '../../support/wire-tap.ts';

/** Attempt, budgets of actor and tenant, claim, use, code, end, outcome. */
const WRITES = [1, 2, 3, 4, 5, 6, 7, 8];

describe('a charge of limited use, with its code, that is broken off', () => {
  let vault: RunningVault;
  let answer: Answer;
  /** As it is a minute later, when nothing can be under way. */
  let later: Answer;
  const { tokenFor, code, charge, decideNothing } = chargeCalls(
    () => vault,
    () => answer,
  );

  beforeAll(async () => {
    vault = await runVault();
    answer = vault.start();
    later = vault.start({ clock: () => new Date(Date.now() + 61_000) });
  });
  afterAll(() => vault.stop());
  afterEach(decideNothing);

  const prepare = async () =>
    chargeOf(await tokenFor(TEST_CARDS.approve, { maxUses: 3 }), { cvcToken: await code() });
  const charged = () => vault.charging.processor.charged();
  const stateOf = ({ data, error }: Reply): string => error?.code ?? (data as Charge).state;
  const fateOfWrite = (count: number, fate: Fate, isForGood: boolean) => {
    let met = 0;
    vault.dynamodbWire.decide((passage) => {
      if (!isWrite(passage)) return 'pass';
      met += 1;
      return met === count || (isForGood && met > count) ? fate : 'pass';
    });
  };

  test('makes as many writes as are broken below', async () => {
    const input = await prepare();
    vault.dynamodbWire.clear();
    expect(stateOf(await charge(input))).toBe('AUTHORIZED');
    expect(vault.dynamodbWire.passages.filter(isWrite)).toHaveLength(WRITES.length);
  });

  test.each(WRITES)('is made once though the answer to write %i is lost', async (count) => {
    const [input, before] = [await prepare(), charged()];
    fateOfWrite(count, 'lose-answer', false);
    expect(stateOf(await charge(input))).toBe('AUTHORIZED');
    decideNothing();
    expect(stateOf(await charge(input))).toBe('AUTHORIZED');
    expect(charged()).toBe(before + 1);
  });

  /** What whoever repeats it is told at last, and whether the card was charged. */
  const ENDS: Readonly<Record<number, readonly [string, number]>> = {
    // Nothing was taken, or budget only: it is done anew.
    ...{ 1: ['AUTHORIZED', 1], 2: ['AUTHORIZED', 1], 3: ['AUTHORIZED', 1], 4: ['AUTHORIZED', 1] },
    // The key was given back, or could not be: then nobody may be sure.
    ...{ 5: ['UNKNOWN', 0], 6: ['UNKNOWN', 0], 7: ['UNKNOWN', 1] },
    8: ['AUTHORIZED', 1],
  };

  test.each(WRITES)(
    'from write %i on, is never made twice, and promises nothing',
    async (count) => {
      const [input, before] = [await prepare(), charged()];
      fateOfWrite(count, { status: 400, type: 'AccessDeniedException' }, true);
      expect(stateOf(await charge(input))).toBe('TEMPORARILY_UNAVAILABLE');
      decideNothing();
      const repeated = stateOf(await charge(input));
      expect(['TEMPORARILY_UNAVAILABLE', 'AUTHORIZED']).toContain(repeated);
      const last = stateOf(await ask(later, 'charge', PAYMENT, { input }));
      expect([last, charged() - before]).toEqual(ENDS[count]);
    },
  );

  test.each([
    ['its key is claimed', 4, ['UNKNOWN', 0]],
    ['its code is removed', 6, ['UNKNOWN', 0]],
    ['its end is written', 7, ['AUTHORIZED', 1]],
  ] as const)('by the end of its process once %s, is not made again', async (_what, count, end) => {
    const [input, before] = [await prepare(), charged()];
    const wire = await tapWire(vault.dynamodbWire.endpoint);
    const doomed = startVaultProcess(vault, wire.endpoint);
    const died = doomed.answer(event('charge', PAYMENT, { input }), randomUUID()).then(
      () => 'answered',
      () => 'died',
    );
    await holdAfterWrites(wire, count);
    await doomed.kill();
    await wire.stop();
    expect(await died).toBe('died');
    const last = stateOf(await ask(later, 'charge', PAYMENT, { input }));
    expect([last, charged() - before]).toEqual(end);
  });
});
