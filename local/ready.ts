import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { writeFileDurably } from './protocol/durable-file.ts';

/** What `ready.json` tells scripts while a gateway runs. Mode 0600: it holds the seeded passwords. */
export interface Ready {
  readonly version: 1;
  /** Of the process that ends when the gateway ends. */
  readonly pid: number;
  readonly graphql: string;
  readonly console: string;
  /** GraphQL of the example that sells: `examples/orders`. */
  readonly orders: string;
  readonly cognito: {
    readonly endpoint: string;
    readonly region: string;
    readonly userPoolId: string;
    readonly clientId: string;
  };
  readonly dynamodb: { readonly endpoint: string };
  readonly kms: { readonly endpoint: string };
  readonly s3: { readonly endpoint: string; readonly bucket: string };
  /** The sandbox processor. GET tells how often a card was charged. */
  readonly processor: { readonly endpoint: string };
  readonly users: readonly ReadyUser[];
  /** Pages of the example applications, unless started without them. */
  readonly examples?: { readonly billing: string };
}

export interface ReadyUser {
  readonly username: string;
  readonly password: string;
  readonly groups: readonly string[];
  readonly tenant: string;
}

const fileIn = (dataDir: string) => join(dataDir, 'ready.json');

export function writeReady(dataDir: string, ready: Ready): void {
  writeFileDurably(fileIn(dataDir), `${JSON.stringify(ready, null, 2)}\n`);
}

export function removeReady(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true });
}

/** The running gateway's description, or null when none runs; a killed one's is recognised by pid. */
export function readReady(dataDir: string): Ready | null {
  try {
    const ready = JSON.parse(readFileSync(fileIn(dataDir), 'utf8')) as Ready;
    process.kill(ready.pid, 0);
    return ready;
  } catch {
    return null;
  }
}
