import type { Place } from '../names.ts';
import { alarmTopicArn } from '../names.ts';
import { administrationStatement, onlyDeploymentsChange } from './key-administration.ts';
import type { Statement } from './statement.ts';

const ALARMS = { Service: 'cloudwatch.amazonaws.com' } as const;

/** Alarms of this account publish, by TLS as everything does. */
export function alarmTopicStatements(place: Place): object[] {
  const Resource = alarmTopicArn(place);
  return [
    {
      Sid: 'AlarmsPublish',
      Effect: 'Allow',
      Principal: ALARMS,
      Action: 'sns:Publish',
      Resource,
      Condition: { StringEquals: { 'aws:SourceAccount': place.account } },
    },
    {
      Sid: 'OnlyEncryptedTransport',
      Effect: 'Deny',
      Principal: '*',
      Action: 'sns:Publish',
      Resource,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ];
}

/**
 * The policy of the key under which messages wait in the topic: CloudWatch's alarms of this account use
 * it, which is why the key that AWS manages would not do.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function alarmKeyStatements(place: Place, deployRole: string): (Statement | object)[] {
  return [
    administrationStatement(place.account),
    {
      Sid: 'AlarmsPublish',
      Effect: 'Allow',
      Principal: ALARMS,
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceAccount': place.account } },
    },
    ...onlyDeploymentsChange(deployRole),
  ];
}
