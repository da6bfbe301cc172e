import { watchedEvent } from '../../../functions/anomaly-watch/watched-event.ts';
import { eventKeys } from '../../../functions/vault/audit-keys.ts';
import type { Item } from '../../support/vault.ts';

const TIME = '2031-01-08T09:05:01.123Z';
const ATTEMPT_ID = '00000003-0000-4000-8000-000000000000';

interface Told {
  readonly tenant?: string;
  readonly actor?: string;
  readonly operation?: string;
  readonly code?: string;
  readonly kind?: 'ATTEMPT' | 'OUTCOME';
  readonly items?: readonly Readonly<Record<string, string>>[];
}

const texts = (record: Readonly<Record<string, string>>): Item =>
  Object.fromEntries(Object.entries(record).map(([name, text]) => [name, { S: text }]));

function outcome({ kind = 'OUTCOME', tenant = 'acme', actor = 'u-1', ...told }: Told): Item {
  const { pk, sk, tenantDay } = eventKeys({ tenant, time: TIME, attemptId: ATTEMPT_ID, kind });
  const { operation = 'detokenizeBatch', code = 'PARTIAL', items = [] } = told;
  return {
    ...texts({ pk, sk, tenantDay: tenantDay ?? '', kind, attemptId: ATTEMPT_ID, time: TIME }),
    ...texts({ tenant, actor, operation, code }),
    sourceIps: { L: [{ S: '192.0.2.1' }, { S: '203.0.113.7' }] },
    items: { L: items.map((one) => ({ M: texts(one) })) },
  };
}

describe('an outcome as the watch sees it', () => {
  const seen = (told: Told) => watchedEvent(outcome(told))?.observation;

  test('tells who looked at which tokens, and the hop that the caller could not make up', () => {
    const items = [
      { token: 'a', code: 'OK' },
      { token: 'b', code: 'PURPOSE_NOT_ALLOWED' },
    ];
    expect(seen({ items })).toEqual({
      time: Date.parse(TIME),
      tenant: 'acme',
      actor: 'u-1',
      tokens: ['a'],
      refused: 1,
      source: '203.0.113.7',
    });
  });

  test.each<[string, Told, number]>([
    ['each refused item', { items: [{ code: 'BUDGET_EXCEEDED' }, { code: 'TOKEN_NOT_FOUND' }] }, 2],
    ['a use of a honey token', { items: [{ code: 'TOKEN_NOT_FOUND', finding: 'HONEY_TOKEN' }] }, 1],
    ['a call of which nothing could be read', { code: 'INVALID_INPUT' }, 1],
    ['no success', { code: 'OK', items: [{ code: 'OK' }] }, 0],
    ['no outage', { items: [{ code: 'TEMPORARILY_UNAVAILABLE' }, { code: 'INTERNAL' }] }, 0],
  ])('counts %s as refused', (_what, told, refused) => {
    expect(seen(told)?.refused).toBe(refused);
  });

  test.each(['tokenize', 'tokenizeBatch', 'seedHoneyToken'])(
    'of %s looks at no token that exists',
    (operation) => {
      expect(seen({ operation, items: [{ token: 'a', code: 'OK' }] })?.tokens).toEqual([]);
    },
  );

  test('of a job of ours is nobody’s, however many tokens it goes by', () => {
    const told = { operation: 'rewrapPage', actor: 'rewrap', items: [{ token: 'a', code: 'OK' }] };
    const job = { ...outcome(told), actorKind: { S: 'job' } };
    expect(watchedEvent(job)).toMatchObject({ observation: null, isUnreadable: false });
  });

  test('is judged, and an attempt is not', () => {
    expect(watchedEvent(outcome({ kind: 'ATTEMPT' }))).toMatchObject({
      observation: null,
      isUnreadable: false,
    });
  });

  test.each<[string, Told]>([
    ['a tenant that is none', { tenant: 'A tenant' }],
    ['an actor that is too long', { actor: 'a'.repeat(201) }],
    ['an actor with other characters', { actor: 'a#b' }],
  ])('with %s is unreadable', (_what, told) => {
    expect(watchedEvent(outcome(told))).toMatchObject({ observation: null, isUnreadable: true });
  });

  test('that lies elsewhere is no event', () => {
    expect(watchedEvent({ ...outcome({}), pk: { S: '2031-01-08T09:05Z#4' } })).toBeNull();
  });
});
