import type { Item } from '../../support/vault.ts';
import { ACTOR, createBench } from './tampering/bench.ts';
import type { Asked, Bench } from './tampering/bench.ts';
import { card, keyed, note } from './tampering/inputs.ts';

const LIMIT = 2;
const SPENT = 'BUDGET_EXCEEDED: The budget for this kind of request is used up for now.';
const HOUR_MS = 3_600_000;

/** What a counter may be damaged to, and what the trail then says. */
const COUNTS: readonly [string, Item, 'TAMPERED' | null][] = [
  ['a text', { used: { S: '1' } }, 'TAMPERED'],
  ['no number in a text', { used: { S: 'NaN' } }, 'TAMPERED'],
  ['bytes', { used: { B: Buffer.from('1') } }, 'TAMPERED'],
  ['a flag', { used: { BOOL: false } }, 'TAMPERED'],
  ['a null', { used: { NULL: true } }, 'TAMPERED'],
  ['a list', { used: { L: [{ N: '0' }] } }, 'TAMPERED'],
  ['a map', { used: { M: {} } }, 'TAMPERED'],
  ['a set of numbers', { used: { NS: ['0'] } }, 'TAMPERED'],
  ['less than nothing', { used: { N: '-1' } }, 'TAMPERED'],
  ['far less than nothing', { used: { N: '-1e30' } }, 'TAMPERED'],
  ['missing', { expiresAt: { N: '4102444800' } }, 'TAMPERED'],
  ['missing, as everything is', {}, 'TAMPERED'],
  ['huge', { used: { N: '1e30' } }, null],
  ['one more than allowed', { used: { N: '21' } }, null],
];

describe('what the vault keeps without a MAC', () => {
  let bench: Bench;

  beforeAll(async () => {
    bench = await createBench({ EQUALITY_BUDGET_PER_HOUR: String(LIMIT) });
  });
  afterAll(() => bench.vault.stop());
  afterEach(() => bench.clear());

  /** In this hour and in the next: the test may run while one ends. */
  const setCounter = (kind: 'equality' | 'conflicts', item: Item): Promise<void> => {
    const hours = [0, HOUR_MS].map((ms) => new Date(Date.now() + ms).toISOString().slice(0, 13));
    const keys = hours.map((hour) => ({ pk: { S: `acme#${kind}#${ACTOR}#${hour}` } }));
    return bench.put(
      'CONTROL_TABLE',
      keys.map((key) => ({ ...key, ...item })),
    );
  };
  const repliesTo = (asked: readonly Asked[]) => asked.map(({ reply }) => reply.split(':')[0]);
  const question = () => ({ ...card(), purpose: 'FRAUD_REVIEW' });

  describe('a counter of questions of equality', () => {
    test.each(COUNTS)(
      'that is %s allows none, and fails nothing else',
      async (_title, item, why) => {
        await setCounter('equality', item);
        bench.alarms();
        const inputs = [card(), note(), card()];
        const batch = await bench.ask('tokenizeBatch', inputs);
        const known = await bench.ask('knownToken', [question()]);
        const refused = { reply: SPENT, finding: why };
        expect([...batch, ...known]).toMatchObject([refused, { reply: 'OK' }, refused, refused]);
        expect(bench.alarms()).toBe(why === null ? 0 : 3);
      },
    );

    test('that has a fraction never gives more than its budget', async () => {
      await setCounter('equality', { used: { N: '0.5' } });
      const asked = await bench.ask('tokenizeBatch', [card(), card(), card()]);
      expect(repliesTo(asked).filter((code) => code === 'OK').length).toBeLessThanOrEqual(LIMIT);
      expect(repliesTo(asked)).toContain('BUDGET_EXCEEDED');
    });

    test.each<[string, Item]>([
      ['gone', {}],
      ['a text', { expiresAt: { S: 'never' } }],
      ['past', { expiresAt: { N: '1' } }],
    ])('whose expiry is %s counts on and has its expiry again', async (_title, expiry) => {
      await setCounter('equality', { used: { N: '1' }, ...expiry });
      const asked = await bench.ask('tokenizeBatch', [card(), card()]);
      expect(repliesTo(asked)).toEqual(['OK', 'BUDGET_EXCEEDED']);
      const counters = (await bench.vault.items('CONTROL_TABLE')).filter(
        ({ used }) => used?.N === '2',
      );
      expect(counters).toHaveLength(1);
      expect(Number(counters[0]?.expiresAt?.N) * 1000).toBeGreaterThan(Date.now());
    });

    test('that was removed begins anew, which is a residual risk', async () => {
      await bench.ask('tokenizeBatch', [card(), card()]);
      await bench.clear();
      const asked = await bench.ask('tokenizeBatch', [card(), card(), card()]);
      expect(repliesTo(asked)).toEqual(['OK', 'OK', 'BUDGET_EXCEEDED']);
    });
  });

  describe('a counter of idempotency keys that stood for something else', () => {
    test.each(COUNTS)('that is %s tells nothing of any key', async (_title, item, why) => {
      const [first, second] = [keyed(note()), keyed(note())];
      await bench.ask('tokenizeBatch', [first, second]);
      await setCounter('conflicts', item);
      bench.alarms();
      const other = { ...second, plaintext: 'another note' };
      const asked = [
        ...(await bench.ask('tokenizeBatch', [first])),
        ...(await bench.ask('tokenizeBatch', [other])),
      ];
      const refused = { reply: SPENT, finding: why };
      expect(asked).toMatchObject([refused, refused]);
      expect(bench.alarms()).toBe(why === null ? 0 : 2);
    });
  });

  describe('a mark that an actor or a tenant is disabled', () => {
    const FLAGS: readonly [string, Item][] = [
      ['gone', {}],
      ['a text', { disabled: { S: 'false' } }],
      ['a number', { disabled: { N: '0' } }],
      ['a null', { disabled: { NULL: true } }],
      ['a list', { disabled: { L: [] } }],
      ['under another name', { enabled: { BOOL: true } }],
    ];

    test.each(FLAGS)('bans still when its flag is %s', async (_title, item) => {
      const [made] = await bench.ask('tokenize', [{ input: note() }]);
      const { token } = made?.data as { token: string };
      for (const [key, finding] of [
        [`acme#actor#${ACTOR}`, 'ACTOR_DISABLED'],
        ['acme#tenant', 'TENANT_DISABLED'],
      ] as const) {
        await bench.put('CONTROL_TABLE', [{ pk: { S: key }, ...item }]);
        const [asked] = await bench.ask('token', [{ token }]);
        expect(asked).toMatchObject({ finding });
        expect(asked?.reply).toMatch(/^NOT_AUTHORIZED/);
        await bench.put('CONTROL_TABLE', [{ pk: { S: key }, disabled: { BOOL: false } }]);
      }
      expect(repliesTo(await bench.ask('token', [{ token }]))).toEqual(['OK']);
    });
  });
});
