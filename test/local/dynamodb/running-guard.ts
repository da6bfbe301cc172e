import { CreateTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startDynamoDb } from '../../../local/dynamodb/guard.ts';
import type { DynamoDbConfig } from '../../../local/dynamodb/guard.ts';
import { BINARY, OWNER, READER, REGION, clientOf, record, tableNamed } from './accounts.ts';

export interface RunningGuard {
  readonly dataDir: string;
  readonly port: number;
  readonly owner: DynamoDBClient;
  readonly reader: DynamoDBClient;
  stop(): Promise<void>;
}

/**
 * The guard on a free port, for OWNER and READER unless `config` says otherwise, with its data in a
 * temporary folder, and these tables; the first of them holds the record `a`.
 */
export async function runGuard(
  tables: readonly [string, ...string[]],
  config: Partial<DynamoDbConfig>,
): Promise<RunningGuard> {
  const dataDir = mkdtempSync(join(tmpdir(), 'dynamodb-'));
  const fixed = { dataDir, port: 0, region: REGION, expiry: [], sweepSeconds: 0 };
  const service = await startDynamoDb(
    { ...fixed, accessKeys: [OWNER, READER], ...config },
    { binary: BINARY, log: () => undefined },
  );
  const { port } = service;
  const [owner, reader] = [clientOf(OWNER, port), clientOf(READER, port)];
  for (const name of tables) await owner.send(new CreateTableCommand(tableNamed(name)));
  await owner.send(new PutItemCommand({ TableName: tables[0], Item: record('a') }));
  const stop = async () => {
    owner.destroy();
    reader.destroy();
    await service.close();
    rmSync(dataDir, { recursive: true });
  };
  return { dataDir, port, owner, reader, stop };
}
