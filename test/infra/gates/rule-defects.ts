import { part, statement } from './damage.ts';
import type { Defect } from './defect.ts';

const TABLE = 'AWS::DynamoDB::GlobalTable';
const KEY = 'AWS::KMS::Key';
const ALARM = 'AWS::CloudWatch::Alarm';
const BUCKET = 'AWS::S3::Bucket';
const POOL = 'AWS::Cognito::UserPool';
const FUNCTION = 'AWS::Lambda::Function';

/** What a resource can be brought to be. */
export const RULE_DEFECTS: readonly Defect[] = [
  {
    defect: 'An alarm tells nobody',
    gate: 'Every alarm tells the topic, and says what to do',
    damage: (damaged) => {
      delete damaged.properties(ALARM, 'HoneyToken').AlarmActions;
    },
  },
  {
    defect: 'An alarm is switched off',
    gate: 'Every alarm tells the topic, and says what to do',
    damage: (damaged) => {
      damaged.properties(ALARM, 'Tampering').ActionsEnabled = false;
    },
  },
  {
    defect: 'An alarm does not say what to do',
    gate: 'Every alarm tells the topic, and says what to do',
    damage: (damaged) => {
      damaged.properties(ALARM, 'BudgetExceeded').AlarmDescription = 'Somebody should look';
    },
  },
  {
    defect: 'Nobody has subscribed to alarms',
    gate: 'Somebody is told of alarms in production',
    damage: (damaged) => {
      damaged.remove('AWS::SNS::Subscription');
    },
  },
  {
    defect: 'Alarms wait unencrypted',
    gate: 'Alarms wait under a key of ours',
    damage: (damaged) => {
      delete damaged.properties('AWS::SNS::Topic').KmsMasterKeyId;
    },
  },
  {
    defect: 'Everybody in the account raises alarms',
    gate: 'Alarms alone publish alarms',
    damage: (damaged) => {
      const policy = damaged.properties('AWS::SNS::TopicPolicy').PolicyDocument;
      statement(policy, 'AlarmsPublish').Principal = { AWS: '*' };
    },
  },
  {
    defect: 'A table cannot be recovered',
    gate: 'Tables are recoverable to any second, but that of card verification codes',
    damage: (damaged) => {
      const table = damaged.properties(TABLE, 'production-vault');
      delete part(table, 'Replicas', 0).PointInTimeRecoverySpecification;
    },
  },
  {
    defect: 'Card verification codes are kept in backups',
    gate: 'Tables are recoverable to any second, but that of card verification codes',
    damage: (damaged) => {
      const table = damaged.properties(TABLE, 'production-cvc');
      part(table, 'Replicas', 0).PointInTimeRecoverySpecification = {
        PointInTimeRecoveryEnabled: true,
      };
    },
  },
  {
    defect: 'A table can be deleted',
    gate: 'Tables are protected from deletion',
    damage: (damaged) => {
      part(damaged.properties(TABLE), 'Replicas', 0).DeletionProtectionEnabled = false;
    },
  },
  {
    defect: 'A table is encrypted with a key of AWS',
    gate: 'Tables are encrypted with a key of ours',
    damage: (damaged) => {
      delete part(damaged.properties(TABLE), 'Replicas', 0).SSESpecification;
    },
  },
  {
    defect: 'What is written to the vault can be read as a stream',
    gate: 'Tables with values have no stream but that which they are copied by',
    damage: (damaged) => {
      const table = damaged.properties(TABLE, 'production-vault');
      table.StreamSpecification = { StreamViewType: 'NEW_IMAGE' };
    },
  },
  {
    defect: 'A table goes with its stack',
    gate: 'Tables outlive their stacks',
    damage: (damaged) => {
      damaged.resource(TABLE).DeletionPolicy = 'Delete';
    },
  },
  {
    defect: 'A key is deleted after a week',
    gate: 'Keys outlive their stacks and go after a month',
    damage: (damaged) => {
      damaged.properties(KEY).PendingWindowInDays = 7;
    },
  },
  {
    defect: 'A key is not rotated',
    gate: 'Keys that encrypt are rotated',
    damage: (damaged) => {
      damaged.properties(KEY, 'RootKey').EnableKeyRotation = false;
    },
  },
  {
    defect: 'Checkpoints can be unlocked by whoever may bypass it',
    gate: 'Checkpoints and the trail are locked in compliance mode',
    damage: (damaged) => {
      const lock = part(
        damaged.properties(BUCKET, 'Checkpoints'),
        'ObjectLockConfiguration',
        'Rule',
      );
      part(lock, 'DefaultRetention').Mode = 'GOVERNANCE';
    },
  },
  {
    defect: 'Checkpoints are overwritten',
    gate: 'Checkpoints and the trail keep every version',
    damage: (damaged) => {
      delete damaged.properties(BUCKET, 'Checkpoints').VersioningConfiguration;
    },
  },
  {
    defect: 'The bucket can be opened to the public',
    gate: 'Buckets are closed to the public',
    damage: (damaged) => {
      part(
        damaged.properties(BUCKET, 'Checkpoints'),
        'PublicAccessBlockConfiguration',
      ).BlockPublicPolicy = false;
    },
  },
  {
    defect: 'Users need no second factor',
    gate: 'Users have a second factor in production',
    damage: (damaged) => {
      damaged.properties(POOL).MfaConfiguration = 'OFF';
    },
  },
  {
    defect: 'Anybody can sign up',
    gate: 'Nobody signs up',
    damage: (damaged) => {
      damaged.properties(POOL).AdminCreateUserConfig = { AllowAdminCreateUserOnly: false };
    },
  },
  {
    defect: 'Passwords of six characters are taken',
    gate: 'Passwords have twelve characters',
    damage: (damaged) => {
      part(damaged.properties(POOL), 'Policies', 'PasswordPolicy').MinimumLength = 6;
    },
  },
  {
    defect: 'Nobody watches sign-ins',
    gate: 'Sign-ins are watched in production',
    damage: (damaged) => {
      delete damaged.properties(POOL).UserPoolAddOns;
    },
  },
  {
    defect: 'Users write their own tenant',
    gate: 'No app client writes the tenant of a user',
    damage: (damaged) => {
      damaged.properties('AWS::Cognito::UserPoolClient').WriteAttributes = ['custom:tenant'];
    },
  },
  {
    defect: 'ID tokens live for an hour',
    gate: 'ID tokens live ten minutes in production',
    damage: (damaged) => {
      damaged.properties('AWS::Cognito::UserPoolClient').IdTokenValidity = 60;
    },
  },
  {
    defect: 'Failed events are kept in a queue, plaintext and all',
    gate: 'Functions keep no failed event',
    damage: (damaged) => {
      damaged.properties(FUNCTION).DeadLetterConfig = { TargetArn: 'arn:aws:sqs:us-east-1:1:q' };
    },
  },
  {
    defect: 'A function has a URL',
    gate: 'Functions have no address of their own',
    damage: (damaged) => {
      damaged.add('functions', 'Url', 'AWS::Lambda::Url', { AuthType: 'NONE' });
    },
  },
  {
    defect: 'A queue feeds the vault function',
    gate: 'Functions take no events of other sources',
    damage: (damaged) => {
      damaged.add('functions', 'Source', 'AWS::Lambda::EventSourceMapping', {});
    },
  },
  {
    defect: 'A function runs as often as it is asked',
    gate: 'Functions cannot run more often than is reserved',
    damage: (damaged) => {
      delete damaged.properties(FUNCTION).ReservedConcurrentExecutions;
    },
  },
  {
    defect: 'A log is kept for ever',
    gate: 'Logs leave after their time',
    damage: (damaged) => {
      delete damaged.properties('AWS::Logs::LogGroup').RetentionInDays;
    },
  },
  {
    defect: 'A log shows card numbers, should one get there',
    gate: 'Logs mask what looks like a card’s number',
    damage: (damaged) => {
      delete damaged.properties('AWS::Logs::LogGroup').DataProtectionPolicy;
    },
  },
  {
    defect: 'An endpoint has no policy',
    gate: 'Endpoints have policies',
    damage: (damaged) => {
      delete damaged.properties('AWS::EC2::VPCEndpoint', 'KmsEndpoint').PolicyDocument;
    },
  },
  {
    defect: 'A gateway leads out of the network',
    gate: 'No gateway leads out of the network of the vault',
    damage: (damaged) => {
      damaged.add('network', 'Nat', 'AWS::EC2::NatGateway', {});
    },
  },
  {
    defect: 'A security group lets the world in',
    gate: 'No security group lets an address range in',
    damage: (damaged) => {
      damaged.properties('AWS::EC2::SecurityGroup').SecurityGroupIngress = [
        { CidrIp: '0.0.0.0/0', IpProtocol: '-1' },
      ];
    },
  },
];
