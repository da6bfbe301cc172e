import { CreateKeyCommand, GetPublicKeyCommand } from '@aws-sdk/client-kms';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readCheckpoint } from '../../functions/vault/checkpoint.ts';
import type { Checkpoint } from '../../functions/vault/checkpoint.ts';
import { createSealer } from '../../functions/audit-sealer/sealer.ts';
import type { SealingReport } from '../../functions/audit-sealer/sealer.ts';
import { startS3 } from '../../local/s3/service.ts';
import type { RunningVault } from './vault.ts';
import { tapWire } from './wire-tap.ts';
import type { WireTap } from './wire-tap.ts';

const BUCKET = 'checkpoints-of-test';
const MINUTE_MS = 60_000;

export interface SealingOptions {
  /** How far ahead of the real clock the sealer's is, in minutes. */
  readonly minutesAhead?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly mayGoOn?: () => boolean;
}

/** A sealer beside a running vault, with a store of its own behind a wire tap. */
export interface RunningSealing {
  readonly s3Wire: WireTap;
  readonly lines: string[];
  /** The folder in which the loopback S3 keeps the checkpoints. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly publicKey: string;
  /** One run of a sealer with cold caches. */
  seal(options?: SealingOptions): Promise<SealingReport>;
  /** All checkpoints, oldest first, as they lie on disk. */
  checkpoints(): Checkpoint[];
  stop(): Promise<void>;
}

async function runS3() {
  const dataDir = mkdtempSync(join(tmpdir(), 'sealing-s3-'));
  const principal = 'arn:aws:iam::000000000000:role/sealer';
  const service = await startS3({
    dataDir,
    port: 0,
    region: 'us-east-1',
    accessKeys: [
      {
        accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? '',
        secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? '',
        principal,
      },
    ],
    bucket: BUCKET,
    permissions: { [principal]: ['s3:PutObject', 's3:GetObject', 's3:ListBucket'] },
  });
  return { dataDir, service };
}

async function makeCheckpointKey({ kms }: RunningVault) {
  const { KeyMetadata } = await kms.send(
    new CreateKeyCommand({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }),
  );
  const keyArn = KeyMetadata?.Arn ?? '';
  const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: keyArn }));
  const base64 = Buffer.from(PublicKey ?? []).toString('base64');
  return {
    keyArn,
    publicKey: `-----BEGIN PUBLIC KEY-----\n${base64}\n-----END PUBLIC KEY-----\n`,
  };
}

export async function runSealing(vault: RunningVault): Promise<RunningSealing> {
  const { dataDir, service } = await runS3();
  const s3Wire = await tapWire(`http://127.0.0.1:${service.port}`);
  process.env.AWS_ENDPOINT_URL_S3 = s3Wire.endpoint;
  const { keyArn, publicKey } = await makeCheckpointKey(vault);
  const trailBegin = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 2 * MINUTE_MS;
  const env = {
    ...vault.env,
    CHECKPOINT_BUCKET: BUCKET,
    CHECKPOINT_KEY_ARN: keyArn,
    TRAIL_BEGIN: new Date(trailBegin).toISOString(),
    WINDOW_MINUTES: '1',
    GRACE_SECONDS: '30',
    LATE_MINUTES: '2',
  };
  const folder = join(dataDir, BUCKET, 'checkpoints');
  const lines: string[] = [];
  return {
    s3Wire,
    lines,
    folder,
    env,
    publicKey,
    seal: ({ minutesAhead = 3, env: more = {}, mayGoOn = () => true } = {}) => {
      const clock = () => new Date(Date.now() + minutesAhead * MINUTE_MS);
      const write = (line: string) => lines.push(line);
      return createSealer({ ...env, ...more }, { clock, write })(mayGoOn);
    },
    checkpoints: () =>
      readdirSync(folder)
        .sort()
        .map((name) => readCheckpoint(JSON.parse(readFileSync(join(folder, name), 'utf8')))),
    stop: async () => {
      await s3Wire.stop();
      await service.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}
