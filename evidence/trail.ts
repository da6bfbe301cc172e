import { S3Client } from '@aws-sdk/client-s3';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readPublicKey } from '../cli/checkpoint-chain.ts';
import { eventFiles } from '../cli/event-lines.ts';
import { exportTrail } from '../cli/export.ts';
import { TrailFault } from '../cli/fault.ts';
import { checkTrail } from '../cli/trail-check.ts';
import type { TrailReport } from '../cli/trail-check.ts';
import { runSealing } from '../test/support/sealing.ts';
import { runVault } from '../test/support/vault.ts';
import type { RunningVault } from '../test/support/vault.ts';
import type { KeyStoreRowKind } from './key-inventory.ts';
import { operateVault } from './trail-operations.ts';

/** How often an operation ended how, by the outcomes in the trail. */
export interface OutcomeCount {
  readonly operation: string;
  readonly code: string;
  readonly outcomes: number;
}

/** What was done to a copy of the trail, and what the check said of it. */
export interface Alteration {
  readonly done: string;
  /** The kind and place of the first fault; `none found` would mean that the check is worthless. */
  readonly found: string;
}

export interface TrailEvidence {
  /** What the check said of the trail as exported: its report, or its fault. */
  readonly report: TrailReport | null;
  readonly fault: string | null;
  readonly alterations: readonly Alteration[];
  readonly outcomes: readonly OutcomeCount[];
  readonly keyStoreRows: readonly KeyStoreRowKind[];
}

const KEY_FILE = 'checkpoint-key.pem';

async function check(folder: string): Promise<TrailReport> {
  const events = eventFiles(join(folder, 'events'));
  const publicKey = readPublicKey(join(folder, KEY_FILE));
  return checkTrail({ events, checkpoints: join(folder, 'checkpoints'), publicKey }, {});
}

async function faultIn(folder: string): Promise<string> {
  try {
    await check(folder);
    return 'none found';
  } catch (error) {
    if (error instanceof TrailFault) return `${error.kind}: ${error.place}`;
    throw error;
  }
}

/** What is done to the lines of the longest file, which has some. */
const ALTERATIONS: readonly [string, (lines: string[]) => string[]][] = [
  [
    'one event was changed',
    ([first = '', ...rest]) => [
      first.replace(/"requestId":"[^"]*"/, '"requestId":"another"'),
      ...rest,
    ],
  ],
  ['one event was removed', ([, ...rest]) => rest],
  ['two events changed places', ([a = '', b = '', ...rest]) => [b, a, ...rest]],
];

async function alter(
  folder: string,
  [done, change]: (typeof ALTERATIONS)[number],
): Promise<Alteration> {
  const copy = mkdtempSync(join(tmpdir(), 'altered-trail-'));
  try {
    cpSync(folder, copy, { recursive: true });
    const files = eventFiles(join(copy, 'events')).map((path) => [path, linesOf(path)] as const);
    const [path, lines] = files.reduce((a, b) => (b[1].length > a[1].length ? b : a));
    writeFileSync(
      path,
      change(lines)
        .map((line) => `${line}\n`)
        .join(''),
    );
    return { done, found: await faultIn(copy) };
  } finally {
    rmSync(copy, { recursive: true });
  }
}

function linesOf(path: string): string[] {
  return readFileSync(path, 'utf8').split('\n').slice(0, -1);
}

function outcomesIn(folder: string): OutcomeCount[] {
  const counts = new Map<string, number>();
  for (const line of eventFiles(join(folder, 'events')).flatMap(linesOf)) {
    const { kind, operation, code } = JSON.parse(line) as Record<string, string>;
    const key = `${operation ?? ''} ${code ?? ''}`;
    if (kind === 'OUTCOME') counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].sort().map(([key, outcomes]) => {
    const [operation = '', code = ''] = key.split(' ');
    return { operation, code, outcomes };
  });
}

async function writeTrail(vault: RunningVault, folder: string): Promise<KeyStoreRowKind[]> {
  const sealing = await runSealing(vault);
  const s3 = new S3Client({});
  try {
    const keyStoreRows = await operateVault(vault);
    await sealing.seal();
    const bucket = sealing.env.CHECKPOINT_BUCKET ?? '';
    const names = { auditTable: 'audit', checkpointTable: 'checkpoints', bucket };
    await exportTrail({ dynamodb: vault.dynamodb, s3, ...names }, folder, {});
    writeFileSync(join(folder, KEY_FILE), sealing.publicKey);
    return keyStoreRows;
  } finally {
    s3.destroy();
    await sealing.stop();
  }
}

/**
 * Has a vault of its own do all that it can do, seals the trail of that, exports it into a folder
 * with the public key beside it, and checks it and altered copies of it. The services are those of
 * loopback; the sealer's clock is some minutes ahead, so that nobody waits for windows to close.
 */
export async function makeTrail(folder: string): Promise<TrailEvidence> {
  const vault = await runVault();
  let keyStoreRows: KeyStoreRowKind[];
  try {
    keyStoreRows = await writeTrail(vault, folder);
  } finally {
    await vault.stop();
  }
  const fault = await faultIn(folder);
  const alterations: Alteration[] = [];
  for (const alteration of ALTERATIONS) alterations.push(await alter(folder, alteration));
  return {
    report: fault === 'none found' ? await check(folder) : null,
    fault: fault === 'none found' ? null : fault,
    alterations,
    outcomes: outcomesIn(folder),
    keyStoreRows,
  };
}
