import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';

import { startWorker } from '../../local/lambda/function-worker.ts';
import { VAULT_SETTINGS, isWrite } from './fault-proxy.ts';
import type { Answer, RunningVault } from './vault.ts';
import type { Passage, WireTap } from './wire-tap.ts';

/** The vault's built bundle in an operating system's process, hosted as the gateway hosts it. */
export interface VaultProcess {
  /** Rejects if the process ends before it answers. Under way, each request id is another one. */
  readonly answer: Answer;
  /** As `kill -9`; resolves when the process is gone. */
  kill(): Promise<void>;
}

const TIMEOUT_SECONDS = 25;

const INHERITED = [
  'AWS_REGION',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED',
];

/** What the SDK and the function read; a function gets no other variables. */
function environmentOf(vault: RunningVault, dynamodbEndpoint: string): Record<string, string> {
  const aws = Object.fromEntries(INHERITED.map((name) => [name, process.env[name] ?? '']));
  const endpoints = {
    AWS_ENDPOINT_URL_DYNAMODB: dynamodbEndpoint,
    AWS_ENDPOINT_URL_KMS: vault.kmsWire.endpoint,
  };
  return { ...vault.env, ...VAULT_SETTINGS, ...aws, ...endpoints };
}

function contextOf(requestId: string) {
  return {
    functionName: 'vault',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:vault',
    memoryLimitInMB: '256',
    awsRequestId: requestId,
    logGroupName: '/aws/lambda/vault',
    logStreamName: 'test',
    deadline: Date.now() + TIMEOUT_SECONDS * 1000,
  } as const;
}

/** Starts a process from what `npm run build` made. */
export function startVaultProcess(vault: RunningVault, dynamodbEndpoint: string): VaultProcess {
  const worker = startWorker({
    workerEntry: resolve('build/local/lambda/worker.js'),
    bundle: resolve('build/functions/vault/index.js'),
    environment: environmentOf(vault, dynamodbEndpoint),
    memoryMb: 256,
    timeoutSeconds: TIMEOUT_SECONDS,
    onLine: (line) => vault.lines.push(line),
  });
  const answer: Answer = async (event, requestId) => {
    const outcome = await worker.invoke(JSON.stringify(event), contextOf(requestId));
    if ('errorType' in outcome) throw new Error(outcome.errorType);
    return JSON.parse(outcome.result) as Awaited<ReturnType<Answer>>;
  };
  const kill = async (): Promise<void> => {
    if (worker.pid === undefined) throw new Error('The process did not start.');
    process.kill(worker.pid, 'SIGKILL');
    // Settled by the end of the process and by nothing else: it was told to no living one.
    await worker.invoke('{}', contextOf(randomUUID()));
  };
  return { answer, kill };
}

/**
 * Lets `count` writes take effect, holds the answer of the last of them, and lets nothing arrive
 * afterwards. Resolves when all `count` took effect.
 */
export function holdAfterWrites(wire: WireTap, count: number): Promise<void> {
  const arrived: Passage[] = [];
  return new Promise((done) => {
    const checkLater = (): void => {
      if (arrived.every(({ answer }) => answer !== undefined)) done();
      else setTimeout(checkLater, 1);
    };
    wire.decide((passage) => {
      if (arrived.length >= count) return 'hang';
      if (!isWrite(passage)) return 'pass';
      arrived.push(passage);
      return arrived.length < count ? 'pass' : { held: checkLater };
    });
  });
}
