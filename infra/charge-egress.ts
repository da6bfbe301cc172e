import { Fn } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { CfnRoute } from 'aws-cdk-lib/aws-ec2';
import type { ISubnet, IVpc } from 'aws-cdk-lib/aws-ec2';
import {
  CfnFirewall,
  CfnFirewallPolicy,
  CfnLoggingConfiguration,
  CfnRuleGroup,
} from 'aws-cdk-lib/aws-networkfirewall';
import type { DeploymentConfig } from './config/deployment-config.ts';
import { createDnsFirewall } from './dns-firewall.ts';
import { prefixOf } from './names.ts';
import { processorHosts } from './processor-hosts.ts';
import { createLogGroup } from './retention.ts';

const TCP = 6;
const TLS = [{ fromPort: 443, toPort: 443 }];
const EVERYWHERE = '0.0.0.0/0';

/** Subnets of one zone: the function's, the firewall's, and the gateway's that leads out. */
export interface ChargeZone {
  readonly charge: ISubnet;
  readonly firewall: ISubnet;
  readonly nat: ISubnet;
}

const forwarded = (priority: number, matchAttributes: object) => ({
  priority,
  ruleDefinition: {
    actions: ['aws:forward_to_sfe'],
    matchAttributes: { protocols: [TCP], ...matchAttributes },
  },
});

/** What the stateful rules get to see: TCP to port 443 and what comes back. */
function createTlsOnly(stack: Stack, config: DeploymentConfig): CfnRuleGroup {
  return new CfnRuleGroup(stack, 'TlsOnly', {
    ruleGroupName: `${prefixOf(config)}-charge-tls-only`,
    type: 'STATELESS',
    capacity: 10,
    ruleGroup: {
      rulesSource: {
        statelessRulesAndCustomActions: {
          statelessRules: [
            forwarded(1, { destinationPorts: TLS }),
            forwarded(2, { sourcePorts: TLS }),
          ],
        },
      },
    },
  });
}

/** Lets through what says in its TLS hello that it is for a processor. */
function createHosts(stack: Stack, config: DeploymentConfig): CfnRuleGroup {
  return new CfnRuleGroup(stack, 'Processors', {
    ruleGroupName: `${prefixOf(config)}-charge-processors`,
    type: 'STATEFUL',
    capacity: 100,
    ruleGroup: {
      statefulRuleOptions: { ruleOrder: 'STRICT_ORDER' },
      rulesSource: {
        rulesSourceList: {
          generatedRulesType: 'ALLOWLIST',
          targetTypes: ['TLS_SNI'],
          targets: processorHosts(config),
        },
      },
    },
  });
}

/**
 * All else is dropped. What a hello says can be a lie: whoever has the function's code could reach any
 * address under a processor's name. Resolved IP validation would refuse that; the linter inside CDK does
 * not know it yet.
 * https://docs.aws.amazon.com/network-firewall/latest/developerguide/route53-resolved-ip-validation-policy-setting.html
 */
function createPolicy(stack: Stack, config: DeploymentConfig): CfnFirewallPolicy {
  return new CfnFirewallPolicy(stack, 'Policy', {
    firewallPolicyName: `${prefixOf(config)}-charge`,
    firewallPolicy: {
      statelessDefaultActions: ['aws:drop'],
      statelessFragmentDefaultActions: ['aws:drop'],
      statelessRuleGroupReferences: [
        { priority: 1, resourceArn: createTlsOnly(stack, config).ref },
      ],
      statefulEngineOptions: { ruleOrder: 'STRICT_ORDER', streamExceptionPolicy: 'DROP' },
      // Of a connection the hello is the first that can be judged, so the handshake of TCP passes.
      statefulDefaultActions: ['aws:drop_established', 'aws:alert_established'],
      statefulRuleGroupReferences: [{ priority: 1, resourceArn: createHosts(stack, config).ref }],
    },
  });
}

/** One of its own in each zone: of a firewall in several, nothing says which endpoint is where. */
function createFirewall(
  stack: Stack,
  config: DeploymentConfig,
  vpc: IVpc,
  policy: CfnFirewallPolicy,
  { firewall: subnet }: ChargeZone,
): CfnFirewall {
  const zone = subnet.availabilityZone;
  const firewall = new CfnFirewall(stack, `Firewall${zone.slice(-1)}`, {
    firewallName: `${prefixOf(config)}-charge-${zone}`,
    description: 'Between the charge function and the internet',
    firewallPolicyArn: policy.ref,
    vpcId: vpc.vpcId,
    subnetMappings: [{ subnetId: subnet.subnetId }],
    deleteProtection: config.retainData,
    subnetChangeProtection: config.retainData,
  });
  const logGroup = createLogGroup(stack, `Refused${zone.slice(-1)}`, config);
  new CfnLoggingConfiguration(stack, `Refusals${zone.slice(-1)}`, {
    firewallArn: firewall.ref,
    loggingConfiguration: {
      logDestinationConfigs: [
        {
          logType: 'ALERT',
          logDestinationType: 'CloudWatchLogs',
          logDestination: { logGroup: logGroup.logGroupName },
        },
      ],
    },
  });
  return firewall;
}

function route(
  stack: Stack,
  id: string,
  from: ISubnet,
  destinationCidrBlock: string,
  { attrEndpointIds }: CfnFirewall,
): void {
  // Each is `<zone>:<endpoint>`.
  const vpcEndpointId = Fn.select(1, Fn.split(':', Fn.select(0, attrEndpointIds)));
  const { routeTableId } = from.routeTable;
  new CfnRoute(stack, id, { routeTableId, destinationCidrBlock, vpcEndpointId });
}

/**
 * The only way out of the charge function's subnets: the firewall of the zone, behind which alone
 * there is a NAT gateway, and the names that may be asked for. Not yet verified on AWS.
 * https://docs.aws.amazon.com/network-firewall/latest/developerguide/vpc-config-route-tables.html
 * @returns the firewalls, one of each zone
 */
export function createChargeEgress(
  stack: Stack,
  config: DeploymentConfig,
  vpc: IVpc,
  zones: readonly ChargeZone[],
): CfnFirewall[] {
  createDnsFirewall(stack, vpc, config, processorHosts(config));
  const policy = createPolicy(stack, config);
  return zones.map((zone) => {
    const firewall = createFirewall(stack, config, vpc, policy, zone);
    const letter = zone.charge.availabilityZone.slice(-1);
    route(stack, `Out${letter}`, zone.charge, EVERYWHERE, firewall);
    // What comes back goes the same way, or the firewall would see half of each connection.
    route(stack, `Back${letter}`, zone.nat, zone.charge.ipv4CidrBlock, firewall);
    return firewall;
  });
}
