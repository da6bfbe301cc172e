import type { CustomClass } from './custom-class.ts';

/** What format-preserving tokens of a PAN keep of it. */
export type PanKeeps = 'LAST_FOUR' | 'BIN_SIX_LAST_FOUR';

/** What a tenant decides for itself. */
export interface TenantSettings {
  /** Labels (`SSN`, `CUSTOM:loyalty-number`) of the OPT_IN classes that may be deterministic. */
  readonly deterministic: ReadonlySet<string>;
  readonly panKeeps: PanKeeps;
  readonly customClasses: ReadonlyMap<string, CustomClass>;
}

/** The settings of a tenant that has none of its own. */
export const DEFAULT_SETTINGS: TenantSettings = {
  deterministic: new Set(),
  panKeeps: 'LAST_FOUR',
  customClasses: new Map(),
};
