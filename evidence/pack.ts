import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { searchFiles } from '../test/support/canary.ts';
import { dependenciesIn } from './bill-of-materials.ts';
import { collect } from './collection.ts';
import type { Collection } from './collection.ts';
import { dependenciesDocument } from './documents/dependencies.ts';
import { keysDocument } from './documents/keys.ts';
import { overviewDocument } from './documents/overview.ts';
import { proofDocument } from './documents/proofs.ts';
import { countVerdicts, requirementsDocument } from './documents/requirements.ts';
import { trailDocument } from './documents/trail.ts';
import { CANARIES } from './trail-operations.ts';

/** What tells a folder of ours from any other. */
const SUMMARY = 'evidence.json';

/** The pack cannot be written. The message is for people and holds no value. */
export class PackError extends Error {
  override readonly name = 'PackError';
}

/** @throws PackError if a folder holds what is no pack: that is not ours to remove */
function refuseForeign(out: string): void {
  const isEmpty = !existsSync(out) || readdirSync(out).length === 0;
  if (isEmpty || existsSync(join(out, SUMMARY))) return;
  throw new PackError('The folder holds something else than an evidence pack; it is left alone.');
}

function summaryOf({ code, node, madeAt, norms }: Collection): object {
  return { format: 1, code, node, madeAt, verdicts: countVerdicts(norms), isVerifiedOnAws: false };
}

function filesOf(collection: Collection): Record<string, string | object> {
  const { norms, matrix, proofs, keys, materials, trail } = collection;
  return {
    'README.md': overviewDocument(collection, Object.keys(CANARIES).length),
    [SUMMARY]: summaryOf(collection),
    'requirements.md': requirementsDocument(norms),
    'requirements.json': norms,
    'authorization-matrix.md': `${matrix.document}\nLast result of that suite: ${matrix.test.lastResult.state}.\n`,
    'authorization-matrix.json': { ...matrix, document: undefined },
    'proof-report.md': proofDocument(proofs),
    'proof-report.json': proofs,
    'key-inventory.md': keysDocument(keys),
    'key-inventory.json': keys,
    'dependencies.md': dependenciesDocument(dependenciesIn(materials)),
    'sbom.cdx.json': materials,
    'audit-verification.md': trailDocument(trail),
    'audit-verification.json': trail,
  };
}

function write(folder: string, collection: Collection): void {
  for (const [name, content] of Object.entries(filesOf(collection))) {
    const text = typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`;
    writeFileSync(join(folder, name), text);
  }
}

/** @throws PackError if a value that went through the vault is in the folder */
function refusePlaintext(folder: string): void {
  const [found] = searchFiles(folder, CANARIES);
  if (found === undefined) return;
  throw new PackError(`The value ${found.canary} is in ${found.place} as ${found.encoding}.`);
}

/**
 * Writes the pack into a folder, whole or not at all; one that was there before is replaced.
 * @throws PackError if the folder is another's, or a value was found in what was made
 */
export async function writePack(out: string): Promise<Collection> {
  refuseForeign(out);
  const beside = `${out}.partial`;
  rmSync(beside, { recursive: true, force: true });
  mkdirSync(join(beside, 'trail'), { recursive: true });
  try {
    const collection = await collect(join(beside, 'trail'));
    write(beside, collection);
    refusePlaintext(beside);
    rmSync(out, { recursive: true, force: true });
    renameSync(beside, out);
    return collection;
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}
