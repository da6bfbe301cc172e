import type { EngineAddress } from './forward.ts';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * The address of a DynamoDB that somebody else runs, from `GATEWAY_DYNAMODB_ENDPOINT`. Only on
 * this machine: the guard talks to it without encryption and with no secret.
 *
 * @throws Error when it is not `http://` on the loopback with a port.
 */
export function parseEndpoint(endpoint: string): EngineAddress {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  if (url?.protocol !== 'http:' || !LOOPBACK.has(url.hostname) || url.port === '') {
    throw new Error('GATEWAY_DYNAMODB_ENDPOINT must be http://127.0.0.1:PORT or the like.');
  }
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) };
}
