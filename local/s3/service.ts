import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { ChildService } from '../protocol/child.ts';
import { flatHeaders, isLoopbackHost, readBody } from '../protocol/http-body.ts';
import { listen } from '../protocol/listen.ts';
import { createSignatureVerifier } from '../protocol/signature.ts';
import type { AccessKey, SignedRequest } from '../protocol/signature.ts';
import { accessDenied, notImplemented, S3Error } from './errors.ts';
import { openObjectFolder } from './objects.ts';
import type { ObjectFolder } from './objects.ts';
import { operationOf } from './operations.ts';
import type { S3Action } from './operations.ts';
import { document } from './xml.ts';

export interface S3Config {
  /** Absolute. Created if missing, mode 0700. */
  readonly dataDir: string;
  readonly port: number;
  readonly region: string;
  readonly accessKeys: readonly AccessKey[];
  /** The one bucket, under Object Lock in compliance mode for ever. */
  readonly bucket: string;
  /** What each principal may do in it; one that is not listed may do nothing. */
  readonly permissions: Readonly<Record<string, readonly S3Action[]>>;
}

interface Service {
  readonly config: S3Config;
  readonly folder: ObjectFolder;
  readonly verify: ReturnType<typeof createSignatureVerifier>;
}

/** A checkpoint is a few kilobytes; this leaves room for long lists of late events. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** Serves one bucket on 127.0.0.1, in which objects can be put once, read and listed. */
export async function startS3(config: S3Config): Promise<ChildService> {
  const service: Service = {
    config,
    folder: openObjectFolder(config.dataDir),
    verify: createSignatureVerifier({ service: 's3', ...config }),
  };
  const server = createServer((request, response) => void respond(service, request, response));
  return listen(server, config.port);
}

async function respond(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const { status, headers, body } = await answer(service, request);
    response.writeHead(status, { ...headers, 'content-length': body.length });
    response.end(request.method === 'HEAD' ? undefined : body);
  } catch (error) {
    sendError(response, error);
  }
}

async function answer(service: Service, request: IncomingMessage) {
  const { host, origin } = request.headers;
  // Any page could call 127.0.0.1, also by a name that was bound to it anew.
  if (!isLoopbackHost(host) || origin !== undefined) throw accessDenied();
  const body = await readBody(request, MAX_BODY_BYTES);
  if (body === null) throw new S3Error('EntityTooLarge', 400, 'Your proposed upload exceeds it.');
  const signed: SignedRequest = {
    method: request.method ?? '',
    path: request.url ?? '/',
    headers: flatHeaders(request),
    body,
  };
  const verification = await service.verify(signed);
  if ('refusal' in verification) {
    throw new S3Error('SignatureDoesNotMatch', 403, 'The signature does not match.');
  }
  return perform(service, signed, verification.principal);
}

function perform({ config, folder }: Service, request: SignedRequest, principal: string) {
  const operation = operationOf(request);
  if (operation === null) throw request.method === 'DELETE' ? accessDenied() : notImplemented();
  const granted = config.permissions[principal] ?? [];
  if (operation.bucket !== config.bucket || !granted.includes(operation.action)) {
    throw accessDenied();
  }
  return operation.run(folder);
}

function sendError(response: ServerResponse, error: unknown): void {
  const known =
    error instanceof S3Error ? error : new S3Error('InternalError', 500, 'An internal error.');
  response.writeHead(known.status, { 'content-type': 'application/xml' });
  response.end(
    document([
      'Error',
      [
        ['Code', known.code],
        ['Message', known.message],
      ],
    ]),
  );
}
