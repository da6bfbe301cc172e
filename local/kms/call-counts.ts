import type { KMSClient } from '@aws-sdk/client-kms';
import { SignatureV4 } from '@smithy/signature-v4';

import type { CallCount } from './call-ledger.ts';
import { isObject } from './input.ts';
import { CALL_COUNTS_OPERATION } from './service.ts';

/**
 * Asks a running KMS for its call counts, over the wire and signed as `client` signs.
 *
 * @throws Error when it was started without `statistics` or does not answer.
 */
export async function readCallCounts(client: KMSClient): Promise<readonly CallCount[]> {
  const { config } = client;
  const endpoint = await config.endpoint?.();
  if (endpoint === undefined) throw new TypeError('The client needs an endpoint.');
  const host = `${endpoint.hostname}:${endpoint.port ?? 80}`;
  const { region, credentials, sha256 } = config;
  const signer = new SignatureV4({ service: 'kms', region, credentials, sha256 });
  const body = '{}';
  const headers = {
    host,
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `TrentService.${CALL_COUNTS_OPERATION}`,
  };
  const { protocol, hostname } = endpoint;
  const signed = await signer.sign({
    method: 'POST',
    protocol,
    hostname,
    path: '/',
    headers,
    body,
  });
  const url = `${protocol}//${host}/`;
  const response = await fetch(url, { method: 'POST', headers: signed.headers, body });
  const answer: unknown = await response.json();
  if (!response.ok || !isObject(answer)) throw new Error('The KMS does not tell its call counts.');
  return answer.Counts as readonly CallCount[];
}
