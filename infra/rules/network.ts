import { prefixOf } from '../names.ts';
import { listOf } from '../proofs/stack-template.ts';
import { each } from './rule.ts';
import type { Rule } from './rule.ts';

const GATEWAYS: readonly string[] = [
  'AWS::EC2::InternetGateway',
  'AWS::EC2::NatGateway',
  'AWS::EC2::EgressOnlyInternetGateway',
];
const GROUP = 'AWS::EC2::SecurityGroup';

/** Where functions stand, and what can be reached from there. */
export const NETWORK_RULES: readonly Rule[] = [
  each(
    'Endpoints have policies',
    'AWS::EC2::VPCEndpoint',
    (one) => one.properties.PolicyDocument !== undefined,
  ),
  {
    // What charges has a network of its own; where it may go from there is proved.
    name: 'No gateway leads out of the network of the vault',
    broken: ({ assembly, config }) =>
      GATEWAYS.flatMap((type) => assembly.ofType(type))
        .filter(({ stack }) => stack !== `${prefixOf(config)}-charge`)
        .map(({ stack, id }) => `${stack}/${id}`),
  },
  each(
    'No security group lets an address range in',
    GROUP,
    (one) => !JSON.stringify(one.properties.SecurityGroupIngress ?? '').includes('Cidr'),
  ),
  each(
    'Every security group says where it lets out',
    GROUP,
    (one) => listOf(one.properties.SecurityGroupEgress).length > 0,
  ),
  each(
    'Subnets give no public addresses',
    'AWS::EC2::Subnet',
    (one) => one.properties.MapPublicIpOnLaunch === false,
  ),
  each(
    'Flows are recorded, all of them',
    'AWS::EC2::FlowLog',
    (one) => one.properties.TrafficType === 'ALL',
  ),
];
