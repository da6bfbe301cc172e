import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

import { codeOf, newTenant, release, somebody, withBudgets } from '../../support/budgets.ts';
import { PAYMENT, TOKENIZER, ask, runVault, tokenized, user } from '../../support/vault.ts';
import type { Answer, Item, RunningVault } from '../../support/vault.ts';

const ADMIN = user(['vault-admins'], 'acme', 'admin-1');
const OVER = 'BUDGET_EXCEEDED';

describe('budgets', () => {
  let vault: RunningVault;
  let answer: Answer;
  let token: string;

  beforeAll(async () => {
    vault = await runVault();
    answer = vault.start();
    ({ token } = await tokenized(answer, 'TEXT', 'a note'));
  });
  afterAll(() => vault.stop());

  describe('that an administrator sets', () => {
    interface Shown {
      readonly budgets: readonly Record<string, unknown>[];
      readonly changes: readonly Record<string, unknown>[];
      readonly nextToken: string | null;
    }

    const set = (by: Answer, input: object, tenant = 'acme') =>
      ask(by, 'setBudget', { ...ADMIN, tenant }, { input });

    const shown = async (tenant: string, received: object = {}): Promise<Shown> => {
      const who = user(['auditors'], tenant, 'auditor-1');
      return (await ask(answer, 'budgets', who, received)).data as Shown;
    };

    test('hold at once in every process, for that tenant only, and have a history', async () => {
      const [first, second] = [await newTenant(vault, answer), await newTenant(vault, answer)];
      const other = vault.start();
      const input = { scope: 'ACTOR', kind: 'PLAINTEXT', perMinute: 1, perDay: 10 };
      expect(codeOf(await set(answer, input, first.tenant))).toBe('OK');
      const asOf = async ({ tenant, own }: typeof first) => {
        const who = somebody(['payment-staff'], tenant);
        return [await release(other, who, own), await release(other, who, own)];
      };
      expect((await asOf(first)).map(codeOf)).toEqual(['OK', OVER]);
      expect((await asOf(second)).map(codeOf)).toEqual(['OK', 'OK']);
      await set(answer, input, first.tenant);
      await set(answer, { ...input, perMinute: 2 }, first.tenant);
      const { budgets, changes } = await shown(first.tenant);
      expect(budgets).toContainEqual(
        expect.objectContaining({ scope: 'ACTOR', kind: 'PLAINTEXT', perMinute: 2, perDay: 10 }),
      );
      expect(changes).toMatchObject([
        { fromPerMinute: 1, fromPerDay: 10, toPerMinute: 2, toPerDay: 10, changedBy: 'admin-1' },
        { fromPerMinute: 100_000_000, toPerMinute: 1, changedBy: 'admin-1' },
      ]);
      expect((await shown(second.tenant)).changes).toEqual([]);
    });

    test('show what all shares together have left', async () => {
      const { tenant, own } = await newTenant(vault, answer);
      const clock = () => new Date('2027-05-01T10:00:00Z');
      const by = withBudgets(
        vault,
        { 'TENANT/PLAINTEXT': { perMinute: 100, perDay: 1000 } },
        clock,
      );
      const who = somebody(['payment-staff'], tenant);
      for (let count = 0; count < 5; count += 1) await release(by, who, own);
      const { data } = await ask(by, 'budgets', who, {});
      expect(data).toMatchObject({
        minuteEndsAt: '2027-05-01T10:01:00.000Z',
        dayEndsAt: '2027-05-02T00:00:00.000Z',
        nextToken: null,
      });
      expect((data as Shown).budgets).toContainEqual({
        ...{ scope: 'TENANT', kind: 'PLAINTEXT', purpose: null, perMinute: 100, perDay: 1000 },
        ...{ leftThisMinute: 95, leftToday: 995 },
      });
    });

    test('are each in the history, also if many are set at once, page by page', async () => {
      const { tenant } = await newTenant(vault, answer);
      const limits = Array.from({ length: 7 }, (_, at) => at + 1);
      const replies = await Promise.all(
        limits.map((perMinute) =>
          set(answer, { scope: 'PURPOSE', purpose: 'LEGAL', perMinute, perDay: 9 }, tenant),
        ),
      );
      expect(replies.map(codeOf)).toEqual(limits.map(() => 'OK'));
      const seen: unknown[] = [];
      let nextToken: string | null | undefined;
      while (nextToken !== null) {
        const page: Shown = await shown(tenant, { limit: 3, nextToken });
        seen.push(...page.changes.map(({ toPerMinute }) => toPerMinute));
        nextToken = page.nextToken;
      }
      expect(seen.map(Number).sort()).toEqual(limits);
    });

    test.each([
      ['no budget', { scope: 'ACTOR', kind: 'EVERYTHING' }],
      ['an actor of one purpose', { scope: 'ACTOR', kind: 'PLAINTEXT', purpose: 'LEGAL' }],
      ['masked views of a purpose', { scope: 'PURPOSE', kind: 'MASKED', purpose: 'LEGAL' }],
      ['no purpose', { scope: 'PURPOSE', purpose: 'CURIOSITY' }],
      ['less than nothing', { scope: 'ACTOR', kind: 'MASKED', perMinute: -1 }],
      ['more than there is', { scope: 'ACTOR', kind: 'MASKED', perDay: 100_000_001 }],
      ['half an item', { scope: 'ACTOR', kind: 'MASKED', perDay: 1.5 }],
    ])('cannot be %s', async (_title, input) => {
      expect(codeOf(await set(answer, { perMinute: 1, perDay: 1, ...input }))).toBe(
        'INVALID_INPUT',
      );
    });

    test.each([
      { limit: 0 },
      { limit: 101 },
      { limit: 1.5 },
      { nextToken: 'MA' },
      { nextToken: 7 },
    ])('are shown on pages only: %j is none', async (page) => {
      expect(codeOf(await ask(answer, 'budgets', ADMIN, page))).toBe('INVALID_INPUT');
    });

    test('are refused to others and to who is disabled', async () => {
      const input = { scope: 'ACTOR', kind: 'MASKED', perMinute: 1, perDay: 1 };
      expect(codeOf(await ask(answer, 'setBudget', PAYMENT, { input }))).toBe('NOT_AUTHORIZED');
      expect(codeOf(await ask(answer, 'budgets', TOKENIZER, {}))).toBe('NOT_AUTHORIZED');
      const Item = { pk: { S: 'acme#actor#banned-admin' }, disabled: { BOOL: true } };
      await vault.dynamodb.send(new PutItemCommand({ TableName: 'control', Item }));
      const banned = user(['vault-admins'], 'acme', 'banned-admin');
      expect(codeOf(await ask(answer, 'setBudget', banned, { input }))).toBe('NOT_AUTHORIZED');
      expect(codeOf(await ask(answer, 'budgets', banned, {}))).toBe('NOT_AUTHORIZED');
    });
  });

  describe('whose items were touched', () => {
    const put = (item: Item) =>
      vault.dynamodb.send(new PutItemCommand({ TableName: 'control', Item: item }));

    const itemOf = async (pk: string): Promise<Item> => {
      const found = (await vault.items('CONTROL_TABLE')).find((one) => one.pk?.S === pk);
      if (found === undefined) throw new Error(`There is no ${pk}`);
      return found;
    };

    const CHANGES: Readonly<Record<string, AttributeValue>> = {
      used: { S: '{}' },
      minute: { S: '2020-01-01T00:00' },
      day: { S: '2020-01-01' },
      version: { N: '0' },
      writeIds: { S: 'another' },
      schema: { N: '2' },
      expiresAt: { N: '1' },
      mac: { B: Buffer.alloc(32) },
      limits: { S: '{"ACTOR/PLAINTEXT":{"perMinute":9,"perDay":9}}' },
      changes: { N: '9' },
    };

    const expectClosed = async (original: Item, who: ReturnType<typeof user>, own: string) => {
      const names = Object.keys(CHANGES).filter((name) => name in original);
      expect(names.length).toBeGreaterThanOrEqual(4);
      for (const name of names) {
        await put({ ...original, [name]: CHANGES[name] ?? { NULL: true } });
        vault.lines.length = 0;
        expect(codeOf(await release(answer, who, own))).toBe(OVER);
        expect(vault.lines.some((line) => line.includes('"Tampering":1'))).toBe(true);
      }
      await put(original);
      expect(codeOf(await release(answer, who, own))).toBe('OK');
    };

    test('give out nothing: a counter', async () => {
      const who = somebody();
      await release(answer, who, token);
      await expectClosed(await itemOf(`acme#budget#actor#${who.subject}#0`), who, token);
    });

    test('give out nothing: the settings', async () => {
      const { tenant, own } = await newTenant(vault, answer);
      const input = { scope: 'TENANT', kind: 'MASKED', perMinute: 100, perDay: 100 };
      await ask(answer, 'setBudget', { ...ADMIN, tenant }, { input });
      const who = somebody(['payment-staff'], tenant);
      await expectClosed(await itemOf(`${tenant}#budgets`), who, own);
    });

    test("give out nothing: another actor's counter in place of one's own", async () => {
      const [who, other] = [somebody(), somebody()];
      await release(answer, other, token);
      const pk = { S: `acme#budget#actor#${who.subject}#0` };
      await put({ ...(await itemOf(`acme#budget#actor#${other.subject}#0`)), pk });
      expect(codeOf(await release(answer, who, token))).toBe(OVER);
    });

    test('do not hide that an entry of the history was removed', async () => {
      const { tenant } = await newTenant(vault, answer);
      const admin = { ...ADMIN, tenant };
      const input = { scope: 'TENANT', kind: 'MASKED', perMinute: 100, perDay: 100 };
      await ask(answer, 'setBudget', admin, { input });
      const Key = { pk: { S: `${tenant}#budgets#1` } };
      await vault.dynamodb.send(new DeleteItemCommand({ TableName: 'control', Key }));
      vault.lines.length = 0;
      expect(codeOf(await ask(answer, 'budgets', admin, {}))).toBe('INTERNAL');
      expect(vault.lines.some((line) => line.includes('"Tampering":1'))).toBe(true);
    });
  });
});
