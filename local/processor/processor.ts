import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { isLoopbackHost, readBody } from '../protocol/http-body.ts';
import { listen } from '../protocol/listen.ts';
import { BEHAVIOUR_OF_CARD } from './test-cards.ts';
import type { Behaviour } from './test-cards.ts';

/** The sandbox processor: charges nobody. */
export interface Processor {
  readonly port: number;
  /** How often a card was really charged: repetitions of one reference count once. */
  charged(): number;
  close(): Promise<void>;
}

interface Charge {
  readonly pan: string;
  readonly cvc: string | null;
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

/** By reference, as processors keep idempotency keys; no card. */
type Ledger = Map<string, Answer>;

const MAX_BODY_BYTES = 16 * 1024;
const PATH = '/charges';

const refused = (status: number, message: string): Answer => ({ status, body: { message } });

/** The number in every dress that a careless server may give it, under every name that may be read. */
function echoOf({ pan, cvc }: Charge): Answer {
  const body = {
    status: 'approved',
    authorization: `${pan}-${Buffer.from(pan).toString('base64url')}-${cvc ?? ''}`,
    card: { pan, spaced: pan.replaceAll(/(.{4})/g, '$1 '), url: encodeURIComponent(` ${pan}`) },
    message: `Charged ${pan}`,
  };
  return { status: 200, body };
}

/** Null for an answer that never comes. */
function answerTo(behaviour: Behaviour, charge: Charge): Answer | null {
  switch (behaviour) {
    case 'approve':
      return {
        status: 200,
        body: { status: 'approved', authorization: randomBytes(3).toString('hex').toUpperCase() },
      };
    case 'decline':
      return { status: 200, body: { status: 'declined', reason: 'insufficient_funds' } };
    case 'time-out':
      return null;
    case 'fail':
      return { status: 500, body: { message: `Could not charge ${charge.pan}` } };
    case 'refuse':
      return { status: 422, body: { message: `No account takes ${charge.pan}` } };
    case 'redirect':
      return { status: 307, body: {} };
    case 'echo':
      return echoOf(charge);
  }
}

function readCharge(body: Buffer | null): Charge | null {
  try {
    const { card } = JSON.parse(body?.toString('utf8') ?? '') as { card?: Partial<Charge> };
    return typeof card?.pan === 'string' ? { pan: card.pan, cvc: card.cvc ?? null } : null;
  } catch {
    return null;
  }
}

async function charge(ledger: Ledger, request: IncomingMessage): Promise<Answer | null> {
  const { method, url, headers } = request;
  if (!isLoopbackHost(headers.host) || headers.origin !== undefined)
    return refused(403, 'No page.');
  const body = await readBody(request, MAX_BODY_BYTES);
  if (method === 'GET' && url === PATH) return { status: 200, body: { charged: ledger.size } };
  if (method !== 'POST' || url !== PATH) return refused(404, 'There is POST /charges.');
  const reference = headers['idempotency-key'];
  const received = readCharge(body);
  if (received === null || typeof reference !== 'string') return refused(400, 'No charge.');
  const known = ledger.get(reference);
  if (known !== undefined) return known;
  const behaviour = BEHAVIOUR_OF_CARD.get(received.pan) ?? 'approve';
  const answer = answerTo(behaviour, received);
  // What times out was charged all the same: that is what makes it hard.
  if (behaviour === 'approve' || behaviour === 'echo' || answer === null) {
    ledger.set(reference, answer ?? refused(409, 'In progress.'));
  }
  return answer;
}

function send(response: ServerResponse, answer: Answer | null): void {
  if (answer === null) return;
  response.writeHead(answer.status, {
    'content-type': 'application/json',
    ...(answer.status === 307 ? { location: `${PATH}?again` } : {}),
  });
  response.end(JSON.stringify(answer.body));
}

/**
 * Serves `POST /charges` on 127.0.0.1, as a payment processor might. How it answers is decided by the
 * card: see `test-cards.ts`. Keeps references in memory and nothing of a card; prints nothing.
 */
export async function startProcessor(port = 0): Promise<Processor> {
  const ledger: Ledger = new Map();
  const failure = refused(500, 'An internal error.');
  const server = createServer((request, response) => {
    void charge(ledger, request)
      .catch(() => failure)
      .then((answer) => {
        send(response, answer);
      });
  });
  const listening = await listen(server, port);
  return { ...listening, charged: () => ledger.size };
}
