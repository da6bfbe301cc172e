import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface Options {
  /** Of the page and of GraphQL; 0 takes a free one, as every other port always does. */
  readonly port: number;
  /** Absolute path of the folder that holds all state. */
  readonly dataDir: string;
  /** Whether to throw the old state away first. */
  readonly fresh: boolean;
  /** Whether to start the example applications, too. */
  readonly examples: boolean;
}

export const USAGE = `Usage: npm start -- [--port N] [--data-dir DIR] [--fresh] [--no-examples]

  --port N        port of the page and of GraphQL on 127.0.0.1 (default 4000; 0 takes a free one)
  --data-dir DIR  folder for all state (default .gateway)
  --fresh         start with new state; the old state is deleted
  --no-examples   start the gateway alone
`;

/**
 * Reads the command line.
 *
 * @throws Error with a sentence for people when it is not understood.
 */
export function parseOptions(words: readonly string[]): Options | 'help' {
  const { values } = parseArgs({
    args: [...words],
    options: {
      port: { type: 'string', default: '4000' },
      'data-dir': { type: 'string', default: '.gateway' },
      fresh: { type: 'boolean', default: false },
      'no-examples': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) {
    throw new Error('--port takes a number from 0 to 65535.');
  }
  const { fresh } = values;
  const dataDir = resolve(values['data-dir']);
  return { port, dataDir, fresh, examples: !values['no-examples'] };
}
