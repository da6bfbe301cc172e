import { Match } from 'aws-cdk-lib/assertions';
import { PRODUCTION } from '../../infra/config/production.ts';
import { environmentOf, resourcesOf, roleStatements, synthesize } from './templates.ts';

const { Functions: functions } = synthesize(PRODUCTION);

describe('the audit sealer', () => {
  const statements = roleStatements(functions, 'auditSealerRole').filter(
    ({ Effect }) => Effect === 'Allow',
  );

  test('is told the trail, the checkpoints, and how to seal', () => {
    const environment = environmentOf(functions, 'Seals the audit trail');
    expect(environment).toMatchObject({
      TRAIL_BEGIN: '2026-01-01T00:00:00Z',
      WINDOW_MINUTES: '5',
      GRACE_SECONDS: '60',
      LATE_MINUTES: '10',
    });
    expect(Object.keys(environment)).toHaveLength(8);
  });

  test('reads the trail, adds checkpoints, signs, and does nothing else', () => {
    const allowed = statements
      .flatMap(({ Action, Resource }) =>
        Action.map((action) => [action, String(Resource[0]).split(/[:/-]/).at(-1)]),
      )
      .filter(([action]) => /^(dynamodb|s3|kms):/.test(action ?? ''))
      .map(([action, place]) =>
        action?.startsWith('kms:') === true ? action : `${action} ${place}`,
      );
    expect(allowed).toEqual([
      'kms:GetPublicKey',
      'kms:Sign',
      'dynamodb:Query audit',
      'dynamodb:PutItem checkpoints',
      'dynamodb:Query checkpoints',
      's3:GetObject *',
      's3:PutObject *',
      's3:ListBucket 1',
    ]);
  });

  test('is run by a schedule as often as a window closes, which may do nothing else', () => {
    functions.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(*/5 * * * ? *)',
      ScheduleExpressionTimezone: 'Etc/UTC',
      State: 'ENABLED',
      Target: {
        Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^auditSealer'), 'Arn'] },
        RetryPolicy: { MaximumRetryAttempts: 0 },
        DeadLetterConfig: Match.absent(),
      },
    });
    const ofSchedule = [
      'SealingSchedule',
      'CvcSweepSchedule',
      'RewrapSchedule',
      'AnomalyWatchSchedule',
    ].flatMap((role) => roleStatements(functions, role));
    // One for each schedule.
    expect(ofSchedule.flatMap(({ Action }) => Action)).toEqual(
      Array.from({ length: 4 }, () => 'lambda:InvokeFunction'),
    );
  });

  test('alarms when it says nothing, and for each thing that must never happen', () => {
    functions.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'WindowSealed',
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
    const names = resourcesOf(functions, 'AWS::CloudWatch::Alarm').map(
      ({ Properties }) => Properties.MetricName,
    );
    expect(names).toEqual(
      expect.arrayContaining([
        'AttemptWithoutOutcome',
        'AuditFailure',
        'CheckpointInvalid',
        'LateEvent',
        'MalformedEvent',
        'SealedEventMissing',
        'SealerLate',
        'WindowSealed',
      ]),
    );
  });
});

describe('the anomaly watch', () => {
  const statements = roleStatements(functions, 'anomalyWatchRole').filter(
    ({ Effect }) => Effect === 'Allow',
  );

  test('is told the trail, its profiles and every threshold', () => {
    const environment = environmentOf(functions, 'Watches the audit trail for what is unusual');
    expect(Object.keys(environment).sort()).toEqual([
      'ANOMALY_THRESHOLDS',
      'AUDIT_TABLE',
      'CHECKPOINT_KEY_ARN',
      'CHECKPOINT_TABLE',
      'PROFILE_TABLE',
    ]);
    const thresholds: unknown = JSON.parse(String(environment.ANOMALY_THRESHOLDS));
    expect(thresholds).toEqual(PRODUCTION.anomalyThresholds);
  });

  test('reads the trail, keeps profiles, reads one public key, and does nothing else', () => {
    const allowed = statements
      .flatMap(({ Action, Resource }) =>
        Action.map((action) => [action, String(Resource[0]).split(/[:/-]/).at(-1)]),
      )
      .filter(([action]) => /^(dynamodb|s3|kms):/.test(action ?? ''))
      .map(([action, place]) =>
        action?.startsWith('kms:') === true ? action : `${action} ${place}`,
      );
    expect(allowed).toEqual([
      'kms:GetPublicKey',
      'dynamodb:GetItem audit',
      'dynamodb:Query audit',
      'dynamodb:PutItem audit',
      'dynamodb:Query checkpoints',
      'dynamodb:DeleteItem profiles',
      'dynamodb:GetItem profiles',
      'dynamodb:PutItem profiles',
    ]);
  });

  test('puts into the trail where findings lie, and nowhere else', () => {
    const [put] = statements.filter(
      ({ Action, Resource }) =>
        Action.includes('dynamodb:PutItem') && String(Resource[0]).endsWith('-audit'),
    );
    expect(put?.Action).toEqual(['dynamodb:PutItem']);
    expect(put?.Condition).toEqual({
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': '*#finding' },
      Null: { 'dynamodb:LeadingKeys': 'false' },
    });
  });

  test('is run by a schedule every minute', () => {
    functions.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(1 minute)',
      State: 'ENABLED',
      Target: {
        Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^anomalyWatch'), 'Arn'] },
        DeadLetterConfig: Match.absent(),
      },
    });
  });

  test('alarms for each kind of anomaly, for damage, and when it says nothing', () => {
    const alarms = resourcesOf(functions, 'AWS::CloudWatch::Alarm').map(({ Properties }) => [
      Properties.MetricName,
      Properties.Threshold,
      Properties.ComparisonOperator,
      Properties.TreatMissingData,
    ]);
    for (const name of [
      ...['AnomalyBreadth', 'AnomalyNewSource', 'AnomalyUnusualHour', 'AnomalyRefusalBurst'],
      ...['HoneyToken', 'ProfileInvalid', 'WatchLate', 'WatchedTrailInvalid'],
    ]) {
      expect(alarms).toContainEqual([name, 1, 'GreaterThanOrEqualToThreshold', 'notBreaching']);
    }
    expect(alarms).toContainEqual(['WindowWatched', 1, 'LessThanThreshold', 'breaching']);
  });
});
