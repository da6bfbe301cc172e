import { Duration, Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { CfnSubscription, CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import { protocolOf } from './alarm-targets.ts';
import type { DeploymentConfig } from './config/deployment-config.ts';
import { alarmTopicArn, alarmTopicName, deployRoleArn, prefixOf } from './names.ts';
import { alarmKeyStatements, alarmTopicStatements } from './policies/alarm-topic.ts';
import { removalPolicy } from './retention.ts';
import { stackProps } from './stack-props.ts';

function documentOf(statements: readonly object[]): PolicyDocument {
  return new PolicyDocument({ statements: statements.map((one) => PolicyStatement.fromJson(one)) });
}

function createKey(stack: Stack, config: DeploymentConfig): Key {
  return new Key(stack, 'AlarmKey', {
    alias: `${prefixOf(config)}/alarms`,
    description: 'Encrypts alarms until they are delivered',
    policy: documentOf(alarmKeyStatements(config, deployRoleArn(config))),
    enableKeyRotation: true,
    rotationPeriod: Duration.days(365),
    pendingWindow: Duration.days(30),
    removalPolicy: removalPolicy(config),
  });
}

/** Where alarms go: a topic of a fixed name, so that every stack can name it. Not yet verified on AWS. */
export function createAlarmStack(app: App, config: DeploymentConfig): Stack {
  const stack = new Stack(app, 'Alarms', stackProps(config, 'alarms', 'Whom alarms are told.'));
  const topic = new CfnTopic(stack, 'Topic', {
    topicName: alarmTopicName(config),
    kmsMasterKeyId: createKey(stack, config).keyId,
  });
  new CfnTopicPolicy(stack, 'TopicPolicy', {
    topics: [topic.ref],
    policyDocument: documentOf(alarmTopicStatements(config)),
  });
  (config.alarmTargets ?? []).forEach((endpoint, index) => {
    const protocol = protocolOf(endpoint);
    new CfnSubscription(stack, `Target${String(index)}`, {
      topicArn: topic.ref,
      protocol,
      endpoint,
    });
  });
  return stack;
}

/** Every alarm of the app tells the topic, which is there first, when it starts and when it is over. */
export function tellOfAlarms(app: App, config: DeploymentConfig, topicStack: Stack): void {
  const action = { bind: () => ({ alarmActionArn: alarmTopicArn(config) }) };
  for (const alarm of app.node.findAll()) {
    if (!(alarm instanceof Alarm)) continue;
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
    Stack.of(alarm).addStackDependency(topicStack);
  }
}
