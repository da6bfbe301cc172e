import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectRetentionCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ChildService } from '../../../local/protocol/child.ts';
import type { AccessKey } from '../../../local/protocol/signature.ts';
import { startS3 } from '../../../local/s3/service.ts';

const Bucket = 'locked';
const keyOf = (name: string): AccessKey => ({
  accessKeyId: `AKIALOCAL${name.toUpperCase()}`,
  secretAccessKey: `${name}-secret`,
  principal: `arn:aws:iam::000000000000:role/${name}`,
});
const [WRITER, READER, STRANGER] = [keyOf('writer'), keyOf('reader'), keyOf('stranger')];

describe('the loopback S3', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 's3-'));
  let service: ChildService;
  const clients: S3Client[] = [];

  beforeAll(async () => {
    service = await startS3({
      dataDir,
      port: 0,
      region: 'us-east-1',
      accessKeys: [WRITER, READER],
      bucket: Bucket,
      permissions: {
        [WRITER.principal]: ['s3:PutObject', 's3:GetObject', 's3:ListBucket'],
        [READER.principal]: ['s3:GetObject'],
      },
    });
  });
  afterAll(async () => {
    for (const client of clients) client.destroy();
    await service.close();
    rmSync(dataDir, { recursive: true });
  });

  const clientOf = (credentials: AccessKey): S3Client => {
    const endpoint = `http://127.0.0.1:${service.port}`;
    const client = new S3Client({ region: 'us-east-1', endpoint, credentials, maxAttempts: 1 });
    clients.push(client);
    return client;
  };
  const put = (Key: string, Body: string, client = clientOf(WRITER)) =>
    client.send(new PutObjectCommand({ Bucket, Key, Body, IfNoneMatch: '*' }));
  const get = async (Key: string, client = clientOf(WRITER)) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    return Body?.transformToString();
  };

  test('gives back what was put, from a file that nobody may write', async () => {
    await put('a/first.json', 'erstes Ω');
    expect(await get('a/first.json')).toBe('erstes Ω');
    const path = join(dataDir, Bucket, 'a/first.json');
    expect(readFileSync(path, 'utf8')).toBe('erstes Ω');
    expect(statSync(path).mode & 0o777).toBe(0o444);
  });

  test('never puts twice: of many at once one is stored, whole', async () => {
    const texts = Array.from({ length: 20 }, (_, at) => String(at).repeat(1000));
    const puts = await Promise.allSettled(texts.map((text) => put('race', text)));
    const stored = texts.filter((_, at) => puts[at]?.status === 'fulfilled');
    expect(stored).toHaveLength(1);
    expect(await get('race')).toBe(stored[0]);
    const names = puts.flatMap((one) =>
      one.status === 'rejected' ? [(one.reason as Error).name] : [],
    );
    expect(new Set(names)).toEqual(new Set(['PreconditionFailed']));
    expect(readdirSync(join(dataDir, '.unfinished'))).toEqual([]);
  });

  test('refuses to write without the condition, to delete, and to change a lock', async () => {
    await put('kept', 'kept');
    const client = clientOf(WRITER);
    const denied = { name: 'AccessDenied' };
    const over = new PutObjectCommand({ Bucket, Key: 'kept', Body: 'other' });
    await expect(client.send(over)).rejects.toMatchObject(denied);
    const remove = new DeleteObjectCommand({ Bucket, Key: 'kept' });
    await expect(client.send(remove)).rejects.toMatchObject(denied);
    const unlock = new PutObjectRetentionCommand({ Bucket, Key: 'kept', Retention: {} });
    await expect(client.send(unlock)).rejects.toMatchObject({ name: 'NotImplemented' });
    expect(await get('kept')).toBe('kept');
  });

  test('lists keys in order, from a prefix and a key on, in pages', async () => {
    for (const name of ['3', '1', '2']) await put(`list/${name}`, name);
    const client = clientOf(WRITER);
    const list = async (input: object) =>
      client.send(new ListObjectsV2Command({ Bucket, Prefix: 'list/', ...input }));
    const keysOf = ({ Contents = [] }: ListObjectsV2CommandOutput) =>
      Contents.map(({ Key }) => Key);
    expect(keysOf(await list({}))).toEqual(['list/1', 'list/2', 'list/3']);
    expect(keysOf(await list({ StartAfter: 'list/1' }))).toEqual(['list/2', 'list/3']);
    const first = await list({ MaxKeys: 2 });
    expect(first.IsTruncated).toBe(true);
    const ContinuationToken = first.NextContinuationToken;
    expect(keysOf(await list({ MaxKeys: 2, ContinuationToken }))).toEqual(['list/3']);
  });

  test('says of what is not there that it is not', async () => {
    await expect(get('nothing')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(get('list')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('lets each principal do what it may, and strangers nothing', async () => {
    await put('shared', 'x');
    expect(await get('shared', clientOf(READER))).toBe('x');
    await expect(put('by-reader', 'x', clientOf(READER))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    const list = new ListObjectsV2Command({ Bucket });
    await expect(clientOf(READER).send(list)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(get('shared', clientOf(STRANGER))).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
    });
    const wrong = { ...WRITER, secretAccessKey: 'guessed' };
    await expect(get('shared', clientOf(wrong))).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
    });
  });

  test.each(['../outside', 'a/../../outside', '.hidden', 'a//b'])(
    'writes nothing under the key %s',
    async (key) => {
      await expect(put(key, 'x')).rejects.toBeInstanceOf(Error);
      expect(readdirSync(dataDir).sort()).toEqual(['.unfinished', Bucket]);
    },
  );

  test('answers no web page', async () => {
    const headers = { origin: 'http://evil.example' };
    const status = await new Promise((resolve) => {
      const options = { port: service.port, host: '127.0.0.1', path: `/${Bucket}/shared`, headers };
      request(options, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end();
    });
    expect(status).toBe(403);
  });
});
