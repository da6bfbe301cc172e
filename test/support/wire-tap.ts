import { createServer, request } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request to an AWS service as it passed on the wire. */
export interface Passage {
  /** The last part of `X-Amz-Target`, such as `PutItem`. */
  readonly operation: string;
  /** Method and path, which tell the operations of S3 apart. */
  readonly request: string;
  readonly body: string;
  /** What the service answered; undefined until it did, or if it was never asked. */
  answer?: { readonly status: number; readonly body: string };
}

/** What happens to a request. */
export type Fate =
  /** Nothing. */
  | 'pass'
  /** It takes effect, and its answer is lost. */
  | 'lose-answer'
  /** The connection breaks before it arrives. */
  | 'cut'
  /** It does not arrive, and no answer ever comes. */
  | 'hang'
  /** It takes effect, which is told, and no answer ever comes. */
  | { readonly held: () => void }
  /** It takes effect, and its answer is another one. */
  | { readonly edit: (answer: Record<string, unknown>) => unknown }
  /** Another one arrives in its place; the service must not check signatures. */
  | { readonly rewrite: (request: Record<string, unknown>) => unknown }
  /** It is answered with an error. */
  | {
      readonly status: number;
      readonly type: string;
      /** Further members of the error. */
      readonly more?: object;
      /** The request is passed first, and its answer replaced. */
      readonly afterPassing?: boolean;
    };

/** A proxy between an SDK client and a service: counts what passes and breaks what a test names. */
export interface WireTap {
  readonly endpoint: string;
  /** All requests since the last `clear`, in order of arrival. */
  readonly passages: readonly Passage[];
  /** How many requests of the operation passed since the last `clear`. */
  count(operation: string): number;
  clear(): void;
  /** Asked for every request until set again; `null` passes everything. */
  decide(fate: ((passage: Passage) => Fate) | null): void;
  stop(): Promise<void>;
}

export interface TapOptions {
  /** The access key id to pass on instead of the one that signed: a DynamoDB Local's account. */
  readonly accessKeyId?: string;
}

interface Tapped {
  readonly target: URL;
  readonly accessKeyId: string | undefined;
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function headersFor({ incoming, accessKeyId }: Tapped, length: number): IncomingHttpHeaders {
  const { authorization, ...others } = incoming.headers;
  const headers = { ...others, 'content-length': String(length) };
  if (authorization === undefined) return headers;
  if (accessKeyId === undefined) return { ...headers, authorization };
  const replaced = authorization.replace(/Credential=[^/]+/, `Credential=${accessKeyId}`);
  return { ...headers, authorization: replaced };
}

async function forward(tapped: Tapped, body: Buffer): Promise<Answer> {
  const { hostname, port } = tapped.target;
  const { method, url: path } = tapped.incoming;
  const options = { hostname, port, method, path, headers: headersFor(tapped, body.length) };
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(options, resolve).once('error', reject).end(body);
  });
  return {
    status: answer.statusCode ?? 500,
    headers: answer.headers,
    body: await readAll(answer),
  };
}

type Edit = (message: Record<string, unknown>) => unknown;

function edited(body: Buffer, edit: Edit): Buffer {
  const message = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
  return Buffer.from(JSON.stringify(edit(message)), 'utf8');
}

function sendAnswer({ incoming, outgoing }: Tapped, answer: Answer, fate: Fate): void {
  const { status, headers, body } = answer;
  if (fate === 'lose-answer') incoming.socket.destroy();
  else if (typeof fate === 'object' && 'held' in fate) fate.held();
  else if (typeof fate === 'object' && 'edit' in fate) {
    // Without the headers of the original: its length and checksum are of another body.
    outgoing.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
    outgoing.end(edited(body, fate.edit));
  } else outgoing.writeHead(status, headers).end(body);
}

async function carry(tapped: Tapped, passage: Passage, body: Buffer, fate: Fate): Promise<void> {
  const { incoming, outgoing } = tapped;
  if (fate === 'hang') return;
  if (fate === 'cut') {
    incoming.socket.destroy();
    return;
  }
  const isError = typeof fate === 'object' && 'status' in fate;
  if (!isError || fate.afterPassing === true) {
    const isOther = typeof fate === 'object' && 'rewrite' in fate;
    const answer = await forward(tapped, isOther ? edited(body, fate.rewrite) : body);
    passage.answer = { status: answer.status, body: answer.body.toString('utf8') };
    if (!isError) {
      sendAnswer(tapped, answer, fate);
      return;
    }
  }
  outgoing.writeHead(fate.status, { 'x-amzn-errortype': fate.type });
  outgoing.end(JSON.stringify({ __type: fate.type, message: 'Broken by a test.', ...fate.more }));
}

export async function tapWire(targetEndpoint: string, options: TapOptions = {}): Promise<WireTap> {
  const target = new URL(targetEndpoint);
  const passages: Passage[] = [];
  let deciding: ((passage: Passage) => Fate) | null = null;
  const take = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const name = String(incoming.headers['x-amz-target'] ?? '');
    const body = await readAll(incoming);
    const operation = name.slice(name.lastIndexOf('.') + 1);
    const request = `${incoming.method ?? ''} ${incoming.url ?? ''}`;
    const passage: Passage = { operation, request, body: body.toString('utf8') };
    passages.push(passage);
    const tapped = { target, accessKeyId: options.accessKeyId, incoming, outgoing };
    await carry(tapped, passage, body, deciding?.(passage) ?? 'pass');
  };
  const server = createServer((incoming, outgoing) => {
    take(incoming, outgoing).catch(() => incoming.socket.destroy());
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passages,
    count: (operation) => passages.filter((one) => one.operation === operation).length,
    clear: () => passages.splice(0),
    decide: (fate) => {
      deciding = fate;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
