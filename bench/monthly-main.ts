import { Command, InvalidArgumentError } from 'commander';
import { markdownTable } from '../test/support/docs.ts';
import { gatewayBill, samplesBill, totalOf } from './monthly-cost.ts';
import type { Bill, Load } from './monthly-cost.ts';
import { PRICES_READ } from './prices.ts';

function numberBetween(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text !== '' && value >= low && value <= high) return value;
    throw new InvalidArgumentError(`A number from ${low} to ${high}.`);
  };
}

const many = numberBetween(0, 1e12);

export function parseLoad(argv: readonly string[]): Load {
  const command = new Command('cost')
    .description('Dollars a month for a load, this gateway beside the samples’ design')
    .option('--tokenized <n>', 'values tokenized', many, 1e6)
    .option('--deterministic <part>', 'of these deterministic, 0 to 1', numberBetween(0, 1), 0)
    .option('--released <n>', 'values handed out', many, 1e5)
    .option('--batch <n>', 'values in a request, 1 to 50', numberBetween(1, 50), 25)
    .option('--tenants <n>', 'tenants that are active', many, 10)
    .option('--environments <n>', 'copies of the function that stay warm', many, 5)
    .option('--branch-key-ttl-seconds <n>', 'life of a cached key', numberBetween(1, 3600), 300)
    .option('--stored <n>', 'records kept', many, 1e6)
    .option('--users <n>', 'users that sign in', many, 100);
  return command.parse([...argv], { from: 'user' }).opts<Load>();
}

const dollars = (value = 0): string => value.toFixed(2);

export function billTable(ours: Bill, samples: Bill): string {
  const names = [...new Set([...Object.keys(ours), ...Object.keys(samples)])];
  const rows = names.map((name) => [name, dollars(ours[name]), dollars(samples[name])]);
  const total = ['total', dollars(totalOf(ours)), dollars(totalOf(samples))];
  return markdownTable([['USD a month', 'This gateway', 'Samples’ design'], ...rows, total]);
}

if (process.argv[1]?.endsWith('monthly-main.ts') === true) {
  const load = parseLoad(process.argv.slice(2));
  console.log(billTable(gatewayBill(load), samplesBill(load)));
  console.log(
    `List prices of us-east-1 as quoted ${PRICES_READ}, units from docs/storage-costs.md.`,
  );
  console.log('The samples keep no audit trail, budgets or backups; a model, not an offer.');
}
