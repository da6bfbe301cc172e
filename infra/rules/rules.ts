import type { Model } from '../proofs/model.ts';
import { ALARM_RULES } from './alarms.ts';
import { API_RULES } from './api.ts';
import { CONSOLE_RULES } from './console.ts';
import { FUNCTION_RULES } from './functions.ts';
import { NETWORK_RULES } from './network.ts';
import { PIPELINE_RULES } from './pipeline.ts';
import type { Rule } from './rule.ts';
import { SCHEMA_RULES } from './schema.ts';
import { STORE_RULES } from './stores.ts';
import { TRAIL_RULES } from './trail.ts';

export const RULES: readonly Rule[] = [
  ...ALARM_RULES,
  ...API_RULES,
  ...SCHEMA_RULES,
  ...FUNCTION_RULES,
  ...STORE_RULES,
  ...TRAIL_RULES,
  ...NETWORK_RULES,
  ...CONSOLE_RULES,
  ...PIPELINE_RULES,
];

/** A rule that is broken, and where. */
export interface Breach {
  readonly rule: string;
  readonly where: readonly string[];
}

export function breachesIn(model: Model): Breach[] {
  return RULES.map(({ name, broken }) => ({ rule: name, where: broken(model) })).filter(
    ({ where }) => where.length > 0,
  );
}
