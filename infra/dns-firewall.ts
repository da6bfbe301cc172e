import type { Stack } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import {
  CfnFirewallConfig,
  CfnFirewallDomainList,
  CfnFirewallRuleGroup,
  CfnFirewallRuleGroupAssociation,
} from 'aws-cdk-lib/aws-route53resolver';
import type { DeploymentConfig } from './config/deployment-config.ts';

/** After the rules that AWS keeps for itself: https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_AssociateFirewallRuleGroup.html */
const PRIORITY = 101;

function createRules(stack: Stack, names: readonly string[]): CfnFirewallRuleGroup {
  const listed = new CfnFirewallDomainList(stack, 'NamesAllowed', { domains: [...names] });
  const all = new CfnFirewallDomainList(stack, 'NamesAll', { domains: ['*'] });
  return new CfnFirewallRuleGroup(stack, 'NameRules', {
    firewallRules: [
      {
        priority: 1,
        action: 'ALLOW',
        firewallDomainListId: listed.attrId,
        // A name of the list may be an alias of others, which its owner changes at will.
        firewallDomainRedirectionAction: 'TRUST_REDIRECTION_DOMAIN',
      },
      {
        priority: 2,
        action: 'BLOCK',
        blockResponse: 'NXDOMAIN',
        firewallDomainListId: all.attrId,
      },
    ],
  });
}

/**
 * Lets a network ask DNS for the given names and no other: a question carries what it asks for to
 * whoever owns the zone, and the resolver of a VPC needs no route. If the firewall fails, nothing is
 * answered. Not yet verified on AWS.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall.html
 */
export function createDnsFirewall(
  stack: Stack,
  vpc: IVpc,
  config: DeploymentConfig,
  names: readonly string[],
): void {
  new CfnFirewallRuleGroupAssociation(stack, 'NameRulesAssociation', {
    firewallRuleGroupId: createRules(stack, names).attrId,
    vpcId: vpc.vpcId,
    priority: PRIORITY,
    mutationProtection: config.retainData ? 'ENABLED' : 'DISABLED',
  });
  new CfnFirewallConfig(stack, 'NamesFailClosed', {
    resourceId: vpc.vpcId,
    firewallFailOpen: 'DISABLED',
  });
}
