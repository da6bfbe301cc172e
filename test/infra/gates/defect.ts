import type { Damaged } from './damage.ts';

/** Something that must never be deployed, and the gate that has to hold it up. */
export interface Defect {
  readonly defect: string;
  /** The name of a rule, or of a property that is proved. */
  readonly gate: string;
  /** Of the configuration that charges; of production as it stands if absent. */
  readonly charging?: true;
  readonly damage: (damaged: Damaged) => void;
}

/** The gate of whatever the prover does not understand. */
export const REFUSED = 'Nothing is proved';
