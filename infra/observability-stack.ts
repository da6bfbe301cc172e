import { Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import type { GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { Alarm, AlarmStatusWidget, CfnAlarm, Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { DeploymentConfig } from './config/deployment-config.ts';
import { dashboardWidgets } from './dashboard.ts';
import { prefixOf } from './names.ts';
import { stackProps } from './stack-props.ts';

interface Parts {
  readonly api: GraphqlApi;
  readonly vault: LambdaFunction;
}

const WHOLE_WIDTH = 24;

/** By their names, which are fixed, and not by outputs of their stacks. */
function alarmsOf(app: App, stack: Stack): IAlarm[] {
  const { account, region } = stack;
  return app.node
    .findAll()
    .filter((one) => one instanceof CfnAlarm)
    .map(({ alarmName = '' }) => {
      const arn = `arn:aws:cloudwatch:${region}:${account}:alarm:${alarmName}`;
      return Alarm.fromAlarmArn(stack, alarmName, arn);
    });
}

/** One dashboard: every alarm, and what the alarms watch. Not yet verified on AWS. */
export function createObservabilityStack(app: App, config: DeploymentConfig, parts: Parts): void {
  const props = stackProps(config, 'observability', 'The dashboard.');
  const stack = new Stack(app, 'Observability', props);
  const alarms = new AlarmStatusWidget({
    title: 'Alarms; each says which entry of the runbook is about it',
    alarms: alarmsOf(app, stack),
    width: WHOLE_WIDTH,
    height: 8,
  });
  const apiId = parts.api.apiId;
  const vaultLogs = parts.vault.logGroup.logGroupName;
  const widgets = dashboardWidgets(config, { apiId, vaultLogs });
  new Dashboard(stack, 'Dashboard', {
    dashboardName: prefixOf(config),
    widgets: [[alarms], widgets],
  });
}
