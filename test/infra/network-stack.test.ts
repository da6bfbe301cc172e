import { Match } from 'aws-cdk-lib/assertions';
import { PRODUCTION } from '../../infra/config/production.ts';
import { resourcesOf, statementsOf, synthesize } from './templates.ts';

describe('the network', () => {
  const { Network: network } = synthesize(PRODUCTION);
  const endpoints = resourcesOf(network, 'AWS::EC2::VPCEndpoint');

  test('has one isolated subnet in each of three zones', () => {
    const zones = resourcesOf(network, 'AWS::EC2::Subnet').map(
      ({ Properties }) => Properties.AvailabilityZone,
    );
    expect(zones).toEqual(PRODUCTION.availabilityZones);
    network.allResourcesProperties('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false });
  });

  test.each([
    'AWS::EC2::InternetGateway',
    'AWS::EC2::NatGateway',
    'AWS::EC2::Route',
    'AWS::EC2::EIP',
    'AWS::Lambda::Function',
  ])('has no %s', (type) => {
    network.resourceCountIs(type, 0);
  });

  test('reaches DynamoDB by a gateway endpoint in every route table', () => {
    network.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Gateway',
      RouteTableIds: [Match.anyValue(), Match.anyValue(), Match.anyValue()],
    });
  });

  test('reaches KMS by an interface endpoint under its usual name', () => {
    network.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Interface',
      PrivateDnsEnabled: true,
      ServiceName: 'com.amazonaws.us-east-1.kms',
    });
    expect(endpoints).toHaveLength(3);
  });

  test('lets only named roles with plain actions through an endpoint', () => {
    for (const { Properties } of endpoints) {
      for (const statement of statementsOf(Properties.PolicyDocument)) {
        expect(statement.Condition).toHaveProperty('ArnEquals');
        expect(statement.Action.join()).not.toContain('*');
        expect(statement.Resource).not.toContain('*');
      }
    }
  });

  test('reaches S3 by a gateway endpoint for the bucket of the checkpoints alone', () => {
    const [s3] = endpoints.filter(({ Properties }) =>
      JSON.stringify(Properties.ServiceName).includes('.s3'),
    );
    const through = statementsOf(s3?.Properties.PolicyDocument);
    const bucket = 'arn:aws:s3:::tokenization-production-checkpoints-222222222222-us-east-1';
    expect(through.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [['s3:GetObject', 's3:PutObject'], [`${bucket}/checkpoints/*`]],
      [['s3:ListBucket'], [bucket]],
    ]);
  });

  test('lets functions out to the three endpoints on port 443 and nowhere else', () => {
    network.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Functions of the vault',
      SecurityGroupEgress: [
        Match.objectLike({ DestinationPrefixListId: 'pl-02cd2c6b', FromPort: 443, ToPort: 443 }),
        Match.objectLike({ DestinationPrefixListId: 'pl-63a5400a', FromPort: 443, ToPort: 443 }),
      ],
      SecurityGroupIngress: Match.absent(),
    });
    network.resourceCountIs('AWS::EC2::SecurityGroupEgress', 1);
    network.hasResourceProperties('AWS::EC2::SecurityGroupEgress', {
      DestinationSecurityGroupId: Match.anyValue(),
      FromPort: 443,
      ToPort: 443,
    });
  });

  test('opens no security group to an address range', () => {
    expect(JSON.stringify(network.toJSON())).not.toMatch(/0\.0\.0\.0\/0|::\/0/);
  });

  test('records its flows', () => {
    network.hasResourceProperties('AWS::EC2::FlowLog', { TrafficType: 'ALL' });
  });
});
