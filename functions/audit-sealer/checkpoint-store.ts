import { GetObjectCommand, paginateListObjectsV2, PutObjectCommand } from '@aws-sdk/client-s3';
import type { PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';

import { MAX_ROUNDS, pause } from '../vault/backoff.ts';

/** Where checkpoints are kept and nobody can change one: S3 under Object Lock. */
export interface CheckpointStore {
  /** Puts a checkpoint where none is; false if there was one, which stays as it is. */
  put(sequence: number, text: string): Promise<boolean>;
  /** @throws the service's error if there is none */
  get(sequence: number): Promise<string>;
  /** The highest sequence, looked for from `hint` on and, where nothing is, from the beginning. */
  newest(hint: number): Promise<number | null>;
}

const PREFIX = 'checkpoints/';
const KEY = /^checkpoints\/(\d{12})\.json$/;

/** `checkpoints/000000000012.json`: keys are in the order of the sequence. */
export function checkpointKey(sequence: number): string {
  return `${PREFIX}${String(sequence).padStart(12, '0')}.json`;
}

const isNamed = (error: unknown, name: string): boolean =>
  error instanceof Error && error.name === name;

/** S3 may refuse two puts at once without saying which one stands: asking again tells. */
async function putNew(client: S3Client, object: PutObjectCommandInput): Promise<boolean> {
  for (let round = 0; ; round += 1) {
    try {
      await client.send(new PutObjectCommand({ ...object, IfNoneMatch: '*' }));
      return true;
    } catch (error) {
      if (isNamed(error, 'PreconditionFailed')) return false;
      if (!isNamed(error, 'ConditionalRequestConflict') || round === MAX_ROUNDS) throw error;
      await pause(round);
    }
  }
}

async function newestAfter(client: S3Client, bucket: string, start: string | null) {
  const pages = paginateListObjectsV2(
    { client },
    { Bucket: bucket, Prefix: PREFIX, ...(start === null ? {} : { StartAfter: start }) },
  );
  let newest: number | null = null;
  for await (const { Contents = [] } of pages) {
    const [, sequence] = KEY.exec(Contents.at(-1)?.Key ?? '') ?? [];
    if (sequence !== undefined) newest = Number(sequence);
  }
  return newest;
}

export function createCheckpointStore(client: S3Client, bucket: string): CheckpointStore {
  return {
    put: (sequence, text) =>
      putNew(client, {
        Bucket: bucket,
        Key: checkpointKey(sequence),
        Body: text,
        ContentType: 'application/json',
      }),
    async get(sequence) {
      const Key = checkpointKey(sequence);
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
      return (await Body?.transformToString('utf-8')) ?? '';
    },
    async newest(hint) {
      const near = hint > 0 ? await newestAfter(client, bucket, checkpointKey(hint - 1)) : null;
      return near ?? newestAfter(client, bucket, null);
    },
  };
}
