import { createRequire } from 'node:module';

import { runChild } from '../protocol/child.ts';
import { startDynamoDb } from './guard.ts';
import type { DynamoDbConfig } from './guard.ts';

runChild<DynamoDbConfig>((config) =>
  startDynamoDb(config, {
    binary: findEngine(),
    log: (line) => {
      console.log(line);
    },
  }),
);

/** The package exists for one platform only, and npm skips it elsewhere. */
function findEngine(): string | null {
  try {
    return createRequire(import.meta.url).resolve('@dynoxide/linux-x64/dynoxide');
  } catch {
    return null;
  }
}
