import type { Layer, Proof } from './proof.ts';
import { refutedIn } from './prove-deployment.ts';
import type { ProofReport } from './prove-deployment.ts';

/** What is said of several tables, functions or roles together. */
interface Row {
  readonly property: string;
  readonly layer: Layer;
  readonly requests: number;
  readonly allowed: number;
  readonly claims: number;
}

export interface Totals {
  readonly claims: number;
  readonly refuted: number;
  readonly requests: number;
}

const sum = (proofs: readonly Proof[], count: (proof: Proof) => number): number =>
  proofs.reduce((total, proof) => total + count(proof), 0);

export function totalsOf(report: ProofReport): Totals {
  return {
    claims: report.proofs.length,
    refuted: refutedIn(report).length,
    requests: sum(report.proofs, ({ requests }) => requests),
  };
}

function rowsOf(proofs: readonly Proof[]): Row[] {
  const keys = new Set(proofs.map(({ property, layer }) => `${property}\n${layer}`));
  return [...keys].map((key) => {
    const of = proofs.filter((one) => `${one.property}\n${one.layer}` === key);
    const [property = '', layer = ''] = key.split('\n');
    const requests = sum(of, (one) => one.requests);
    const allowed = sum(of, (one) => one.allowed);
    return { property, layer: layer as Layer, requests, allowed, claims: of.length };
  });
}

/** Column names, then a row for each property and layer. */
export function proofRows({ proofs }: ProofReport): string[][] {
  const rows = rowsOf(proofs).map(({ property, layer, requests, allowed, claims }) => [
    ...[property, layer, String(claims), String(requests), String(allowed)],
  ]);
  return [['Property', 'Layer', 'Claims', 'Requests', 'Of these allowed'], ...rows];
}

/** One line for whoever synthesizes; `milliseconds` that the proofs took. */
export function summaryOf(report: ProofReport, milliseconds: number): string {
  const { claims, refuted, requests } = totalsOf(report);
  const outcome =
    refuted === 0 ? `${claims} claims proved` : `${refuted} of ${claims} claims refuted`;
  const tried = requests.toLocaleString('en-US');
  return `Proofs: ${outcome}, ${tried} classes of requests, ${(milliseconds / 1000).toFixed(1)} s`;
}
