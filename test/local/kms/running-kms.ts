import { KMSClient } from '@aws-sdk/client-kms';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ChildService } from '../../../local/protocol/child.ts';
import { startKms } from '../../../local/kms/service.ts';
import type { KmsConfig } from '../../../local/kms/service.ts';

export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';
export const PASSPHRASE = 'correct horse battery staple';

/** The principals of these tests; each has an access key of its own name. */
export const ROLES = ['deployer', 'vault', 'rewrap', 'keyadmin', 'other'] as const;
export type Role = (typeof ROLES)[number];

export const roleArn = (role: string) => `arn:aws:iam::${ACCOUNT}:role/${role}`;

const accessKeyOf = (role: Role) => ({
  accessKeyId: `AKID${role.toUpperCase()}`,
  secretAccessKey: `secret-of-${role}`,
});

export interface RunningKms {
  readonly dataDir: string;
  readonly config: KmsConfig;
  endpoint(): string;
  client(role?: Role): KMSClient;
  /** A client with another secret than the role's. */
  forger(role: Role): KMSClient;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A KMS in this process, on a free port and in a folder of its own. */
export async function runKms(clock?: () => Date): Promise<RunningKms> {
  const dataDir = mkdtempSync(join(tmpdir(), 'kms-'));
  const config: KmsConfig = {
    dataDir,
    port: 0,
    passphrase: PASSPHRASE,
    region: REGION,
    account: ACCOUNT,
    accessKeys: ROLES.map((role) => ({ ...accessKeyOf(role), principal: roleArn(role) })),
    statistics: true,
  };
  let service: ChildService = await startKms(config, clock);
  const endpoint = () => `http://127.0.0.1:${service.port}`;
  const clients: KMSClient[] = [];
  const connect = (credentials: ReturnType<typeof accessKeyOf>) => {
    const client = new KMSClient({
      region: REGION,
      endpoint: endpoint(),
      credentials,
      maxAttempts: 1,
    });
    clients.push(client);
    return client;
  };
  const close = async () => {
    for (const client of clients.splice(0)) client.destroy();
    await service.close();
  };
  return {
    dataDir,
    config,
    endpoint,
    client: (role = 'deployer') => connect(accessKeyOf(role)),
    forger: (role) => connect({ ...accessKeyOf(role), secretAccessKey: 'a guess' }),
    restart: async () => {
      await close();
      service = await startKms(config, clock);
    },
    stop: async () => {
      await close();
      rmSync(dataDir, { recursive: true });
    },
  };
}
