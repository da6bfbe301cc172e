import { ServiceError } from '../protocol/aws-json.ts';

/** A table whose items expire: `attribute` holds seconds since 1970 as a number. */
export interface ExpiryRule {
  readonly table: string;
  readonly attribute: string;
}

export interface ExpirySweeperOptions {
  /** Runs one DynamoDB operation; throws `ServiceError`. */
  readonly call: (operation: string, input: object) => Promise<Readonly<Record<string, unknown>>>;
  readonly rules: readonly ExpiryRule[];
  readonly clock?: () => Date;
}

interface KeySchema {
  readonly Table: { readonly KeySchema: readonly { readonly AttributeName: string }[] };
}

interface Page {
  readonly Items: readonly Readonly<Record<string, unknown>>[];
  readonly LastEvaluatedKey?: object;
}

type Call = ExpirySweeperOptions['call'];

const FIVE_YEARS_S = 5 * 365 * 24 * 3600;

/**
 * Deletes what DynamoDB's time to live would delete, because the engine never does: items whose
 * number lies in the past, but not more than five years. A delete holds only if that is still true,
 * so an item renewed meanwhile stays. Answers how many went. A table that does not exist is
 * passed over.
 *
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
 */
export function createExpirySweep(options: ExpirySweeperOptions): () => Promise<number> {
  const { call, rules, clock = () => new Date() } = options;
  return async () => {
    let deleted = 0;
    for (const rule of rules) {
      const now = Math.floor(clock().getTime() / 1000);
      deleted += await ifThere(() => sweepTable(call, rule, now));
    }
    return deleted;
  };
}

/** Runs the sweep again and again, `seconds` after the last one ended. Answers how to stop. */
export function repeatSweep(sweep: () => Promise<number>, seconds: number): () => void {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const next = () => {
    if (stopped) return;
    timer = setTimeout(() => {
      // An engine that is away now is back at the next turn.
      sweep().then(next, next);
    }, seconds * 1000);
    timer.unref();
  };
  next();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

async function sweepTable(call: Call, { table, attribute }: ExpiryRule, now: number) {
  const { Table } = (await call('DescribeTable', { TableName: table })) as unknown as KeySchema;
  const keys = Table.KeySchema.map((key) => key.AttributeName);
  const condition = {
    names: { '#expiry': attribute },
    values: { ':now': { N: String(now) }, ':oldest': { N: String(now - FIVE_YEARS_S) } },
    expression: '#expiry < :now AND #expiry > :oldest',
  };
  let deleted = 0;
  let start: object | undefined;
  do {
    const page = (await call('Scan', {
      TableName: table,
      FilterExpression: condition.expression,
      ProjectionExpression: keys.map((_, index) => `#key${index}`).join(', '),
      ExpressionAttributeNames: { ...condition.names, ...namesOf(keys) },
      ExpressionAttributeValues: condition.values,
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    })) as unknown as Page;
    for (const Key of page.Items) {
      deleted += await deleteIfStill(call, table, Key, condition);
    }
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return deleted;
}

function namesOf(keys: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(keys.map((key, index) => [`#key${index}`, key]));
}

async function deleteIfStill(
  call: Call,
  table: string,
  key: object,
  condition: { readonly names: object; readonly values: object; readonly expression: string },
): Promise<number> {
  try {
    await call('DeleteItem', {
      TableName: table,
      Key: key,
      ConditionExpression: condition.expression,
      ExpressionAttributeNames: condition.names,
      ExpressionAttributeValues: condition.values,
    });
    return 1;
  } catch (error) {
    if (hasType(error, 'ConditionalCheckFailedException')) return 0;
    throw error;
  }
}

async function ifThere(run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (hasType(error, 'ResourceNotFoundException')) return 0;
    throw error;
  }
}

function hasType(error: unknown, type: string): boolean {
  return error instanceof ServiceError && error.type === type;
}
