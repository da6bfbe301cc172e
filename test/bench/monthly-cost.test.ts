import { measuredUnits, unitsOfBatch } from '../../bench/measured-units.ts';
import { gatewayBill, samplesBill, totalOf } from '../../bench/monthly-cost.ts';
import { billTable, parseLoad } from '../../bench/monthly-main.ts';

const LOAD = parseLoad([]);

describe('the cost of a month', () => {
  test('takes its units from what was measured', () => {
    const document = '| tokenize: random  | 4 | 3 | 5 | 4 | 2 | 7 |\n';
    expect(measuredUnits('tokenize: random', document)).toEqual({ writeUnits: 5, readUnits: 2 });
    expect(() => measuredUnits('tokenize: other', document)).toThrow('no row');
    expect(measuredUnits('tokenizeBatch: 50 random').writeUnits).toBeGreaterThan(50);
  });

  test('lies, for a batch, between one item and fifty', () => {
    const [one, fifty] = [
      { writeUnits: 5, readUnits: 2 },
      { writeUnits: 103, readUnits: 2 },
    ];
    expect(unitsOfBatch(one, fifty, 1)).toEqual(one);
    expect(unitsOfBatch(one, fifty, 50)).toEqual(fifty);
    expect(unitsOfBatch(one, fifty, 25)).toEqual({ writeUnits: 53, readUnits: 2 });
  });

  test('grows with tenants and copies where the samples’ grows with items', () => {
    const kms = (change: Partial<typeof LOAD>) => ({
      ours: gatewayBill({ ...LOAD, ...change }).kms ?? 0,
      samples: samplesBill({ ...LOAD, ...change }).kms ?? 0,
    });
    const [base, tenfold] = [kms({}), kms({ tokenized: LOAD.tokenized * 10 })];
    expect(tenfold.ours).toBe(base.ours);
    expect(tenfold.samples).toBeGreaterThan(9 * base.samples);
    expect(kms({ tenants: 20 }).ours).toBeCloseTo(2 * base.ours);
    expect(base.samples).toBeCloseTo(3 * 1.1);
  });

  test('is less for a batch, and more for what is deterministic', () => {
    const total = (change: Partial<typeof LOAD>) => totalOf(gatewayBill({ ...LOAD, ...change }));
    expect(total({ batch: 1 })).toBeGreaterThan(total({ batch: 25 }));
    expect(total({ deterministic: 1 })).toBeGreaterThan(total({}));
  });

  test('without any load is what stands there anyway', () => {
    const none = { ...LOAD, tokenized: 0, released: 0, stored: 0, users: 0, tenants: 0 };
    const { fixed = 0, ...rest } = gatewayBill(none);
    expect(totalOf(rest)).toBe(0);
    expect(fixed).toBeCloseTo(5 + 5 + 8 + 21.9 + 3.8 + 3);
  });

  test('is printed with a total', () => {
    expect(billTable({ kms: 1, fixed: 2 }, { kms: 4 })).toMatch(/\| total +\| 3\.00 +\| 4\.00/);
  });
});
