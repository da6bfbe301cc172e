import { createHash, createHmac } from 'node:crypto';

import type { AccessKey } from '../../local/protocol/signature.ts';

/** What is signed; the path is `/` and the region us-east-1. */
export interface Signable {
  readonly service: string;
  readonly key: AccessKey;
  readonly host: string;
  readonly target: string;
  readonly body: string;
}

/**
 * Headers of a POST signed by AWS Signature Version 4, written from its description and not with
 * the SDK, so that tests can send what the SDK would not.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signedHeaders({ service, key, host, target, body }: Signable) {
  const time = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${time.slice(0, 8)}/us-east-1/${service}/aws4_request`;
  const hash = sha256(body);
  const names = 'host;x-amz-content-sha256;x-amz-date;x-amz-target';
  const lines = [
    `host:${host}`,
    `x-amz-content-sha256:${hash}`,
    `x-amz-date:${time}`,
    `x-amz-target:${target}`,
  ];
  const canonical = ['POST', '/', '', ...lines, '', names, hash].join('\n');
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const signingKey = scope
    .split('/')
    .reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${key.secretAccessKey}`);
  const signature = hmac(signingKey, text).toString('hex');
  return {
    host,
    'x-amz-content-sha256': hash,
    'x-amz-date': time,
    'x-amz-target': target,
    'content-type': 'application/x-amz-json-1.0',
    authorization: `AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
