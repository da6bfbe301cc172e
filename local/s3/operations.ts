import { createHash } from 'node:crypto';

import type { SignedRequest } from '../protocol/signature.ts';
import { accessDenied, badDigest, noSuchKey, preconditionFailed } from './errors.ts';
import { isPlainKey } from './objects.ts';
import type { ObjectEntry, ObjectFolder } from './objects.ts';
import { document } from './xml.ts';
import type { Element } from './xml.ts';

/** The actions of S3 that exist here. */
export type S3Action = 's3:PutObject' | 's3:GetObject' | 's3:ListBucket';

export interface S3Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Operation {
  readonly bucket: string;
  readonly action: S3Action;
  readonly run: (folder: ObjectFolder) => S3Answer;
}

interface Target {
  readonly bucket: string;
  readonly key: string;
}

const EMPTY = Buffer.alloc(0);
const MAX_KEYS = 1000;

function etagOf(content: Buffer): string {
  return `"${createHash('md5').update(content).digest('hex')}"`;
}

function checkSignedHash({ headers, body }: SignedRequest): void {
  const claimed = headers['x-amz-content-sha256'];
  const actual = createHash('sha256').update(body).digest('hex');
  // A body that the signature does not cover could be anybody's.
  if (claimed !== actual) throw badDigest();
}

/**
 * As the bucket's policy has it: nobody writes without the condition that nothing is there. S3 alone
 * would keep a second version beside the locked one.
 */
function put(request: SignedRequest, { bucket, key }: Target): Operation {
  return {
    bucket,
    action: 's3:PutObject',
    run: (folder) => {
      checkSignedHash(request);
      if (request.headers['if-none-match'] !== '*' || !isPlainKey(key)) throw accessDenied();
      if (!folder.put(bucket, key, request.body)) throw preconditionFailed();
      return { status: 200, headers: { etag: etagOf(request.body) }, body: EMPTY };
    },
  };
}

function get({ bucket, key }: Target): Operation {
  return {
    bucket,
    action: 's3:GetObject',
    run: (folder) => {
      const content = isPlainKey(key) ? folder.get(bucket, key) : null;
      if (content === null) throw noSuchKey();
      const headers = { 'content-type': 'binary/octet-stream', etag: etagOf(content) };
      return { status: 200, headers, body: content };
    },
  };
}

interface Page {
  readonly bucket: string;
  readonly prefix: string;
  readonly entries: readonly ObjectEntry[];
  readonly isTruncated: boolean;
}

function listing({ bucket, prefix, entries, isTruncated }: Page): string {
  const contents = entries.map(({ key, bytes, modified }): Element => [
    'Contents',
    [
      ['Key', key],
      ['LastModified', modified.toISOString()],
      ['Size', String(bytes)],
    ],
  ]);
  return document([
    'ListBucketResult',
    [
      ['Name', bucket],
      ['Prefix', prefix],
      ['KeyCount', String(entries.length)],
      ['IsTruncated', String(isTruncated)],
      ...(isTruncated ? [['NextContinuationToken', entries.at(-1)?.key ?? ''] as const] : []),
      ...contents,
    ],
  ]);
}

/** Keys after `start-after`, or after the continuation token, which is the last key of a page. */
function list(query: URLSearchParams, bucket: string): Operation {
  const text = (name: string) => query.get(name) ?? '';
  const after = text('continuation-token') || text('start-after');
  const asked = Number(query.get('max-keys') ?? MAX_KEYS);
  return {
    bucket,
    action: 's3:ListBucket',
    run: (folder) => {
      const found = folder
        .list(bucket)
        .filter(({ key }) => key.startsWith(text('prefix')) && key > after);
      const entries = found.slice(0, Math.min(asked, MAX_KEYS));
      const isTruncated = entries.length < found.length;
      const xml = listing({ bucket, prefix: text('prefix'), entries, isTruncated });
      return {
        status: 200,
        headers: { 'content-type': 'application/xml' },
        body: Buffer.from(xml),
      };
    },
  };
}

/** Query parameters that name another operation: versions, locks, policies, uploads in parts. */
function isPlain(query: URLSearchParams): boolean {
  return [...query.keys()].every((name) => name === 'x-id');
}

/**
 * What a request asks for, in path style: `/bucket/key`. Null for everything that does not exist here,
 * deleting first of all.
 */
export function operationOf(request: SignedRequest): Operation | null {
  const { pathname, searchParams } = new URL(request.path, 'http://loopback');
  const [, bucket = '', ...parts] = decodeURIComponent(pathname).split('/');
  const target = { bucket, key: parts.join('/') };
  if (request.method === 'GET' && target.key === '') {
    return searchParams.get('list-type') === '2' ? list(searchParams, bucket) : null;
  }
  if (!isPlain(searchParams) || target.key === '') return null;
  if (request.method === 'PUT') return put(request, target);
  return request.method === 'GET' || request.method === 'HEAD' ? get(target) : null;
}
