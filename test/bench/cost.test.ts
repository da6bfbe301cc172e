import fc from 'fast-check';

import { costPerMillion, SAMPLES_DESIGN } from '../../bench/cost.ts';
import type { Usage } from '../../bench/cost.ts';
import { PRICES } from '../../bench/prices.ts';

const amount = fc.double({ min: 0, max: 1000, noNaN: true });
const usages: fc.Arbitrary<Usage> = fc.record({
  front: fc.constantFrom('appsync', 'api-gateway'),
  itemsPerRequest: fc.integer({ min: 1, max: 50 }),
  writeUnits: amount,
  readUnits: amount,
  kmsCalls: amount,
  serviceCalls: amount,
  cpuMs: amount,
});

test('the parts of a cost add up to its total, and none is negative', () => {
  fc.assert(
    fc.property(usages, (usage) => {
      const { total, ...parts } = costPerMillion(usage);
      expect(Object.values(parts).every((part) => part >= 0)).toBe(true);
      expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBeCloseTo(total, 6);
    }),
  );
});

test('more of anything never costs less', () => {
  const what = fc.constantFrom('writeUnits', 'readUnits', 'kmsCalls', 'serviceCalls', 'cpuMs');
  fc.assert(
    fc.property(usages, what, amount, (usage, name, more) => {
      const dearer = costPerMillion({ ...usage, [name]: usage[name] + more });
      expect(dearer.total).toBeGreaterThanOrEqual(costPerMillion(usage).total);
    }),
  );
});

test('a request that does the same for more items divides its cost among them', () => {
  fc.assert(
    fc.property(usages, fc.integer({ min: 2, max: 10 }), (usage, times) => {
      const itemsPerRequest = usage.itemsPerRequest * times;
      const shared = costPerMillion({ ...usage, itemsPerRequest });
      expect(shared.total * times).toBeCloseTo(costPerMillion(usage).total, 6);
    }),
  );
});

test('a unit is billed at its list price', () => {
  const nothing = { ...SAMPLES_DESIGN, writeUnits: 0, readUnits: 0, kmsCalls: 0 };
  const billed = (usage: Partial<Usage>) => costPerMillion({ ...nothing, ...usage });
  expect(billed({ writeUnits: 1 }).dynamodb).toBeCloseTo(PRICES.writeUnit.dollars * 1e6);
  expect(billed({ readUnits: 1 }).dynamodb).toBeCloseTo(PRICES.readUnit.dollars * 1e6);
  expect(billed({ kmsCalls: 1 }).kms).toBeCloseTo(3);
});

test('the samples’ design pays three dollars of a million for its KMS calls', () => {
  const { kms, front, dynamodb } = costPerMillion(SAMPLES_DESIGN);
  expect([kms, front, dynamodb].map((part) => Number(part.toFixed(2)))).toEqual([3, 3.5, 1.25]);
});

test('a request without items is refused', () => {
  expect(() => costPerMillion({ ...SAMPLES_DESIGN, itemsPerRequest: 0 })).toThrow(RangeError);
});
