import {
  GetItemCommand,
  ListTablesCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateContinuousBackupsCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readdirSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';

import { signedHeaders } from '../signed-headers.ts';
import { OWNER, READER, clientOf, keyOf, putOf, record } from './accounts.ts';
import { runGuard } from './running-guard.ts';
import type { RunningGuard } from './running-guard.ts';

interface RawAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

describe('the DynamoDB guard', () => {
  let guard: RunningGuard;
  let owner: DynamoDBClient;
  let reader: DynamoDBClient;

  beforeAll(async () => {
    guard = await runGuard(['records', 'audit'], { callCounts: true });
    ({ owner, reader } = guard);
  });
  afterAll(() => guard.stop());

  const send = (
    headers: Readonly<Record<string, string>>,
    body: string,
    method = 'POST',
    path = '/',
  ) =>
    new Promise<RawAnswer>((resolve, reject) => {
      const { port } = guard;
      const outgoing = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode ?? 0, body: text, headers: response.headers });
        });
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });

  const sign = (target: string, body: string, host = `127.0.0.1:${guard.port}`) =>
    signedHeaders({ service: 'dynamodb', key: READER, host, target, body });
  const target = (operation: string) => `DynamoDB_20120810.${operation}`;

  it('serves the SDK: conditions, indexes, batches and transactions', async () => {
    await owner.send(
      new TransactWriteItemsCommand({
        TransactItems: [putOf('records', 'b'), putOf('audit', 'b')],
      }),
    );
    const condition = { ConditionExpression: 'attribute_not_exists(pk)' };
    const lost = owner.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          putOf('audit', 'never'),
          {
            Put: {
              ...putOf('records', 'b').Put,
              ...condition,
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            },
          },
        ],
      }),
    );
    await expect(lost).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'ConditionalCheckFailed', Item: record('b') },
      ],
    });
    const never = await owner.send(new GetItemCommand({ TableName: 'audit', Key: keyOf('never') }));
    expect(never.Item).toBeUndefined();
    const found = await owner.send(
      new QueryCommand({
        TableName: 'records',
        IndexName: 'by-tenant',
        KeyConditionExpression: 'tenant = :tenant',
        ExpressionAttributeValues: { ':tenant': { S: 'acme' } },
      }),
    );
    expect(found.Count).toBe(2);
  });

  it('passes on the error of an operation that the engine lacks', async () => {
    const command = new UpdateContinuousBackupsCommand({
      TableName: 'records',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    await expect(owner.send(command)).rejects.toMatchObject({ name: 'UnknownOperationException' });
  });

  it('refuses a wrong secret, an unknown key and no signature at all', async () => {
    const attempt = async (wrong: object) => {
      const client = clientOf({ ...OWNER, ...wrong }, guard.port);
      return client.send(new ListTablesCommand({})).finally(() => {
        client.destroy();
      });
    };
    await expect(attempt({ secretAccessKey: 'wrong' })).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
    await expect(attempt({ accessKeyId: 'AKIAUNKNOWN' })).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
    const host = `127.0.0.1:${guard.port}`;
    const bare = await send({ host, 'x-amz-target': target('ListTables') }, '{}');
    expect(bare).toMatchObject({ status: 400 });
    expect(bare.body).toContain('#MissingAuthenticationTokenException');
  });

  it('refuses a signature over another body or another operation', async () => {
    const body = '{"TableName":"records"}';
    const signed = sign(target('Scan'), body);
    expect((await send(signed, body)).status).toBe(200);
    expect((await send(signed, '{"TableName":"keys"}')).body).toContain('#InvalidSignature');
    const renamed = { ...signed, 'x-amz-target': target('DeleteTable') };
    expect((await send(renamed, body)).body).toContain('#InvalidSignature');
  });

  it('refuses every request of a web page, and lets no page read an answer', async () => {
    const signed = sign(target('Scan'), '{"TableName":"records"}');
    const page = { ...signed, origin: 'http://127.0.0.1:4000' };
    const answer = await send(page, '{"TableName":"records"}');
    expect(answer).toMatchObject({ status: 403 });
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-'))).toEqual([]);
    const preflight = await send({ host: signed.host, origin: 'http://x' }, '', 'OPTIONS');
    expect(preflight.status).toBe(403);
    const accepted = await send(signed, '{"TableName":"records"}');
    expect(Object.keys(accepted.headers).filter((name) => name.startsWith('access-'))).toEqual([]);
  });

  it.each(['evil.example', '127.0.0.1:1', '127.0.0.1', 'localhost.evil.example'])(
    'refuses the Host %s, signed or not',
    async (host) => {
      const body = '{"TableName":"records"}';
      const signed = sign(target('Scan'), body, host);
      expect((await send(signed, body)).status).toBe(403);
    },
  );

  it('refuses GET, other paths and other services', async () => {
    const signed = sign(target('Scan'), '{}');
    expect((await send(signed, '', 'GET')).status).toBe(403);
    expect((await send(signed, '{}', 'POST', '/mcp')).status).toBe(403);
    const streams = sign('DynamoDBStreams_20120810.ListStreams', '{}');
    expect((await send(streams, '{}')).body).toContain('#UnknownOperationException');
  });

  it('refuses a body that is too large, no JSON or no object, without quoting it', async () => {
    const huge = await send(sign(target('Scan'), '{}'), 'x'.repeat(17 * 1024 * 1024));
    expect(huge.status).toBe(413);
    for (const body of ['4111', '["4111"]', '{"4111', '']) {
      const answer = await send(sign(target('Scan'), body), body);
      expect(answer.body).toContain('#SerializationException');
      expect(answer.body).not.toContain('4111');
    }
  });

  it('counts accepted requests by principal and operation', async () => {
    const counts = async () => {
      const { body } = await send(sign('GatewayLocal.CallCounts', '{}'), '{}');
      const { counts: list } = JSON.parse(body) as { counts: Readonly<Record<string, unknown>>[] };
      return list.find(
        ({ principal, operation }) => principal === READER.principal && operation === 'GetItem',
      )?.count;
    };
    const read = new GetItemCommand({ TableName: 'records', Key: keyOf('a') });
    await reader.send(read);
    expect(await counts()).toBe(1);
    await reader.send(read);
    expect(await counts()).toBe(2);
  });

  it('keeps its files for their owner only', () => {
    const modes = readdirSync(guard.dataDir).map(
      (name) => statSync(join(guard.dataDir, name)).mode & 0o077,
    );
    expect(modes.length).toBeGreaterThan(1);
    expect(modes.every((mode) => mode === 0)).toBe(true);
  });
});
