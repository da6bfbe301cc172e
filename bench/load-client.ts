import { Agent, request } from 'node:http';

/** What a load client is told to send: every body once, so many at a time. */
export interface LoadOrder {
  readonly endpoint: string;
  readonly authorization: string;
  readonly bodies: readonly string[];
  readonly concurrency: number;
}

export interface LoadReport {
  /** From sending a request to its whole answer, in milliseconds, by body. */
  readonly latencies: readonly number[];
  readonly elapsedMs: number;
  /** By body, as they came. */
  readonly answers: readonly string[];
}

function send({ endpoint, authorization }: LoadOrder, agent: Agent, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      authorization,
    };
    const outgoing = request(endpoint, { agent, method: 'POST', headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject).once('end', () => {
        resolve(Buffer.concat(chunks).toString('utf8'));
      });
    });
    outgoing.once('error', reject).end(body);
  });
}

async function run(order: LoadOrder): Promise<LoadReport> {
  const agent = new Agent({ keepAlive: true, maxSockets: order.concurrency });
  const [latencies, answers]: [number[], string[]] = [[], []];
  const remaining = order.bodies.entries();
  const started = performance.now();
  const work = async () => {
    for (const [at, body] of remaining) {
      const sent = performance.now();
      answers[at] = await send(order, agent, body);
      latencies[at] = performance.now() - sent;
    }
  };
  await Promise.all(Array.from({ length: order.concurrency }, work));
  const elapsedMs = performance.now() - started;
  agent.destroy();
  return { latencies, elapsedMs, answers };
}

process.on('message', (order: LoadOrder) => {
  void run(order).then(
    (report) => process.send?.(report),
    () => process.exit(1),
  );
});
process.on('disconnect', () => process.exit(0));
