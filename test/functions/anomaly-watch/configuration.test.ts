import { createWatch } from '../../../functions/anomaly-watch/watch.ts';

const ENV = {
  AUDIT_TABLE: 'audit',
  CHECKPOINT_TABLE: 'checkpoints',
  PROFILE_TABLE: 'profiles',
  CHECKPOINT_KEY_ARN: 'arn:aws:kms:us-east-1:111111111111:key/00000000-0000-4000-8000-000000000000',
};

const start = (env: Readonly<Record<string, string>>) => () =>
  createWatch(env, { clock: () => new Date(), write: () => null });

describe('the watch', () => {
  test('starts with what it is told, and with the default thresholds', () => {
    expect(start(ENV)).not.toThrow();
    expect(start({ ...ENV, ANOMALY_THRESHOLDS: '{"refusalBurst":50}' })).not.toThrow();
  });

  test.each([
    [{ ANOMALY_THRESHOLDS: '{"refusalBurst":"many"}' }, 'ANOMALY_THRESHOLDS must have numbers'],
    [{ ANOMALY_THRESHOLDS: '{"many":5}' }, 'ANOMALY_THRESHOLDS must name none but breadthFloor'],
    [{ ANOMALY_THRESHOLDS: 'many' }, 'ANOMALY_THRESHOLDS must be JSON'],
    [{ AUDIT_TABLE: '' }, 'AUDIT_TABLE must be set'],
    [{ CHECKPOINT_TABLE: '' }, 'CHECKPOINT_TABLE must be set'],
    [{ PROFILE_TABLE: '' }, 'PROFILE_TABLE must be set'],
    [{ CHECKPOINT_KEY_ARN: 'many' }, 'CHECKPOINT_KEY_ARN must be the ARN of a KMS key'],
  ])('does not start with %j, and says why without the value', (wrong, message) => {
    expect(start({ ...ENV, ...wrong })).toThrow(message);
    expect(start({ ...ENV, ...wrong })).not.toThrow('many');
  });
});
