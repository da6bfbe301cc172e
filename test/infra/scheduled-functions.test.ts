import { Match } from 'aws-cdk-lib/assertions';
import { PRODUCTION } from '../../infra/config/production.ts';
import { allowedTo, environmentOf, resourcesOf, roleStatements, synthesize } from './templates.ts';

const { Functions: functions } = synthesize(PRODUCTION);

describe('the sweeper of card verification codes', () => {
  test('runs every five minutes and is not tried again', () => {
    functions.resourceCountIs('AWS::Scheduler::Schedule', 2);
    functions.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(5 minutes)',
      State: 'ENABLED',
      Target: {
        Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^cvcSweeper'), 'Arn'] },
        RetryPolicy: { MaximumRetryAttempts: 0 },
        DeadLetterConfig: Match.absent(),
      },
    });
  });

  test('may scan and delete codes, and use no key', () => {
    const statements = roleStatements(functions, 'cvcSweeperRole');
    expect(allowedTo(statements, 'dynamodb')).toEqual(['dynamodb:DeleteItem', 'dynamodb:Scan']);
    expect(allowedTo(statements, 'kms')).toEqual([]);
  });
});

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
    const ofSchedule = roleStatements(functions, 'SchedulerRole');
    // One for each schedule.
    expect(ofSchedule.flatMap(({ Action }) => Action)).toEqual([
      'lambda:InvokeFunction',
      'lambda:InvokeFunction',
    ]);
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
    expect(names.sort()).toEqual([
      'AttemptWithoutOutcome',
      'AuditFailure',
      'CheckpointInvalid',
      'HoneyToken',
      'LateEvent',
      'MalformedEvent',
      'SealedEventMissing',
      'SealerLate',
      'WindowSealed',
    ]);
  });
});
