import type { RequestListener } from 'node:http';
import { resolve } from 'node:path';

import { openCharging } from './charging.ts';
import type { Charging } from './charging.ts';
import { createConsoleListener } from './console.ts';
import { startExamples } from './examples/start.ts';
import { openFront } from './front.ts';
import { lambdaFunctions } from './functions.ts';
import type { FunctionPlace } from './functions.ts';
import { openInstallation } from './installation.ts';
import type { Installation } from './installation.ts';
import { createLambdaHost } from './lambda/host.ts';
import type { LambdaHost } from './lambda/host.ts';
import { lockDataDir } from './lock.ts';
import { openNoticeOutbox, watchNotices } from './notices.ts';
import { openLog } from './log.ts';
import type { Options } from './options.ts';
import { openOrdersApi, ORDERS_PATH } from './orders.ts';
import { CHECKPOINT_BUCKET, OPERATOR_TENANT, REGION, USERS } from './principals.ts';
import { writeFileDurably } from './protocol/durable-file.ts';
import { removeReady, writeReady } from './ready.ts';
import type { Ready } from './ready.ts';
import { scheduleFunction } from './schedule.ts';
import { seedBranchKeys } from './seed/branch-keys.ts';
import { seedKeys } from './seed/keys.ts';
import type { SeededKeys } from './seed/keys.ts';
import { seedTables } from './seed/tables.ts';
import { seedUserPool } from './seed/user-pool.ts';
import type { SeededPool } from './seed/user-pool.ts';
import { deployerClients, startServices } from './services.ts';
import type { Endpoints } from './services.ts';
import { createSupervisor } from './supervisor.ts';
import type { Supervisor } from './supervisor.ts';
import { apiVerifiers, openVaultApi } from './vault-api.ts';

export interface Gateway {
  readonly ready: Ready;
  stop(): Promise<void>;
}

export interface Surroundings {
  /** Absolute path of what `npm run build` made. */
  readonly build: string;
  /** Absolute path of `schema/`. */
  readonly schema: string;
  /** Another DynamoDB to stand in front of, for platforms without an embedded one. */
  readonly dynamodbEndpoint?: string;
  /** How long the functions keep a branch key in memory; 300 unless given, as on AWS. */
  readonly branchKeyTtlSeconds?: number;
  /** `BUDGETS` and `BULK_RELEASE_ITEMS` of the vault function, where they are other than usual. */
  readonly limits: Readonly<Record<string, string>>;
  /** Takes what is told of approvals, a line each. */
  readonly onNotice: (line: string) => void;
  /** Called once when a part does not stay up; the gateway is of no use then. */
  readonly onGivenUp: (message: string) => void;
}

const BRANCH_KEY_TTL_SECONDS = 300;
/** As often as on AWS. */
const CVC_SWEEP = { functionName: 'cvc-sweeper', seconds: 300 };
/** More often than on AWS, where it is every minute: somebody is watching. */
const REWRAP = { functionName: 'rewrap', seconds: 2 };
/** Often enough that a closed window does not wait; a run without one asks one question. */
const SEALING = { functionName: 'audit-sealer', seconds: 30 };
/** Often enough that a sealed window does not wait; a run without one asks two questions. */
const ANOMALY_WATCH = { functionName: 'anomaly-watch', seconds: 10 };

const SCHEDULES = [CVC_SWEEP, SEALING, REWRAP, ANOMALY_WATCH];

/** What was started and has to be stopped, the last first. */
type Stops = (() => Promise<void> | void)[];

/**
 * Starts every part, seeds what a deployment would make, and answers when GraphQL is served.
 *
 * @throws Error with a sentence for people; what had been started is stopped again.
 */
export async function startGateway(options: Options, around: Surroundings): Promise<Gateway> {
  const stops: Stops = [];
  const stop = async () => {
    for (const undo of stops.splice(0).reverse()) await undo();
  };
  try {
    return { ready: await open(options, around, stops), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function open(options: Options, around: Surroundings, stops: Stops): Promise<Ready> {
  stops.push(lockDataDir(options.dataDir));
  const installation = openInstallation(options.dataDir, options.fresh);
  const log = openLog(installation.path('logs', 'gateway.log'));
  const front = await openFront(options.port);
  stops.push(() => front.close());
  const supervisor = createSupervisor({ log, onGivenUp: around.onGivenUp });
  stops.push(() => supervisor.stop());
  const endpoints = await startServices(servicePlace(installation, supervisor, around));
  const seeded = await seed(installation, endpoints);
  const charging = await openCharging(installation);
  stops.push(() => charging.close());
  const graphql = `http://127.0.0.1:${front.port}/graphql`;
  const place = { installation, endpoints, charging, keys: seeded.keys, graphql };
  const lambda = hostFunctions(place, around, log);
  stops.push(() => lambda.close());
  charging.serve(lambda);
  await seedBranchKeys(lambda);
  for (const one of SCHEDULES) stops.push(scheduleFunction(lambda, one, log));
  stops.push(watchApprovals(installation, endpoints, around, log));
  front.serve({
    ...openApis({ ...place, pool: seeded.pool, lambda }, around, log),
    page: openConsole(`${around.build}/console`, endpoints, seeded),
  });
  const gateway = describe(installation, front.port, { ...endpoints, ...charging }, seeded.pool);
  const examples = { installation, supervisor, build: around.build, gateway };
  const ready = options.examples
    ? { ...gateway, examples: await startExamples(examples) }
    : gateway;
  writeReady(options.dataDir, ready);
  stops.push(() => {
    removeReady(options.dataDir);
  });
  return ready;
}

function servicePlace(installation: Installation, supervisor: Supervisor, around: Surroundings) {
  const { build, dynamodbEndpoint } = around;
  const place = { installation, supervisor, entries: `${build}/local` };
  return dynamodbEndpoint === undefined ? place : { ...place, dynamodbEndpoint };
}

/** Makes what a deployment makes, where it is missing. */
async function seed(
  installation: Installation,
  endpoints: Endpoints,
): Promise<{ keys: SeededKeys; pool: SeededPool }> {
  const clients = deployerClients(endpoints, installation);
  const users = USERS.map((user) => ({ ...user, password: installation.password(user.username) }));
  const [keys, pool] = await Promise.all([
    seedKeys(clients.kms),
    seedUserPool(clients.cognito, users),
    seedTables(clients.dynamodb),
  ]);
  for (const client of Object.values(clients)) client.destroy();
  // With this, anyone may check a receipt of an erasure; see `npm run verify:receipt`.
  writeFileDurably(installation.path('receipt-key.pem'), keys.receiptPublicKey);
  // With this, anyone may check the audit trail; see `npm run verify`.
  writeFileDurably(installation.path('checkpoint-key.pem'), keys.checkpointPublicKey);
  return { keys, pool };
}

function hostFunctions(
  place: Pick<FunctionPlace, 'installation' | 'endpoints' | 'charging' | 'keys' | 'graphql'>,
  { build, limits, branchKeyTtlSeconds = BRANCH_KEY_TTL_SECONDS }: Surroundings,
  log: (line: string) => void,
): LambdaHost {
  return createLambdaHost({
    workerEntry: `${build}/local/lambda/worker.js`,
    functions: lambdaFunctions({
      ...place,
      bundles: `${build}/functions`,
      examples: `${build}/examples`,
      branchKeyTtlSeconds,
      limits,
    }),
    log,
  });
}

/** As a pipe does on AWS: what the vault notes of approvals becomes known. */
function watchApprovals(
  installation: Installation,
  endpoints: Endpoints,
  { onNotice }: Surroundings,
  log: (line: string) => void,
): () => Promise<void> {
  const { dynamodb, kms, cognito } = deployerClients(endpoints, installation);
  kms.destroy();
  cognito.destroy();
  const watch = watchNotices(dynamodb, {
    outbox: openNoticeOutbox(installation.path('notices.jsonl')),
    onNotice,
    log,
  });
  return async () => {
    await watch.stop();
    dynamodb.destroy();
  };
}

interface ApiPlace {
  readonly installation: Installation;
  readonly endpoints: Endpoints;
  readonly pool: SeededPool;
  readonly lambda: LambdaHost;
}

/** The vault's API, and that of the example beside it. */
function openApis(
  { installation, endpoints, pool, lambda }: ApiPlace,
  { build, schema }: Surroundings,
  log: (line: string) => void,
) {
  const cognitoEndpoint = endpoints.cognito;
  const resolvers = `${build}/resolvers`;
  const place = { installation, cognitoEndpoint, pool, lambda, resolvers, schema, log };
  const orders = openOrdersApi({
    ...{ lambda, schema, log, verifiers: apiVerifiers(place) },
    resolvers: `${build}/examples/orders/resolvers`,
    example: resolve(schema, '../examples/orders'),
  });
  return { graphql: openVaultApi(place), orders };
}

/** The page is told where its services are; nothing of that is part of its build. */
function openConsole(
  folder: string,
  { cognito }: Endpoints,
  { keys, pool }: { readonly keys: SeededKeys; readonly pool: SeededPool },
): RequestListener {
  return createConsoleListener({
    folder,
    configuration: {
      graphql: './graphql',
      region: REGION,
      ...pool,
      cognitoEndpoint: cognito,
      checkpointKey: keys.checkpointPublicKey,
      operatorTenant: OPERATOR_TENANT,
    },
  });
}

function describe(
  installation: Installation,
  port: number,
  endpoints: Endpoints & Charging,
  pool: SeededPool,
): Ready {
  return {
    version: 1,
    pid: process.pid,
    graphql: `http://127.0.0.1:${port}/graphql`,
    console: `http://127.0.0.1:${port}/`,
    orders: `http://127.0.0.1:${port}${ORDERS_PATH}`,
    cognito: { endpoint: endpoints.cognito, region: REGION, ...pool },
    dynamodb: { endpoint: endpoints.dynamodb },
    kms: { endpoint: endpoints.kms },
    s3: { endpoint: endpoints.s3, bucket: CHECKPOINT_BUCKET },
    processor: { endpoint: `http://127.0.0.1:${endpoints.processorPort}/charges` },
    users: USERS.map(({ username, groups, tenant }) => ({
      username,
      password: installation.password(username),
      groups,
      tenant,
    })),
  };
}
