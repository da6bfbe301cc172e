import { alarmTopicArn } from '../names.ts';
import { isObject, listOf } from '../proofs/stack-template.ts';
import { each } from './rule.ts';
import type { Rule } from './rule.ts';

const ALARM = 'AWS::CloudWatch::Alarm';
const TOPIC = 'AWS::SNS::Topic';

const RUNBOOK = /What to do: docs\/[a-z-]+\.md#[a-z]+$/;

function isCloudWatch(statement: unknown): boolean {
  if (!isObject(statement) || statement.Effect === 'Deny') return true;
  const { Principal: principal, Action, Condition: condition } = statement;
  const service = isObject(principal) ? principal.Service : undefined;
  const equals = isObject(condition) ? condition.StringEquals : undefined;
  return (
    service === 'cloudwatch.amazonaws.com' &&
    Action === 'sns:Publish' &&
    isObject(equals) &&
    'aws:SourceAccount' in equals
  );
}

/** Who is told of what goes wrong. */
export const ALARM_RULES: readonly Rule[] = [
  each(
    'Every alarm tells the topic, and says what to do',
    ALARM,
    (one, { assembly, config }) =>
      JSON.stringify(assembly.property(one, 'AlarmActions')) ===
        JSON.stringify([alarmTopicArn(config)]) &&
      one.properties.ActionsEnabled !== false &&
      RUNBOOK.test(String(one.properties.AlarmDescription)),
  ),
  each('Somebody is told of alarms in production', TOPIC, (_, { assembly, config }) => {
    const told = assembly
      .ofType('AWS::SNS::Subscription')
      .filter((one) => assembly.property(one, 'TopicArn') === alarmTopicArn(config));
    return config.environment !== 'production' || told.length > 0;
  }),
  each(
    'Alarms wait under a key of ours',
    TOPIC,
    (topic) => topic.properties.KmsMasterKeyId !== undefined,
  ),
  each('Alarms alone publish alarms', 'AWS::SNS::TopicPolicy', (policy, { assembly }) => {
    const document = assembly.property(policy, 'PolicyDocument');
    return isObject(document) && listOf(document.Statement).every(isCloudWatch);
  }),
];
