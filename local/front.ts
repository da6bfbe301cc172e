import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

import { ORDERS_PATH } from './orders.ts';
import { isLoopbackHost } from './protocol/http-body.ts';
import { listen } from './protocol/listen.ts';
import type { Listening } from './protocol/listen.ts';

/** What answers at the port of the gateway. */
export interface Doors {
  readonly graphql: RequestListener;
  readonly orders: RequestListener;
  readonly page: RequestListener;
}

export interface Front extends Listening {
  /** From now on these answer. */
  serve(doors: Doors): void;
}

/** Takes the port before anything is started, so that a taken one costs nobody time. */
export async function openFront(port: number): Promise<Front> {
  let doors: Doors = { graphql: respondNotYet, orders: respondNotYet, page: respondNotYet };
  const server = createServer((request, response) => {
    if (!isLoopbackHost(request.headers.host)) response.writeHead(403).end();
    else {
      const [path] = (request.url ?? '').split('?');
      const api = path === '/graphql' ? 'graphql' : path === ORDERS_PATH ? 'orders' : null;
      if (api === null) doors.page(request, response);
      // A page of another origin asks first.
      else if (request.method === 'POST' || request.method === 'OPTIONS') {
        doors[api](request, response);
      } else respondPostOnly(response);
    }
  });
  const listening = await listenOrExplain(server, port);
  return {
    ...listening,
    serve: (opened) => {
      doors = opened;
    },
  };
}

async function listenOrExplain(server: ReturnType<typeof createServer>, port: number) {
  try {
    return await listen(server, port);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new Error(`Port ${port} is taken. Stop what uses it, or choose another with --port.`, {
      cause: error,
    });
  }
}

/** As the web application firewall does on AWS: URLs are logged, so none may hold a value. */
function respondPostOnly(response: ServerResponse): void {
  const error = { errorType: 'MethodNotAllowedException', message: 'Use POST.' };
  response.writeHead(405, { allow: 'POST', 'content-type': 'application/json;charset=UTF-8' });
  response.end(JSON.stringify({ errors: [error] }));
}

function respondNotYet(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503, { 'retry-after': '1' }).end();
}
