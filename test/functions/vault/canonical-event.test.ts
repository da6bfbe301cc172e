import type { AttributeValue } from '@aws-sdk/client-dynamodb';

import fc from 'fast-check';

import { canonicalEvent, isInPlace } from '../../../functions/vault/canonical-event.ts';
import { canonicalJson } from '../../../functions/vault/canonical-json.ts';

type Item = Record<string, AttributeValue>;

/** Any attribute that a table may hold, of some depth. */
const attribute = fc.letrec<{ value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string().map((S) => ({ S })),
    fc.constantFrom('0', '7', '-1', '1.5', '1e3', '999999999999999999').map((N) => ({ N })),
    fc.boolean().map((BOOL) => ({ BOOL })),
    fc.constant({ NULL: true as const }),
    fc.uint8Array({ maxLength: 4 }).map((B) => ({ B })),
    fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 3 }).map((SS) => ({ SS })),
    fc.array(tie('value'), { maxLength: 3 }).map((L) => ({ L })),
    fc.dictionary(fc.constantFrom('a', '$a', '$kind', '$values'), tie('value')).map((M) => ({ M })),
  ),
})).value;

const item = fc.dictionary(fc.constantFrom('pk', 'sk', 'tenant', '$kind'), attribute);

/** Sets have no order. */
function sorted(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, held]) => {
    const members = sorted(held);
    return [
      name,
      name === 'SS' && Array.isArray(members) ? [...(members as string[])].sort() : members,
    ];
  });
  return Object.fromEntries(entries.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
}

describe('the canonical text of an event', () => {
  test('is JSON with sorted names, whole numbers and nothing between', () => {
    const event: Item = {
      sk: { S: 'b"\n' },
      count: { N: '2' },
      items: { L: [{ M: { z: { S: 'é' }, a: { S: '' } } }] },
    };
    expect(canonicalEvent(event)).toBe('{"count":2,"items":[{"a":"","z":"é"}],"sk":"b\\"\\n"}');
  });

  test('does not depend on the order in which attributes come', () => {
    const [a, b] = [{ S: '1' }, { S: '2' }];
    expect(canonicalEvent({ a, b })).toBe(canonicalEvent({ b, a }));
  });

  test('is the same only for the same item, also of attributes that no event has', () => {
    fc.assert(
      fc.property(item, item, (one, other) => {
        const isSame = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
        expect(canonicalEvent(one) === canonicalEvent(other)).toBe(isSame);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    [{ a: { S: '1' } }, { a: { N: '1' } }],
    [{ a: { N: '1.5' } }, { a: { M: { $kind: { S: 'N' }, $values: { L: [{ S: '1.5' }] } } } }],
    [{ a: { M: { $b: { S: '' } } } }, { a: { M: { $$b: { S: '' } } } }],
    [{ a: { BOOL: true } }, { a: { S: 'true' } }],
  ] as [Item, Item][])('tells %j from %j', (one, other) => {
    expect(canonicalEvent(one)).not.toBe(canonicalEvent(other));
  });

  test('holds whole numbers only', () => {
    expect(() => canonicalJson({ a: 0.5 })).toThrow(TypeError);
  });
});

describe('an event', () => {
  const attemptId = '00000003-0000-4000-8000-000000000000';
  const time = '2031-01-31T09:05:01.123Z';
  const event: Item = {
    pk: { S: '2031-01-31T09:05Z#3' },
    sk: { S: `${time}#${attemptId}#ATTEMPT` },
    tenantDay: { S: 'acme#2031-01-31#3' },
    tenant: { S: 'acme' },
    kind: { S: 'ATTEMPT' },
    attemptId: { S: attemptId },
    time: { S: time },
  };

  test('lies where its attributes say', () => {
    expect(isInPlace(event)).toBe(true);
    const ofNobody = Object.entries(event).filter(([name]) => !name.startsWith('tenant'));
    expect(isInPlace(Object.fromEntries(ofNobody))).toBe(true);
  });

  test.each([
    ['in another minute', { pk: { S: '2031-01-31T09:06Z#3' } }],
    ['in another shard', { pk: { S: '2031-01-31T09:05Z#4' } }],
    ['under another tenant', { tenantDay: { S: 'globex#2031-01-31#3' } }],
    ['under no tenant', { tenant: { NULL: true } }],
    ['with another id', { sk: { S: `${time}#${attemptId}#OUTCOME` } }],
    ['with an id of no form', { attemptId: { S: 'x' }, sk: { S: `${time}#x#ATTEMPT` } }],
    ['of another kind', { kind: { S: 'NOTE' } }],
  ] as [string, Item][])('%s is none of the vault’s', (_where, change) => {
    expect(isInPlace({ ...event, ...change })).toBe(false);
  });
});
