import { createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request to an AWS service as it passed on the wire. */
export interface Passage {
  /** The last part of `X-Amz-Target`, such as `PutItem`. */
  readonly operation: string;
  readonly body: string;
}

/** What happens to a request: nothing, its answer is lost, or it is answered with an error. */
export type Fate =
  | 'pass'
  | 'lose-answer'
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

type Deciding = (passage: Passage) => Fate;

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function forward(target: URL, incoming: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = target;
    const { method, url: path, headers } = incoming;
    const options = { hostname, port, method, path, headers };
    request(options, resolve).once('error', reject).end(body);
  });
}

async function pass(
  target: URL,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  decide: (body: string) => Fate,
): Promise<void> {
  const body = await readAll(incoming);
  const fate = decide(body.toString('utf8'));
  if (typeof fate === 'object') {
    if (fate.afterPassing === true) await readAll(await forward(target, incoming, body));
    outgoing.writeHead(fate.status, { 'x-amzn-errortype': fate.type });
    outgoing.end(JSON.stringify({ __type: fate.type, message: 'Broken by a test.', ...fate.more }));
    return;
  }
  const answer = await forward(target, incoming, body);
  const answered = await readAll(answer);
  if (fate === 'lose-answer') {
    incoming.socket.destroy();
    return;
  }
  outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
  outgoing.end(answered);
}

export async function tapWire(targetEndpoint: string): Promise<WireTap> {
  const target = new URL(targetEndpoint);
  const passages: Passage[] = [];
  let deciding: Deciding | null = null;
  const server = createServer((incoming, outgoing) => {
    const name = String(incoming.headers['x-amz-target'] ?? '');
    const decide = (body: string): Fate => {
      const passage = { operation: name.slice(name.lastIndexOf('.') + 1), body };
      passages.push(passage);
      return deciding?.(passage) ?? 'pass';
    };
    pass(target, incoming, outgoing, decide).catch(() => incoming.socket.destroy());
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
