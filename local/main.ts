import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { refuseCoreDumps } from './containment.ts';
import { startGateway } from './gateway.ts';
import type { Gateway } from './gateway.ts';
import { parseOptions, USAGE } from './options.ts';
import type { Options } from './options.ts';
import { welcome } from './welcome.ts';

/** The built entry is `build/local/main.js`. */
const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

// The pinned SDK runs on the Node versions that package.json names; the hint is for those who
// do not pin.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

function fail(error: unknown): void {
  console.error(error instanceof Error ? error.message : 'The gateway could not start.');
  process.exitCode = 1;
}

function stopOnSignals(gateway: Promise<Gateway>): void {
  const stop = async (signal: NodeJS.Signals) => {
    process.removeAllListeners(signal);
    await gateway.then((started) => started.stop()).catch(() => undefined);
    process.exit(0);
  };
  process.on('SIGINT', (signal) => void stop(signal));
  process.on('SIGTERM', (signal) => void stop(signal));
}

/** For suites and demonstrations, which ask for more than people do. */
function limitsIn({ GATEWAY_BUDGETS, GATEWAY_BULK_RELEASE_ITEMS }: NodeJS.ProcessEnv) {
  return {
    ...(GATEWAY_BUDGETS === undefined ? {} : { BUDGETS: GATEWAY_BUDGETS }),
    ...(GATEWAY_BULK_RELEASE_ITEMS === undefined
      ? {}
      : { BULK_RELEASE_ITEMS: GATEWAY_BULK_RELEASE_ITEMS }),
  };
}

async function run(options: Options): Promise<void> {
  refuseCoreDumps();
  const endpoint = process.env.GATEWAY_DYNAMODB_ENDPOINT;
  const keyLife = process.env.GATEWAY_BRANCH_KEY_TTL_SECONDS;
  const starting = startGateway(options, {
    build: resolve(ROOT, 'build'),
    schema: resolve(ROOT, 'schema'),
    ...(endpoint === undefined ? {} : { dynamodbEndpoint: endpoint }),
    ...(keyLife === undefined ? {} : { branchKeyTtlSeconds: Number(keyLife) }),
    limits: limitsIn(process.env),
    onNotice: (line) => {
      console.log(line);
    },
    onGivenUp: (message) => {
      console.error(message);
      process.exit(1);
    },
  });
  stopOnSignals(starting);
  console.log(welcome((await starting).ready));
}

try {
  const options = parseOptions(process.argv.slice(2));
  if (options === 'help') console.log(USAGE);
  else await run(options);
} catch (error) {
  fail(error);
}
