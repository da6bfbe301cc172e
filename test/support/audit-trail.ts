import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';

import { openInstallation } from '../../local/installation.ts';
import { PRINCIPALS, REGION } from '../../local/principals.ts';
import { tableName } from '../../local/seed/tables.ts';

type Item = Readonly<Record<string, { S?: string; N?: string; L?: unknown[]; BOOL?: boolean }>>;

/** A client with the deployer's key, for looking into the tables of a loopback gateway. */
export function deployerDynamoDb(dataDir: string, endpoint: string): DynamoDBClient {
  const key = openInstallation(dataDir, false).accessKey(PRINCIPALS.deployer);
  return new DynamoDBClient({ region: REGION, endpoint, credentials: key });
}

/** Every audit event, oldest first. */
export async function readAuditTrail(dynamodb: DynamoDBClient): Promise<Item[]> {
  const items: Item[] = [];
  let start: Record<string, never> | undefined;
  do {
    const page = await dynamodb.send(
      new ScanCommand({
        TableName: tableName('audit'),
        ConsistentRead: true,
        ExclusiveStartKey: start,
      }),
    );
    items.push(...((page.Items ?? []) as unknown as Item[]));
    start = page.LastEvaluatedKey as Record<string, never> | undefined;
  } while (start !== undefined);
  return items.sort((a, b) => ((a.sk?.S ?? '') < (b.sk?.S ?? '') ? -1 : 1));
}
