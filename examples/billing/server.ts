import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { createBilling } from './billing.ts';
import type { Billing } from './billing.ts';
import { openDatabase } from './database.ts';
import type { DatabaseConfig } from './database.ts';
import { createIdentityCheck } from './identity.ts';
import type { IdentityCheck, UserPool } from './identity.ts';
import { Refusal } from './requests.ts';
import type { RefusalCode } from './requests.ts';

export interface BillingConfig {
  /** On 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  readonly database: DatabaseConfig;
  /** Absolute path of the built pages. */
  readonly pages: string;
  /** The gateway's GraphQL endpoint. */
  readonly graphql: string;
  readonly cognito: UserPool;
}

export interface RunningBilling {
  readonly port: number;
  close(): Promise<void>;
}

interface Routes {
  readonly billing: Billing;
  readonly identify: IdentityCheck;
  readonly files: ReadonlyMap<string, PageFile>;
}

interface PageFile {
  readonly type: string;
  readonly content: Buffer;
}

const MAX_BODY_BYTES = 8192;
const HOST = /^(127\.0\.0\.1|localhost):\d{1,5}$/;

/** Opens the database and serves the pages and what they call. */
export async function startBilling(config: BillingConfig): Promise<RunningBilling> {
  const database = await openDatabase(config.database);
  const routes: Routes = {
    billing: createBilling(database, config.graphql),
    identify: createIdentityCheck(config.cognito),
    files: pageFiles(config),
  };
  const policy = contentPolicy([new URL(config.graphql).origin, config.cognito.endpoint]);
  const server = createServer((request, response) => {
    response.setHeader('content-security-policy', policy);
    for (const [name, value] of HEADERS) response.setHeader(name, value);
    void respond(routes, request, response);
  });
  await new Promise<void>((resolve) => server.listen(config.port, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await database.destroy();
    },
  };
}

const HEADERS = [
  ['cache-control', 'no-store'],
  ['referrer-policy', 'no-referrer'],
  ['x-content-type-options', 'nosniff'],
  ['cross-origin-opener-policy', 'same-origin'],
] as const;

/** No inline script or style; no form is sent by the browser itself, so no field ever leaves by one. */
function contentPolicy(connectTo: readonly string[]): string {
  return [
    "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'",
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    `connect-src 'self' ${connectTo.join(' ')}`,
  ].join('; ');
}

function pageFiles({ pages, graphql, cognito }: BillingConfig): ReadonlyMap<string, PageFile> {
  const file = (name: string, type: string): PageFile => ({
    type: `${type}; charset=utf-8`,
    content: readFileSync(join(pages, name)),
  });
  const config = Buffer.from(JSON.stringify({ graphql, cognito }));
  return new Map([
    ['/', file('index.html', 'text/html')],
    ['/app.js', file('app.js', 'text/javascript')],
    ['/style.css', file('style.css', 'text/css')],
    ['/config.json', { type: 'application/json', content: config }],
  ]);
}

const STATUS: Readonly<Record<RefusalCode, number>> = {
  NOT_SIGNED_IN: 401,
  INVALID_REQUEST: 400,
  NOT_A_TOKEN: 400,
  CARD_NUMBER: 400,
  UNKNOWN_TOKEN: 422,
  CONFLICT: 409,
};

async function respond(
  routes: Routes,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await route(routes, request, response);
  } catch (error) {
    const code = error instanceof Refusal ? error.code : null;
    // Of anything else the kind is told: its message may quote what was sent.
    if (code === null) console.error(`failed: ${error instanceof Error ? error.name : 'unknown'}`);
    sendJson(response, code === null ? 503 : STATUS[code], { code: code ?? 'UNAVAILABLE' });
  }
}

async function route(
  { billing, identify, files }: Routes,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = '', url = '', headers } = request;
  if (!HOST.test(headers.host ?? '')) throw new Refusal('INVALID_REQUEST');
  const file = method === 'GET' ? files.get(url) : undefined;
  if (file !== undefined) {
    response.writeHead(200, { 'content-type': file.type }).end(file.content);
    return;
  }
  const caller = await identify(headers.authorization);
  const target = `${method} ${url}`;
  if (target === 'GET /api/orders') sendJson(response, 200, await billing.overview(caller));
  else if (target === 'POST /api/orders') {
    sendJson(response, 201, await billing.place(caller, await readJson(request)));
  } else if (target === 'POST /api/reports') {
    sendJson(response, 201, await billing.report(caller, await readJson(request)));
  } else throw new Refusal('INVALID_REQUEST');
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) throw new Refusal('INVALID_REQUEST');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    // The parser's message quotes the text.
    throw new Refusal('INVALID_REQUEST');
  }
}
