import { readSealerSettings } from '../../../functions/audit-sealer/configuration.ts';

const ENV = {
  AUDIT_TABLE: 'audit',
  CHECKPOINT_TABLE: 'checkpoints',
  CHECKPOINT_BUCKET: 'checkpoints-of-test',
  CHECKPOINT_KEY_ARN: 'arn:aws:kms:us-east-1:000000000000:key/0a1b2c3d-0000-4000-8000-000000000000',
  TRAIL_BEGIN: '2031-01-31T09:05:00Z',
};

test('a complete environment is taken, and what may be left out has its default', () => {
  expect(readSealerSettings(ENV)).toEqual({
    auditTable: 'audit',
    checkpointTable: 'checkpoints',
    bucket: 'checkpoints-of-test',
    keyArn: ENV.CHECKPOINT_KEY_ARN,
    trailBegin: Date.UTC(2031, 0, 31, 9, 5),
    windowMinutes: 5,
    graceSeconds: 60,
    lateMinutes: 10,
  });
});

test.each(Object.keys(ENV))('without %s the function does not start, and says so', (name) => {
  expect(() => readSealerSettings({ ...ENV, [name]: '' })).toThrow(
    `Environment variable ${name} must be set.`,
  );
});

test.each([
  ['CHECKPOINT_KEY_ARN', 'alias/checkpoints'],
  ['TRAIL_BEGIN', '2031-01-31T09:05:30Z'],
  ['TRAIL_BEGIN', 'yesterday'],
  ['WINDOW_MINUTES', '0'],
  ['WINDOW_MINUTES', '61'],
  // The vault function may run for 10 seconds.
  ['GRACE_SECONDS', '10'],
  ['LATE_MINUTES', '-1'],
])('%s is refused when wrong (%s), by name', (name, value) => {
  expect(() => readSealerSettings({ ...ENV, [name]: value })).toThrow(
    new RegExp(`^Environment variable ${name} must`),
  );
});
