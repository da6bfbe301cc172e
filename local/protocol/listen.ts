import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that listens, and how to stop it. */
export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** Longer than the SDK's own idle time-out, so that it is never the server that hangs up first. */
const KEEP_ALIVE_MS = 65_000;

/**
 * Listens on 127.0.0.1 only; port 0 takes a free one.
 *
 * @throws the system's error, with code `EADDRINUSE` when the port is taken.
 */
export function listen(server: Server, port: number): Promise<Listening> {
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = KEEP_ALIVE_MS + 1_000;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const { port: actual } = server.address() as AddressInfo;
      resolve({ port: actual, close: () => close(server) });
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeIdleConnections();
    setTimeout(() => {
      server.closeAllConnections();
    }, 500).unref();
  });
}
