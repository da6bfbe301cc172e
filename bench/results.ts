import { markdownTable } from '../test/support/docs.ts';
import type { Panel } from './chart.ts';
import { ASSUMPTIONS, PRICES, PRICES_READ } from './prices.ts';
import type { Price } from './prices.ts';
import { formatNumber, tableOf } from './rows.ts';
import type { Row } from './rows.ts';

/** What a run found, ready to be written. */
export interface Results {
  readonly machine: readonly string[];
  /** A sentence when other work took cores from the run. */
  readonly warning: string | null;
  readonly rows: readonly Row[];
  /** Tables of where the time goes; null where they were not measured. */
  readonly processes: string | null;
  readonly profile: string | null;
}

function priceTable(): string {
  const rows = Object.entries<Price>(PRICES).map(([name, price]) => [
    name,
    `$${formatNumber(price.dollars * 1e6)}`,
    `million × ${price.per}`,
    price.standing,
    price.source,
  ]);
  return markdownTable([['Price', 'List', 'Per', 'Standing', 'Source'], ...rows]);
}

const HOW = `\`npm run bench\` wrote this. Each figure is the median over the rounds of one run, each ratio is to a
reference of the same run. _µs CPU_ is time on a core, which a busy machine falsifies less than time
on the wall. Nothing here was measured on AWS.

`;

const COST_NOTES = `_quoted_: the vendor's page could not be read, this is what it was quoted with elsewhere, compared in
${PRICES_READ}; us-east-1, on demand, no free tier. Assumed, not measured: ${ASSUMPTIONS.functionMemoryGb} GB of memory,
${ASSUMPTIONS.serviceCallMs} ms from the function to DynamoDB or KMS and back, ${ASSUMPTIONS.samplesCpuMs} ms of the samples' own work. Left out: storage,
logs, traces, CloudTrail, what is fixed by month. Units and calls were counted at the wire.
`;

const PROFILE_NOTES = `Shares of each process, sampled by its inspector, which is opened from outside for that.
A function of Node or V8 counts for the part that called it.
`;

function section(title: string, ...texts: readonly (string | null)[]): string {
  if (texts.some((text) => text === null)) return '';
  return `\n## ${title}\n\n${texts.join('\n')}`;
}

export function resultsDocument(results: Results): string {
  const machine = [...results.machine, ...(results.warning === null ? [] : [results.warning])];
  const hasCost = results.rows.some(({ part }) => part === 'cost');
  return [
    '# Results\n\n',
    HOW,
    machine.map((line) => `- ${line}\n`).join(''),
    `\n${tableOf(results.rows)}`,
    section('Time by process, µs CPU per item', results.processes),
    section('Time by part', PROFILE_NOTES, results.profile),
    section('Prices', COST_NOTES, hasCost ? priceTable() : null),
  ].join('');
}

interface Wanted {
  readonly what: string;
  readonly label: string;
}

const PANELS: readonly { title: string; unit: string; wanted: readonly Wanted[] }[] = [
  {
    title: 'Cost of a million tokens, $ at list prices',
    unit: '$',
    wanted: [
      { what: 'tokenize random, batches of 25', label: 'this gateway, batches of 25' },
      { what: 'tokenize random, single', label: 'this gateway, one by one' },
      { what: 'samples’ design, one item a request', label: 'AWS samples’ design' },
    ],
  },
  {
    title: 'Encrypting one value, µs CPU',
    unit: 'µs',
    wanted: [
      { what: 'seal: ours, keys cached', label: 'this gateway' },
      { what: 'seal: raw HKDF + AES-256-GCM', label: 'raw AES-256-GCM, the limit' },
      { what: 'seal: library default, KMS per item', label: 'a KMS call per value' },
    ],
  },
  {
    title: 'Tokens a second on this machine, over loopback',
    unit: '/s',
    wanted: [
      { what: 'tokenize: batches of 50, 4 at once', label: 'this gateway, batches of 50' },
      { what: 'tokenize: single, 16 at once', label: 'this gateway, one by one' },
    ],
  },
];

/** The panels whose bars were all measured. */
export function chartPanels(rows: readonly Row[]): Panel[] {
  return PANELS.flatMap(({ title, unit, wanted }) => {
    const bars = wanted.flatMap(({ what, label }) => {
      const found = rows.find((row) => row.what === what && row.part !== 'units');
      if (found === undefined) return [];
      return [{ label, value: found.value, text: `${formatNumber(found.value)} ${unit}` }];
    });
    return bars.length === wanted.length ? [{ title, bars }] : [];
  });
}
