import { Stack, Validations } from 'aws-cdk-lib';
import type { App, StackProps } from 'aws-cdk-lib';
import {
  FlowLogDestination,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import type {
  CfnSecurityGroup,
  GatewayVpcEndpoint,
  InterfaceVpcEndpoint,
  ISecurityGroup,
  IVpc,
} from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { DeploymentConfig } from './config/deployment-config.ts';
import { createDnsFirewall } from './dns-firewall.ts';
import { checkpointBucketName } from './names.ts';
import {
  dynamodbEndpointStatements,
  kmsEndpointStatements,
  lambdaEndpointStatements,
  s3EndpointStatements,
} from './policies/endpoints.ts';
import { policyStatements } from './policies/policy-document.ts';
import { createLogGroup } from './retention.ts';
import { stackProps } from './stack-props.ts';

export interface Network {
  readonly vpc: IVpc;
  readonly functionSecurityGroup: ISecurityGroup;
  /** What `aws:SourceVpce` holds for a call to KMS from the functions. */
  readonly kmsEndpointId: string;
  /** The same for calls to DynamoDB. */
  readonly dynamodbEndpointId: string;
}

/** CDK asks AWS for the zones of a concrete account unless a stack knows its own. */
export class ZonedStack extends Stack {
  readonly #zones: readonly string[];

  constructor(scope: Construct, id: string, props: StackProps, zones: readonly string[]) {
    super(scope, id, props);
    this.#zones = zones;
    Validations.of(this).acknowledge({
      id: 'CloudFormation-Validate::W3010',
      reason:
        'The zones come from the configuration; looking them up would need AWS at synth time.',
    });
  }

  override get availabilityZones(): string[] {
    return [...this.#zones];
  }
}

function createVpc(stack: Stack, config: DeploymentConfig): IVpc {
  const vpc = new Vpc(stack, 'Vpc', {
    ipAddresses: IpAddresses.cidr('10.0.0.0/20'),
    availabilityZones: [...config.availabilityZones],
    natGateways: 0,
    // Emptying the default group takes a Lambda function outside the VPC; nothing uses the group.
    restrictDefaultSecurityGroup: false,
    subnetConfiguration: [
      { name: 'isolated', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 },
    ],
  });
  const logGroup = createLogGroup(stack, 'FlowLogs', config);
  vpc.addFlowLog('Flows', { destination: FlowLogDestination.toCloudWatchLogs(logGroup) });
  // CDK's own declarations do not hold under exactOptionalPropertyTypes.
  return vpc as IVpc;
}

/** A security group that lets nothing out but what its rules name. */
function createSecurityGroup(
  stack: Stack,
  vpc: IVpc,
  id: string,
  description: string,
): SecurityGroup {
  return new SecurityGroup(stack, id, { vpc, description, allowAllOutbound: false });
}

function createFunctionGroup(stack: Stack, vpc: IVpc, config: DeploymentConfig): SecurityGroup {
  const group = createSecurityGroup(stack, vpc, 'FunctionGroup', 'Functions of the vault');
  // CDK would put the rule beside the group, and a group without any egress rule of its own may
  // keep the one that EC2 gives it: everything, to anywhere.
  (group.node.defaultChild as CfnSecurityGroup).securityGroupEgress = [
    {
      description: 'To the DynamoDB endpoint',
      destinationPrefixListId: config.dynamodbPrefixListId,
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
    },
    {
      description: 'To the S3 endpoint',
      destinationPrefixListId: config.s3PrefixListId,
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
    },
  ];
  return group;
}

function addKmsEndpoint(
  stack: Stack,
  vpc: IVpc,
  config: DeploymentConfig,
  functions: SecurityGroup,
): InterfaceVpcEndpoint {
  const group = createSecurityGroup(stack, vpc, 'KmsEndpointGroup', 'KMS endpoint');
  group.addIngressRule(functions, Port.HTTPS, 'From the functions');
  functions.addEgressRule(group, Port.HTTPS, 'To the KMS endpoint');
  const endpoint = vpc.addInterfaceEndpoint('KmsEndpoint', {
    service: InterfaceVpcEndpointAwsService.KMS,
    securityGroups: [group],
    open: false,
    privateDnsEnabled: true,
  });
  for (const statement of policyStatements(kmsEndpointStatements(config))) {
    endpoint.addToPolicy(statement);
  }
  return endpoint;
}

/** There only where something can be charged: the vault's one way to another function. */
function addLambdaEndpoint(
  stack: Stack,
  vpc: IVpc,
  config: DeploymentConfig,
  functions: SecurityGroup,
): void {
  const group = createSecurityGroup(stack, vpc, 'LambdaEndpointGroup', 'Lambda endpoint');
  group.addIngressRule(functions, Port.HTTPS, 'From the functions');
  functions.addEgressRule(group, Port.HTTPS, 'To the Lambda endpoint');
  const endpoint = vpc.addInterfaceEndpoint('LambdaEndpoint', {
    service: InterfaceVpcEndpointAwsService.LAMBDA,
    securityGroups: [group],
    open: false,
    privateDnsEnabled: true,
  });
  for (const statement of policyStatements(lambdaEndpointStatements(config))) {
    endpoint.addToPolicy(statement);
  }
}

function addGatewayEndpoints(vpc: IVpc, config: DeploymentConfig): GatewayVpcEndpoint {
  const { DYNAMODB, S3 } = GatewayVpcEndpointAwsService;
  const dynamodb = vpc.addGatewayEndpoint('DynamodbEndpoint', { service: DYNAMODB });
  for (const statement of policyStatements(dynamodbEndpointStatements(config))) {
    dynamodb.addToPolicy(statement);
  }
  const s3 = vpc.addGatewayEndpoint('S3Endpoint', { service: S3 });
  for (const statement of policyStatements(s3EndpointStatements(config))) s3.addToPolicy(statement);
  return dynamodb;
}

/** By which the functions call what they have an endpoint to: all that they may ask DNS for. */
function endpointNames(config: DeploymentConfig): string[] {
  const of = (service: string): string => `${service}.${config.region}.amazonaws.com`;
  return [
    of('dynamodb'),
    // By which clients that know their account call it.
    of(`${config.account}.ddb`),
    of('kms'),
    of(`${checkpointBucketName(config)}.s3`),
    ...(config.processors === undefined ? [] : [of('lambda')]),
  ];
}

/**
 * Isolated subnets in three zones, from which KMS, DynamoDB and S3 can be reached and nothing else:
 * no internet or NAT gateway, and endpoint policies that name roles, resources and operations. Where
 * cards are charged, Lambda too, for the vault and the one function that does it elsewhere.
 */
export function createNetworkStack(app: App, config: DeploymentConfig): Network {
  const props = stackProps(config, 'network', 'Isolated subnets, KMS, DynamoDB and S3 endpoints.');
  const stack = new ZonedStack(app, 'Network', props, config.availabilityZones);
  const vpc = createVpc(stack, config);
  createDnsFirewall(stack, vpc, config, endpointNames(config));
  const functions = createFunctionGroup(stack, vpc, config);
  const dynamodb = addGatewayEndpoints(vpc, config);
  const kmsEndpoint = addKmsEndpoint(stack, vpc, config, functions);
  if (config.processors !== undefined) addLambdaEndpoint(stack, vpc, config, functions);
  return {
    vpc,
    functionSecurityGroup: functions,
    kmsEndpointId: kmsEndpoint.vpcEndpointId,
    dynamodbEndpointId: dynamodb.vpcEndpointId,
  };
}
