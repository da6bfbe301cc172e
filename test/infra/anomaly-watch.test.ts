import { Match } from 'aws-cdk-lib/assertions';
import { PRODUCTION } from '../../infra/config/production.ts';
import { resourcesOf, roleStatements, synthesize } from './templates.ts';

const { Functions: functions } = synthesize(PRODUCTION);

describe('the anomaly watch', () => {
  const statements = roleStatements(functions, 'anomalyWatchRole').filter(
    ({ Effect }) => Effect === 'Allow',
  );

  test('is told the trail, its profiles and every threshold', () => {
    const watch = resourcesOf(functions, 'AWS::Lambda::Function').find(({ Properties }) =>
      String(Properties.Description).startsWith('Watches'),
    );
    const { Variables: environment } = watch?.Properties.Environment as {
      Variables: Record<string, unknown>;
    };
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
      ...['ProfileInvalid', 'WatchLate', 'WatchedTrailInvalid'],
    ]) {
      expect(alarms).toContainEqual([name, 1, 'GreaterThanOrEqualToThreshold', 'notBreaching']);
    }
    expect(alarms).toContainEqual(['WindowWatched', 1, 'LessThanThreshold', 'breaching']);
  });
});
