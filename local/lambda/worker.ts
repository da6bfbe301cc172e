import { createRequire } from 'node:module';

import type { InvocationContext, WorkerAnswer, WorkerRequest } from './messages.ts';

type Handler = (event: unknown, context: object) => unknown;

let handler: Promise<Handler> = Promise.reject(new Error('No function is loaded.'));
handler.catch(() => undefined);

process.on('message', (request: WorkerRequest) => {
  if (request.type === 'load') handler = load(request.bundle, request.environment);
  else void invoke(request.id, request.event, request.context);
});
process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole process group; the gateway lets running calls end first.
process.on('SIGINT', () => undefined);

function load(bundle: string, environment: readonly string[]): Promise<Handler> {
  // Shells and systems add names of their own.
  for (const name of Object.keys(process.env)) {
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- process.env has no other way
    if (!environment.includes(name)) delete process.env[name];
  }
  const loaded = new Promise<Handler>((resolve) => {
    const module = createRequire(import.meta.url)(bundle) as { readonly handler?: Handler };
    if (typeof module.handler !== 'function') throw new Error('The bundle exports no handler.');
    resolve(module.handler);
  });
  // Told to every call instead.
  loaded.catch(() => undefined);
  return loaded;
}

async function invoke(id: string, event: string, context: InvocationContext): Promise<void> {
  try {
    const run = await handler;
    const result = await run(JSON.parse(event), toContext(context));
    answer({ type: 'result', id, result: JSON.stringify(result ?? null) });
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    answer({ type: 'failure', id, errorType: name, errorMessage: message });
  }
}

function toContext({ deadline, ...context }: InvocationContext): object {
  return {
    ...context,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

function answer(message: WorkerAnswer): void {
  process.send?.(message);
}
