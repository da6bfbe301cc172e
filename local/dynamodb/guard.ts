import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { ServiceError } from '../protocol/aws-json.ts';
import type { ChildService } from '../protocol/child.ts';
import { listen } from '../protocol/listen.ts';
import { createSignatureVerifier } from '../protocol/signature.ts';
import type { AccessKey } from '../protocol/signature.ts';
import { createCallCounter } from './call-counts.ts';
import type { CallCounter } from './call-counts.ts';
import { runEngine } from './engine.ts';
import type { Engine } from './engine.ts';
import { createExpirySweep, repeatSweep } from './expiry.ts';
import type { ExpiryRule } from './expiry.ts';
import { parseEndpoint } from './external-endpoint.ts';
import { CONTENT_TYPE, createForwarder } from './forward.ts';
import type { EngineAnswer, Forwarder } from './forward.ts';
import { admit, operationOf } from './gate.ts';
import type { AdmittedCall } from './gate.ts';
import { createPermissionCheck } from './permissions.ts';
import type { Permissions } from './permissions.ts';

export interface DynamoDbConfig {
  /** Absolute. Created if missing, mode 0700; belongs to one guard at a time. */
  readonly dataDir: string;
  readonly port: number;
  readonly region: string;
  readonly accessKeys: readonly AccessKey[];
  /** Absent: every access key may do everything. */
  readonly permissions?: Permissions;
  readonly expiry: readonly ExpiryRule[];
  /** Pause between two sweeps; 0 for none. */
  readonly sweepSeconds: number;
  /** `http://127.0.0.1:PORT` of another DynamoDB to stand in front of, instead of dynoxide. */
  readonly endpoint?: string;
  /** Answer the signed target `GatewayLocal.CallCounts`, for measurements. */
  readonly callCounts?: boolean;
}

export interface DynamoDbSurroundings {
  /** Absolute path of the dynoxide executable; null where its package is not installed. */
  readonly binary: string | null;
  readonly log: (line: string) => void;
  /** The system's clock unless given. */
  readonly expiryClock?: () => Date;
}

/** What a request meets, in this order: signature, permission, counter, engine. */
interface Guard {
  readonly verify: ReturnType<typeof createSignatureVerifier>;
  readonly isPermitted: ReturnType<typeof createPermissionCheck>;
  readonly counter: CallCounter | null;
  readonly forwarder: Forwarder;
}

const COUNTS_TARGET = 'GatewayLocal.CallCounts';

/**
 * Serves DynamoDB on 127.0.0.1: the engine does the work, the guard decides who may ask for it.
 *
 * @throws Error when there is no engine for this platform or it does not start.
 */
export async function startDynamoDb(
  config: DynamoDbConfig,
  surroundings: DynamoDbSurroundings,
): Promise<ChildService & { enginePid(): number | null }> {
  const engine = await openEngine(config, surroundings);
  const forwarder = createForwarder(() => engine.address());
  const guard: Guard = {
    verify: createSignatureVerifier({ service: 'dynamodb', ...config }),
    isPermitted: createPermissionCheck(config.permissions),
    counter: config.callCounts === true ? createCallCounter() : null,
    forwarder,
  };
  const server = createServer((request, response) => void respond(guard, request, response));
  const stopSweeping = startSweeping(config, surroundings, forwarder);
  const listening = await listen(server, config.port).catch(async (error: unknown) => {
    await engine.close();
    throw error;
  });
  return {
    port: listening.port,
    enginePid: () => engine.pid(),
    async close() {
      stopSweeping();
      await listening.close();
      forwarder.close();
      await engine.close();
    },
  };
}

interface OpenEngine extends Omit<Engine, 'pid'> {
  pid(): number | null;
}

async function openEngine(
  { endpoint, dataDir }: DynamoDbConfig,
  { binary, log }: DynamoDbSurroundings,
): Promise<OpenEngine> {
  if (endpoint !== undefined) {
    const address = parseEndpoint(endpoint);
    return {
      address: () => Promise.resolve(address),
      pid: () => null,
      close: () => Promise.resolve(),
    };
  }
  if (binary !== null) return runEngine({ binary, dataDir, log });
  throw new Error(
    `DynamoDB: there is no embedded engine for ${process.platform}-${process.arch}; start another one and name it in GATEWAY_DYNAMODB_ENDPOINT=http://127.0.0.1:PORT`,
  );
}

function startSweeping(
  { expiry, sweepSeconds }: DynamoDbConfig,
  { expiryClock: clock = () => new Date() }: DynamoDbSurroundings,
  { call }: Forwarder,
): () => void {
  if (sweepSeconds === 0 || expiry.length === 0) return () => undefined;
  const sweep = createExpirySweep({ call, rules: expiry, clock });
  return repeatSweep(sweep, sweepSeconds);
}

async function respond(
  guard: Guard,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const { status, headers, body } = await answer(guard, await admit(request, guard.verify));
    response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
  } catch (error) {
    sendError(response, error);
  }
}

async function answer(
  { isPermitted, counter, forwarder }: Guard,
  { principal, target, input }: AdmittedCall,
): Promise<EngineAnswer> {
  if (counter !== null && target === COUNTS_TARGET) return asAnswer({ counts: counter.list() });
  const operation = operationOf(target);
  if (!isPermitted(principal, operation, input)) {
    throw new ServiceError(
      'AccessDeniedException',
      'The principal is not authorized to perform this operation on this resource.',
    );
  }
  counter?.add(principal, operation);
  // Written anew: of a name that stands twice in a body, the engine must not take the other value.
  return forwarder.send(operation, JSON.stringify(input));
}

function asAnswer(value: object): EngineAnswer {
  const body = Buffer.from(JSON.stringify(value));
  return { status: 200, headers: { 'content-type': CONTENT_TYPE }, body };
}

function sendError(response: ServerResponse, error: unknown): void {
  const known =
    error instanceof ServiceError
      ? error
      : new ServiceError('InternalServerError', 'An internal error occurred.', 500);
  const namespace = 'com.amazonaws.dynamodb.v20120810#';
  response.writeHead(known.status, { 'content-type': CONTENT_TYPE });
  response.end(JSON.stringify({ __type: namespace + known.type, message: known.message }));
}
