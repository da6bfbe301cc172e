import { Duration, SecretValue } from 'aws-cdk-lib';
import type { App, Stack } from 'aws-cdk-lib';
import {
  FlowLogDestination,
  IpAddresses,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { ArnPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import type { Artifacts } from './artifacts.ts';
import { createChargeEgress } from './charge-egress.ts';
import type { ChargeZone } from './charge-egress.ts';
import type { DeploymentConfig } from './config/deployment-config.ts';
import { networkInterfaceStatements } from './function-role.ts';
import { alarmOnErrors } from './function-alarms.ts';
import { chargeFunctionName, prefixOf, roleArn } from './names.ts';
import { ZonedStack } from './network-stack.ts';
import { CHARGE_ACTIONS } from './policies/endpoints.ts';
import { createLogGroup } from './retention.ts';
import { stackProps } from './stack-props.ts';

type Processors = NonNullable<DeploymentConfig['processors']>;

const CHARGE = 'charge';

/** Longer than a processor may take, shorter than the vault waits. */
const TIMEOUT = Duration.seconds(7);

/** One in a sandbox, because a firewall is paid by the zone and hour. */
function zonesOf({ availabilityZones, environment }: DeploymentConfig): string[] {
  return availabilityZones.slice(0, environment === 'production' ? 3 : 1);
}

/** A network of its own, joined to no other: what is here reaches processors and not the vault. */
function createVpc(stack: Stack, config: DeploymentConfig): IVpc {
  const vpc = new Vpc(stack, 'Vpc', {
    ipAddresses: IpAddresses.cidr('10.1.0.0/20'),
    availabilityZones: zonesOf(config),
    restrictDefaultSecurityGroup: false,
    subnetConfiguration: [
      { name: CHARGE, subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 },
      { name: 'firewall', subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 28 },
      { name: 'nat', subnetType: SubnetType.PUBLIC, cidrMask: 28, mapPublicIpOnLaunch: false },
    ],
  });
  const logGroup = createLogGroup(stack, 'FlowLogs', config);
  vpc.addFlowLog('Flows', { destination: FlowLogDestination.toCloudWatchLogs(logGroup) });
  // CDK's own declarations do not hold under exactOptionalPropertyTypes.
  return vpc as IVpc;
}

function subnetsOf({ isolatedSubnets, privateSubnets, publicSubnets }: IVpc): ChargeZone[] {
  return isolatedSubnets.flatMap((charge, zone) => {
    const [firewall, nat] = [privateSubnets[zone], publicSubnets[zone]];
    return firewall === undefined || nat === undefined ? [] : [{ charge, firewall, nat }];
  });
}

function createSecurityGroup(stack: Stack, vpc: IVpc): SecurityGroup {
  const description = 'The charge function';
  const group = new SecurityGroup(stack, 'Group', { vpc, description, allowAllOutbound: false });
  group.addEgressRule(Peer.anyIpv4(), Port.HTTPS, 'To processors, by TLS');
  return group;
}

/** No key and no table: it can do nothing but be where it is and write its log. */
function createRole(stack: Stack, config: DeploymentConfig): Role {
  const role = new Role(stack, 'Role', {
    roleName: `${prefixOf(config)}-charge-function`,
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
  });
  for (const statement of networkInterfaceStatements()) role.addToPolicy(statement);
  return role;
}

/** What the function knows of processors: neither whom they charge for nor in what. */
function environmentOf(processors: Processors): Record<string, string> {
  const allowed = Object.entries(processors).map(([name, { url, body, answer, timeoutMs }]) => [
    name,
    { url, body, answer, ...(timeoutMs === undefined ? {} : { timeoutMs }) },
  ]);
  const credentials = Object.entries(processors).flatMap(([name, { credentialSecret: secret }]) =>
    secret === undefined
      ? []
      : [
          [
            `CREDENTIAL_${name.toUpperCase().replaceAll('-', '_')}`,
            // A reference that CloudFormation resolves: the template does not hold the secret.
            SecretValue.secretsManager(secret).unsafeUnwrap(),
          ] as const,
        ],
  );
  return {
    PROCESSORS: JSON.stringify(Object.fromEntries(allowed)),
    ...Object.fromEntries(credentials),
  };
}

function createFunction(
  stack: Stack,
  config: DeploymentConfig,
  artifacts: Artifacts,
): LambdaFunction {
  const vpc = createVpc(stack, config);
  createChargeEgress(stack, config, vpc, subnetsOf(vpc));
  const role = createRole(stack, config);
  const logGroup = createLogGroup(stack, 'Logs', config);
  logGroup.grantWrite(role);
  const reserved = config.reservedConcurrency;
  return new LambdaFunction(stack, 'charge', {
    functionName: chargeFunctionName(config),
    description: 'Sends one card to its processor',
    vpc,
    vpcSubnets: { subnetGroupName: CHARGE },
    securityGroups: [createSecurityGroup(stack, vpc)],
    // Each call of the vault waits for one of these at most.
    ...(reserved === undefined ? {} : { reservedConcurrentExecutions: reserved.vault }),
    role,
    logGroup,
    code: Code.fromAsset(artifacts.functionFolder('charge')),
    environment: environmentOf(config.processors ?? {}),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: 512,
    timeout: TIMEOUT,
    loggingFormat: LoggingFormat.JSON,
  });
}

/**
 * The charge function in a network of its own, which alone reaches anything outside, and that by a firewall,
 * and which the vault's role alone may invoke. Without tracing, queue or destination: what it is sent is kept nowhere.
 */
export function createChargeStack(app: App, config: DeploymentConfig, artifacts: Artifacts): void {
  const props = stackProps(config, 'charge', 'The charge function and its way to processors.');
  const stack = new ZonedStack(app, 'Charge', props, config.availabilityZones);
  const charge = createFunction(stack, config, artifacts);
  alarmOnErrors(stack, 'charge', charge);
  charge.addPermission('FromVault', {
    principal: new ArnPrincipal(roleArn(config, 'vault')),
    action: CHARGE_ACTIONS[0],
  });
}
