import type { Operation } from '../../../functions/vault/event.ts';
import type { Item } from '../../support/vault.ts';
import { NOT_FOUND, createBench } from './tampering/bench.ts';
import type { Bench, TableName } from './tampering/bench.ts';
import { card, code, keyed, lasting, limited, note } from './tampering/inputs.ts';
import { again, byToken, change, forPurpose, release, view } from './tampering/questions.ts';
import type { Question, Specimen } from './tampering/questions.ts';

/** What becomes of a token. A photograph keeps its items as they are at that moment. */
type Step = 'use' | 'revoke' | 'restore' | 'erase' | 'erase without a receipt' | 'photograph';

/** An item of the token. */
type Part = 'record' | 'state' | 'fingerprint' | 'idempotency item' | 'code' | 'value guard';

interface Story {
  readonly title: string;
  readonly input: () => Specimen['input'];
  readonly steps: readonly Step[];
  /** What is put back as it was when photographed. */
  readonly back?: readonly Part[];
  /** What is removed before. */
  readonly gone?: readonly Part[];
  readonly asked: Question;
}

const PLACES: Readonly<Record<Part, readonly [TableName, string]>> = {
  record: ['VAULT_TABLE', '#token#'],
  fingerprint: ['VAULT_TABLE', '#fingerprint#'],
  state: ['CONTROL_TABLE', '#token#'],
  'idempotency item': ['CONTROL_TABLE', '#idempotency#'],
  code: ['CVC_TABLE', '#token#'],
  'value guard': ['CVC_TABLE', '#idempotency#'],
};

const STEPS: Readonly<Partial<Record<Step, [Operation, (made: Specimen) => object]>>> = {
  use: ['release', forPurpose],
  revoke: ['revokeToken', byToken],
  restore: ['restoreToken', byToken],
  erase: ['eraseToken', byToken],
  'erase without a receipt': ['eraseToken', byToken],
};

/** What a second item knows better: it is tampering, and whoever asks learns nothing. */
const CAUGHT: readonly Story[] = [
  {
    title: 'the record of before it was revoked',
    input: note,
    steps: ['photograph', 'revoke'],
    back: ['record'],
    asked: release(),
  },
  {
    title: 'the state of before it was revoked',
    input: limited.bind(null, false),
    steps: ['photograph', 'revoke'],
    back: ['state'],
    asked: release(),
  },
  {
    title: 'no state, where uses are limited',
    input: limited.bind(null, false),
    steps: ['use', 'use'],
    gone: ['state'],
    asked: release(),
  },
  {
    title: 'no state, where the token is not to be drawn again',
    input: lasting.bind(null, false),
    steps: [],
    gone: ['state'],
    asked: release(),
  },
  {
    title: 'no state, where it was revoked',
    input: note,
    steps: ['revoke'],
    gone: ['state'],
    asked: view(),
  },
  {
    title: 'no record beside its state',
    input: limited.bind(null, false),
    steps: [],
    gone: ['record'],
    asked: release(),
  },
  {
    title: 'its record again after it was erased',
    input: note,
    steps: ['photograph', 'erase'],
    back: ['record'],
    asked: release(),
  },
  {
    title: 'its record and its fingerprint again after it was erased',
    input: card,
    steps: ['photograph', 'erase'],
    back: ['record', 'fingerprint'],
    asked: again,
  },
  {
    title: 'its record again and no tombstone, where uses are limited',
    input: limited.bind(null, false),
    steps: ['photograph', 'erase'],
    back: ['record'],
    gone: ['state'],
    asked: release(),
  },
  {
    title: 'its record again and no tombstone, where it had been revoked',
    input: note,
    steps: ['revoke', 'restore', 'photograph', 'erase'],
    back: ['record'],
    gone: ['state'],
    asked: release(),
  },
  {
    title: 'the state of before it was erased in place of the tombstone',
    input: limited.bind(null, false),
    steps: ['photograph', 'erase'],
    back: ['state'],
    asked: change('eraseToken'),
  },
];

/** What nothing in storage contradicts: SECURITY.md lists each as a residual risk. */
const UNSEEN: readonly Story[] = [
  {
    title: 'the state of before its uses gives these uses again',
    input: limited.bind(null, false),
    steps: ['photograph', 'use', 'use'],
    back: ['state'],
    asked: release(),
  },
  {
    title: 'record and state of before it was revoked make it resolve again',
    input: limited.bind(null, false),
    steps: ['photograph', 'revoke'],
    back: ['record', 'state'],
    asked: release(),
  },
  {
    title: 'its record again and no tombstone make it resolve again',
    input: note,
    steps: ['photograph', 'erase'],
    back: ['record'],
    gone: ['state'],
    asked: release(),
  },
  {
    title: 'record and state of before it was erased make it resolve again',
    input: limited.bind(null, false),
    steps: ['photograph', 'erase'],
    back: ['record', 'state'],
    asked: release(),
  },
  {
    title: 'the tombstone of before its receipt has another one made',
    input: note,
    steps: ['erase without a receipt', 'photograph', 'erase'],
    back: ['state'],
    asked: change('eraseToken'),
  },
];

describe('a token of which storage holds', () => {
  let bench: Bench;

  beforeAll(async () => {
    bench = await createBench();
  });
  afterAll(() => bench.vault.stop());
  afterEach(() => bench.clear());

  const make = async (input: Specimen['input']): Promise<Specimen> => {
    const [made] = await bench.ask('tokenize', [{ input }]);
    return { input, token: (made?.data as { token: string }).token };
  };

  const itemsOf = async (part: Part): Promise<Item[]> => {
    const [table, marker] = PLACES[part];
    const items = await bench.vault.items(table);
    return items.filter(({ pk }) => pk?.S?.includes(marker));
  };

  const remove = async (part: Part): Promise<void> => {
    for (const { pk = { S: '' } } of await itemsOf(part)) await bench.remove(PLACES[part][0], pk);
  };

  /** A bench holds the items of one token at a time. */
  const live = async (story: Story): Promise<Specimen> => {
    const made = await make(story.input());
    const photograph = new Map<Part, Item[]>();
    for (const step of story.steps) {
      const [operation, about] = STEPS[step] ?? [];
      if (operation === undefined || about === undefined) {
        for (const part of story.back ?? []) photograph.set(part, await itemsOf(part));
        continue;
      }
      const isFailing = step === 'erase without a receipt';
      const failing = { status: 400, type: 'DisabledException' } as const;
      bench.vault.kmsWire.decide(({ operation: asked }) =>
        isFailing && asked === 'Sign' ? failing : 'pass',
      );
      await bench.ask(operation, [about(made)]);
    }
    for (const part of story.gone ?? []) await remove(part);
    for (const [part, items] of photograph) await bench.put(PLACES[part][0], items);
    bench.alarms();
    return made;
  };

  test.each(CAUGHT.map((story) => [story.title, story] as const))(
    '%s is refused, and that is reported as tampering',
    async (_title, story) => {
      const made = await live(story);
      const before = await bench.stored();
      const asked = await bench.ask(story.asked.operation, [story.asked.about(made)]);
      expect(asked).toMatchObject([{ reply: NOT_FOUND, finding: 'TAMPERED' }]);
      expect(bench.alarms()).toBe(1);
      expect(await bench.stored()).toEqual(before);
    },
  );

  test.each(UNSEEN.map((story) => [story.title, story] as const))(
    '%s, which is a residual risk',
    async (_title, story) => {
      const made = await live(story);
      const asked = await bench.ask(story.asked.operation, [story.asked.about(made)]);
      expect(asked).toMatchObject([{ reply: 'OK', finding: null }]);
      expect(bench.alarms()).toBe(0);
    },
  );

  describe('its record in the table of another class', () => {
    test.each([
      ['a card verification code among the lasting values', code.bind(null, false), 'code'],
      ['another value among the codes', limited.bind(null, false), 'record'],
    ] as const)('is refused as tampering: %s', async (_title, input, part) => {
      const made = await make(input());
      const items = await itemsOf(part);
      await remove(part);
      await bench.put(part === 'code' ? 'VAULT_TABLE' : 'CVC_TABLE', items);
      bench.alarms();
      const asked = await bench.ask('token', [{ token: made.token }]);
      expect(asked).toMatchObject([{ reply: NOT_FOUND, finding: 'TAMPERED' }]);
      expect(bench.alarms()).toBe(1);
    });
  });

  describe('no fingerprint, or an older one,', () => {
    test('has its value tokenized anew, and resolves on: a residual risk', async () => {
      const made = await make(card());
      const older = await itemsOf('fingerprint');
      await remove('fingerprint');
      const second = await make(made.input);
      expect(second.token).not.toBe(made.token);
      await bench.put('VAULT_TABLE', older);
      expect((await make(made.input)).token).toBe(made.token);
      const released = await bench.ask('release', [made, second].map(forPurpose));
      expect(released.map(({ reply }) => reply)).toEqual(['OK', 'OK']);
    });
  });

  describe('no idempotency item', () => {
    test('has its request take effect again: a residual risk', async () => {
      const made = await make(keyed(note()));
      expect((await make(made.input)).token).toBe(made.token);
      await remove('idempotency item');
      expect((await make(made.input)).token).not.toBe(made.token);
    });

    test('of the value in the table of codes answers for another code: a residual risk', async () => {
      const made = await make(keyed(code(false)));
      const other = { ...made.input, plaintext: '9999' };
      expect(await bench.ask('tokenize', [{ input: other }])).toMatchObject([
        { reply: expect.stringMatching(/^IDEMPOTENCY_CONFLICT/) as string },
      ]);
      await remove('value guard');
      expect((await make(other)).token).toBe(made.token);
    });
  });
});
