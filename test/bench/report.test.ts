import { barLength, drawChart } from '../../bench/chart.ts';
import { liveGrowthPerMillion, rssRatio } from '../../bench/memory.ts';
import { parseBenchOptions, PARTS } from '../../bench/options.ts';
import { inGroups, tokenizeInputs } from '../../bench/requests.ts';
import { chartPanels, resultsDocument } from '../../bench/results.ts';
import { atLeast, atMost, formatNumber, row, tableOf } from '../../bench/rows.ts';

describe('the table', () => {
  test('says of each target whether it was met', () => {
    const table = tableOf([
      row('a', 'cheap', 2, 'µs', { target: atMost(3, 2, '× raw') }),
      row('a', 'dear', 12, 'µs', { target: atMost(3, 12, '× raw') }),
      row('a', 'slow', 7, '/s', { target: atLeast(10, 7, '× single') }),
      row('a', 'reference', 1, 'µs'),
    ]);
    const results = table.split('\n').map((line) => line.split('|')[8]?.trim());
    expect(results.slice(2, 6)).toEqual(['met', '**missed**', '**missed**', '']);
  });

  test.each([
    [0, '0'],
    [0.00234, '0.00234'],
    [1.234, '1.23'],
    [99.95, '100'],
    [1234.5, '1,235'],
  ])('writes %d as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});

describe('the chart', () => {
  const rows = [
    row('cost', 'tokenize random, batches of 25', 1.6, '$'),
    row('cost', 'tokenize random, single', 7, '$'),
    row('cost', 'samples’ design, one item a request', 8.8, '$'),
  ];

  test('names itself and its figures to those who do not see it', () => {
    const svg = drawChart('A < B', chartPanels(rows));
    expect(svg).toContain('<title id="title">A &lt; B</title>');
    expect(svg).toMatch(/role="img" aria-labelledby="title text"/);
    expect(svg).toContain('this gateway, batches of 25 1.6 $');
    expect(svg).toContain('prefers-color-scheme: dark');
    expect(svg.match(/<rect /g)).toHaveLength(3);
  });

  test('leaves out a panel of which a bar was not measured', () => {
    expect(chartPanels(rows.slice(1))).toEqual([]);
  });

  test('draws bars to one scale', () => {
    expect(barLength(50, 100) * 2).toBe(barLength(100, 100));
    expect(barLength(0, 100)).toBeGreaterThan(0);
  });
});

test('results tell the machine and leave out what was not measured', () => {
  const text = resultsDocument({
    machine: ['2 cores'],
    warning: 'Not idle',
    rows: [row('cold start', 'vault bundle', 653, 'KB')],
    processes: null,
    profile: null,
  });
  expect(text).toContain('- 2 cores\n- Not idle\n');
  expect(text).not.toMatch(/Prices|Time by/);
});

describe('the input', () => {
  test('is the same in every run, and another in every round', () => {
    expect(tokenizeInputs(20, 1, 'random')).toEqual(tokenizeInputs(20, 1, 'random'));
    expect(tokenizeInputs(20, 1, 'random')).not.toEqual(tokenizeInputs(20, 2, 'random'));
  });

  test('holds PANs of test ranges only', () => {
    for (const { plaintext } of tokenizeInputs(500, 3, 'random')) {
      expect(plaintext).toMatch(/^(411111|555555|601111)\d{10}$|^378282\d{9}$/);
    }
  });

  test('comes in groups that hold everything once, in order', () => {
    expect(inGroups([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  });
});

describe('memory', () => {
  const megabyte = 2 ** 20;
  const samples = [0, 1, 2, 3, 4, 5, 6, 7].map((at) => ({
    operations: at * 1e5,
    live: (at < 4 ? at * 50 : 200 + at) * megabyte,
    rss: [900, 900, 200, 220, 500, 100, 300, 330][at] ?? 0,
  }));

  test('in use grows as in the second half, by a million operations', () => {
    expect(liveGrowthPerMillion(samples)).toBeCloseTo(10);
  });

  test('occupied is compared between the second quarter and the last', () => {
    expect(rssRatio(samples)).toBeCloseTo(315 / 210);
  });
});

describe('the command line', () => {
  test('takes all parts unless told otherwise', () => {
    expect(parseBenchOptions([]).parts).toEqual(PARTS);
    expect(parseBenchOptions(['--quick', '--only', 'units,crypto']).parts).toEqual([
      'crypto',
      'units',
    ]);
  });

  test.each([[['--only', 'speed']], [['--operations', '12']], [['--operations', 'many']]])(
    '%j is refused',
    (words) => {
      expect(() => parseBenchOptions(words)).toThrow();
    },
  );

  test('a quick run leaves the committed results alone', () => {
    expect([parseBenchOptions([]).out, parseBenchOptions(['--quick']).out]).toEqual([
      'bench',
      'build/bench',
    ]);
  });
});
