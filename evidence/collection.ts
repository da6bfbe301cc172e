import { readCodeVersion } from '../tools/code-version.ts';
import type { CodeVersion } from '../tools/code-version.ts';
import { assessNorms } from './assessment.ts';
import type { AssessedNorm, Evidence } from './assessment.ts';
import { authorizationMatrix } from './authorization-matrix.ts';
import type { AuthorizationMatrix } from './authorization-matrix.ts';
import { readBillOfMaterials } from './bill-of-materials.ts';
import type { BillOfMaterials } from './bill-of-materials.ts';
import { readConfiguration } from './configuration.ts';
import { keyInventory } from './key-inventory.ts';
import type { KeyInventory } from './key-inventory.ts';
import { NORMS } from './norms.ts';
import { infraSuites, proofReport } from './proof-report.ts';
import type { ProofReport } from './proof-report.ts';
import { readResults } from './test-results.ts';
import { makeTrail } from './trail.ts';
import type { TrailEvidence } from './trail.ts';

/** All that the pack says. */
export interface Collection {
  readonly code: CodeVersion;
  readonly node: string;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  readonly norms: readonly AssessedNorm[];
  readonly matrix: AuthorizationMatrix;
  readonly proofs: ProofReport;
  readonly keys: KeyInventory;
  readonly materials: BillOfMaterials;
  readonly trail: TrailEvidence;
}

/** The suites that the pack has results of. */
export function mappedSuites(): string[] {
  const named = NORMS.flatMap(({ requirements }) => requirements).flatMap(({ tests }) => tests);
  return [...new Set([...named.map(({ file }) => file), ...infraSuites()])].sort();
}

/** Gathers everything; the audit trail that is made for it is exported into `trailFolder`. */
export async function collect(trailFolder: string): Promise<Collection> {
  const code = readCodeVersion();
  const configuration = readConfiguration();
  const evidence: Evidence = { digest: code.digest, results: readResults(), configuration };
  const trail = await makeTrail(trailFolder);
  return {
    code,
    node: process.version,
    madeAt: new Date().toISOString(),
    norms: assessNorms(NORMS, evidence),
    matrix: authorizationMatrix(evidence),
    proofs: proofReport(evidence),
    keys: keyInventory(configuration, trail.keyStoreRows),
    materials: readBillOfMaterials(),
    trail,
  };
}
