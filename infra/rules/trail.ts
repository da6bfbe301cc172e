import { isObject, listOf } from '../proofs/stack-template.ts';
import { trailBucketName } from '../names.ts';
import { each } from './rule.ts';
import type { Rule } from './rule.ts';

const TRAIL = 'AWS::CloudTrail::Trail';

/** Everything that is done to the account, and no part of it. */
function isManagement(selector: unknown): boolean {
  const [only, ...more] = isObject(selector) ? listOf(selector.FieldSelectors) : [];
  if (!isObject(only) || more.length > 0 || Object.keys(only).length !== 2) return false;
  return only.Field === 'eventCategory' && listOf(only.Equals).join() === 'Management';
}

/** What the account records of itself. */
export const TRAIL_RULES: readonly Rule[] = [
  each('The trail shows when one of its files was altered', TRAIL, (trail) =>
    Boolean(trail.properties.EnableLogFileValidation),
  ),
  each(
    'The trail is on, of every region and of global services',
    TRAIL,
    ({ properties }) =>
      properties.IsLogging === true &&
      properties.IsMultiRegionTrail === true &&
      properties.IncludeGlobalServiceEvents === true,
  ),
  each('The trail has what is done to the account', TRAIL, (trail, { assembly }) =>
    listOf(assembly.property(trail, 'AdvancedEventSelectors')).some(isManagement),
  ),
  each(
    'The trail lies in the bucket from which nobody removes',
    TRAIL,
    (trail, { assembly, config }) =>
      assembly.property(trail, 'S3BucketName') === trailBucketName(config),
  ),
];
