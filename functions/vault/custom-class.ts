import type { DataClassRules } from './data-classes.ts';
import type { Group, Purpose } from './policy.ts';

/** A data class that a tenant defines: its rules, and who may have its values for what. */
export interface CustomClass {
  readonly rules: DataClassRules;
  readonly purposes: Readonly<Partial<Record<Group, readonly Purpose[]>>>;
}
