import { createClients } from '../vault/clients.ts';
import { readText } from '../vault/configuration.ts';
import { createMetrics } from '../vault/metrics.ts';
import { createSweep } from './sweep.ts';

const write = (line: string): void => {
  process.stdout.write(line);
};

const sweep = createSweep({
  dynamodb: createClients().dynamodb,
  tableName: readText(process.env, 'CVC_TABLE'),
  metrics: createMetrics(write, Date.now),
  clock: () => new Date(),
});

/** The sweeper's entry point, called by a schedule: what it is called with does not matter. */
export function handler() {
  return sweep();
}
