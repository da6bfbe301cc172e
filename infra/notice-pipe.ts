import type { Stack } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import type { DeploymentConfig } from './config/deployment-config.ts';
import { prefixOf } from './names.ts';

const READ_STREAM = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
];

/** What an event tells of an approval; all of it is text in the table's stream. */
const DETAIL = {
  tenant: 'S',
  approval: 'S',
  state: 'S',
  purpose: 'S',
  count: 'N',
  minutes: 'N',
  time: 'S',
} as const;

function inputTemplate(): string {
  const members = Object.entries(DETAIL).map(
    ([name, type]) => `"${name}": <$.dynamodb.NewImage.${name}.${type}>`,
  );
  return `{${members.join(', ')}}`;
}

/** Only pipes of this account can take the role, to read this stream and put events on this bus. */
function createPipeRole(stack: Stack, streamArn: string, busArn: string): Role {
  const role = new Role(stack, 'NoticePipeRole', {
    assumedBy: new ServicePrincipal('pipes.amazonaws.com').withConditions({
      StringEquals: { 'aws:SourceAccount': stack.account },
    }),
  });
  role.addToPolicy(new PolicyStatement({ actions: READ_STREAM, resources: [streamArn] }));
  role.addToPolicy(new PolicyStatement({ actions: ['events:PutEvents'], resources: [busArn] }));
  return role;
}

/**
 * Notices of approvals become events on the account's default bus, `source` tokenization-gateway.
 * A pipe and no code: the vault writes a notice in the transaction that it tells of, and has neither
 * a client of EventBridge nor a way to it. Not yet verified on AWS.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-dynamodb.html
 */
export function createNoticePipe(stack: Stack, config: DeploymentConfig, notices: TableV2): void {
  const streamArn = notices.tableStreamArn ?? '';
  const busArn = stack.formatArn({
    service: 'events',
    resource: 'event-bus',
    resourceName: 'default',
  });
  new CfnPipe(stack, 'NoticePipe', {
    description: `${prefixOf(config)}: notices of approvals`,
    roleArn: createPipeRole(stack, streamArn, busArn).roleArn,
    source: streamArn,
    sourceParameters: {
      dynamoDbStreamParameters: {
        startingPosition: 'TRIM_HORIZON',
        batchSize: 10,
        maximumRetryAttempts: 100,
      },
      // What time to live removes is no news.
      filterCriteria: { filters: [{ pattern: JSON.stringify({ eventName: ['INSERT'] }) }] },
    },
    target: busArn,
    targetParameters: {
      eventBridgeEventBusParameters: {
        source: 'tokenization-gateway',
        detailType: 'Approval',
      },
      inputTemplate: inputTemplate(),
    },
  });
}
