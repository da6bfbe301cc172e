import { PutItemCommand } from '@aws-sdk/client-dynamodb';

import { SECURE_RANDOM } from '../../../functions/vault/random.ts';
import { isToken, opaqueToken } from '../../../functions/vault/token.ts';
import { codeOf, newTenant, somebody } from '../../support/budgets.ts';
import { ask, event, runVault } from '../../support/vault.ts';
import type { Answer, Reply, RunningVault } from '../../support/vault.ts';

const FORMATS = ['OPAQUE', 'UUID', 'FORMAT_PRESERVING'] as const;
const VALUES = { PAN: '4111111111111111', TEXT: 'a note' } as const;

/** All that an outsider sees of a call: the reply, and what passed at the wire meanwhile. */
interface Seen {
  readonly reply: unknown;
  readonly calls: readonly string[];
}

describe('a honey token', () => {
  let vault: RunningVault;
  let answer: Answer;
  let tenant: string;
  let ordinary: string;

  beforeAll(async () => {
    vault = await runVault();
    answer = vault.start();
    ({ tenant, own: ordinary } = await newTenant(vault, answer));
  });
  afterAll(() => vault.stop());

  const in_ = (groups: readonly string[]) => somebody(groups, tenant);
  const staff = () => in_(['payment-staff']);
  const admin = () => in_(['vault-admins']);

  const seed = async (more: object = {}, who = admin()): Promise<Reply> =>
    ask(answer, 'seedHoneyToken', who, {
      input: { dataClass: 'PAN', plaintext: VALUES.PAN, format: 'OPAQUE', ...more },
    });

  const tokenOf = ({ data, error }: Reply): string => {
    if (error !== undefined) throw new Error(error.code);
    return (data as { token: string }).token;
  };

  const issue = async (more: object = {}): Promise<string> =>
    tokenOf(
      await ask(answer, 'tokenize', in_(['tokenizers']), {
        input: { dataClass: 'PAN', plaintext: VALUES.PAN, deterministic: false, ...more },
      }),
    );

  /** A token of the same look that is none. */
  const unknownLike = (token: string): string =>
    isToken(token)
      ? opaqueToken((bound) => SECURE_RANDOM.below(bound))
      : token.replace(/[0-9]/g, (digit) => String((Number(digit) + 1) % 10));

  const see = async (work: () => Promise<unknown>): Promise<Seen> => {
    vault.dynamodbWire.clear();
    const reply = await work();
    const calls = vault.dynamodbWire.passages.map(({ operation, body }) => {
      const tables = [...body.matchAll(/"TableName":"(\w+)"|"(\w+)":\{"Keys"/g)];
      return `${operation} ${tables.map(([, one, other]) => one ?? other ?? '').join(' ')}`;
    });
    return { reply, calls };
  };

  const USES: readonly (readonly [name: string, use: (token: string) => Promise<unknown>])[] = [
    ['its masked view', (token) => ask(answer, 'token', staff(), { token })],
    [
      'detokenize',
      (token) =>
        ask(answer, 'detokenize', staff(), {
          input: { token, purpose: 'PAYMENT', idempotencyKey: 'k' },
        }),
    ],
    [
      'detokenizeBatch, beside another',
      (token) =>
        ask(answer, 'detokenizeBatch', staff(), {
          inputs: [
            { token, purpose: 'PAYMENT' },
            { token: 'none-of-these', purpose: 'LEGAL' },
          ],
        }),
    ],
    ['a release', (token) => ask(answer, 'release', staff(), { token, purpose: 'PAYMENT' })],
    [
      'a release of many',
      (token) => {
        const who = staff();
        const events = [1, 2, 3].map(() => event('release', who, { token, purpose: 'PAYMENT' }));
        return answer(events, 'request-1');
      },
    ],
    ['revokeToken', (token) => ask(answer, 'revokeToken', admin(), { input: { token } })],
    [
      'revokeToken, repeated by its key',
      async (token) => {
        const input = { token, idempotencyKey: 'same' };
        const who = admin();
        await ask(answer, 'revokeToken', who, { input });
        return ask(answer, 'revokeToken', who, { input });
      },
    ],
    ['restoreToken', (token) => ask(answer, 'restoreToken', admin(), { input: { token } })],
    ['eraseToken', (token) => ask(answer, 'eraseToken', admin(), { input: { token } })],
    [
      'a request for approval',
      (token) =>
        ask(answer, 'requestApproval', staff(), {
          input: {
            ...{ tokens: [token], purpose: 'PAYMENT', ticket: 'T', reason: 'R', minutes: 1 },
          },
        }),
    ],
  ];

  test.each(USES)('answers and reads as an unknown token does: %s', async (_name, use) => {
    for (const format of FORMATS) {
      const honey = tokenOf(await seed({ format }));
      const unknown = unknownLike(honey);
      const [asHoney, asUnknown] = [await see(() => use(honey)), await see(() => use(unknown))];
      expect(asHoney).toEqual(asUnknown);
      expect(JSON.stringify(asHoney.reply)).toContain('TOKEN_NOT_FOUND');
    }
  });

  test('writes a high-severity event that names it, and alarms, at the first use', async () => {
    const honey = tokenOf(await seed());
    const text = JSON.stringify(await vault.items('AUDIT_TABLE'));
    expect(text).not.toContain(honey);
    vault.lines.length = 0;
    const who = in_(['support']);
    await ask(answer, 'token', who, { token: honey });
    const events = (await vault.items('AUDIT_TABLE')).filter(
      ({ actor, kind }) => actor?.S === who.subject && kind?.S === 'OUTCOME',
    );
    expect(events.map(({ items }) => items?.L?.[0]?.M)).toEqual([
      {
        token: { S: honey },
        code: { S: 'TOKEN_NOT_FOUND' },
        finding: { S: 'HONEY_TOKEN' },
        severity: { S: 'HIGH' },
      },
    ]);
    expect(vault.lines.filter((line) => line.includes('"HoneyToken":1'))).toHaveLength(1);
    for (const line of vault.lines) expect(line).not.toContain(honey);
    await ask(answer, 'token', who, { token: unknownLike(honey) });
    expect(vault.lines.filter((line) => line.includes('"HoneyToken":1'))).toHaveLength(1);
  });

  test.each([
    ['that is unknown', 'PAYMENT', 'TOKEN_NOT_FOUND', (): string => 'tok_unknown'],
    ['that is not open for the purpose', 'PAYMENT', 'PURPOSE_NOT_ALLOWED', (): string => ordinary],
  ] as const)(
    'asked for behind another %s alarms, and changes no answer',
    async (_what, purpose, code, another) => {
      const honey = tokenOf(await seed());
      const who = staff();
      const requestFor = (token: string) =>
        see(() => {
          const note = { ticket: 'T', reason: 'R', minutes: 1 };
          const input = { ...note, purpose, tokens: [another(), token] };
          return ask(answer, 'requestApproval', who, { input });
        });
      const asUnknown = await requestFor(unknownLike(honey));
      vault.lines.length = 0;
      const asHoney = await requestFor(honey);
      expect(asHoney).toEqual(asUnknown);
      expect(asHoney.reply).toMatchObject({ error: { code } });
      expect(vault.lines.filter((line) => line.includes('"HoneyToken":1'))).toHaveLength(1);
      const told = (await vault.items('AUDIT_TABLE')).filter(
        ({ actor, items }) =>
          actor?.S === who.subject && items?.L?.[0]?.M?.finding?.S === 'HONEY_TOKEN',
      );
      expect(told.map(({ items }) => items?.L?.[0]?.M)).toEqual([
        expect.objectContaining({
          token: { S: honey },
          code: { S: code },
          severity: { S: 'HIGH' },
        }),
      ]);
    },
  );

  test('is not told from others in the table: same attributes of the same types and sizes', async () => {
    for (const format of FORMATS) {
      const before = await vault.items('CONTROL_TABLE');
      const [honey, other] = [tokenOf(await seed({ format })), await issue({ format })];
      const records = await vault.items('VAULT_TABLE');
      const shapeOf = (token: string) => {
        const item = records.find(({ pk }) => pk?.S === `${tenant}#token#${token}`);
        expect(item).toHaveProperty('mac');
        return Object.entries(item ?? {}).map(([name, value]) => {
          const [type, content] = Object.entries(value)[0] as [string, string | Uint8Array];
          return `${name} ${type} ${content.length}`;
        });
      };
      expect(shapeOf(honey).sort()).toEqual(shapeOf(other).sort());
      expect(await vault.items('CONTROL_TABLE')).toHaveLength(before.length);
    }
  });

  test('takes nothing of a budget, as an unknown token', async () => {
    const none = { perMinute: 0, perDay: 0 };
    const BUDGETS = JSON.stringify({ 'ACTOR/PLAINTEXT': none, 'ACTOR/MASKED': none });
    const by = vault.start({}, { BUDGETS });
    const honey = tokenOf(await seed());
    expect(codeOf(await ask(by, 'token', staff(), { token: honey }))).toBe('TOKEN_NOT_FOUND');
    expect(codeOf(await ask(by, 'token', staff(), { token: ordinary }))).toBe('BUDGET_EXCEEDED');
  });

  test('of one tenant is nothing in another', async () => {
    const honey = tokenOf(await seed());
    vault.lines.length = 0;
    const stranger = somebody(['payment-staff'], 'globex');
    expect(codeOf(await ask(answer, 'token', stranger, { token: honey }))).toBe('TOKEN_NOT_FOUND');
    expect(vault.lines).toEqual([]);
  });

  test('leaves the tokens of the same value alone', async () => {
    await seed();
    const token = await issue();
    const reply = await ask(answer, 'release', staff(), { token, purpose: 'PAYMENT' });
    expect(reply).toEqual({ data: VALUES.PAN });
    const known = { dataClass: 'PAN', plaintext: '5555555555554444', purpose: 'FRAUD_REVIEW' };
    await seed({ plaintext: known.plaintext });
    expect(await ask(answer, 'knownToken', staff(), known)).toEqual({ data: null });
  });

  test('that was altered is no honey token but a damaged record', async () => {
    const honey = tokenOf(await seed());
    const pk = `${tenant}#token#${honey}`;
    const item = (await vault.items('VAULT_TABLE')).find((one) => one.pk?.S === pk);
    await vault.dynamodb.send(
      new PutItemCommand({ TableName: 'vault', Item: { ...item, masked: { S: 'x' } } }),
    );
    vault.lines.length = 0;
    expect(codeOf(await ask(answer, 'token', staff(), { token: honey }))).toBe('TOKEN_NOT_FOUND');
    expect(vault.lines.some((line) => line.includes('"Tampering":1'))).toBe(true);
  });

  test('is made by administrators in good standing, of classes that last, and looks as wished', async () => {
    expect(codeOf(await seed({}, staff()))).toBe('NOT_AUTHORIZED');
    expect(codeOf(await seed({ dataClass: 'CVC', plaintext: '123' }))).toBe('INVALID_INPUT');
    expect(codeOf(await seed({ plaintext: '4111111111111112' }))).toBe('INVALID_PLAINTEXT');
    expect((await seed({ metadata: [{ key: 'order', value: 'A-1' }] })).data).toMatchObject({
      dataClass: 'PAN',
      masked: '************1111',
      deterministic: false,
      metadata: [{ key: 'order', value: 'A-1' }],
    });
  });
});
