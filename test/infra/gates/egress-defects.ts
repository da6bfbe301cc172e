import { part, statement } from './damage.ts';
import type { Damaged, Part } from './damage.ts';
import type { Defect } from './defect.ts';

const CHARGES = 'What charges reaches its processors by the firewall, and nothing else';
const WAY_OUT = 'No function that uses keys, tables or functions has a way out of its subnets';
const THROUGH_LAMBDA =
  'Through the Lambda endpoint the vault invokes what charges, and nothing else passes';
/** By its name, which the vault function knows as well. */
const CHARGE_FUNCTION = '"FunctionName":"tokenization-production-charge"';
const GROUP = 'AWS::NetworkFirewall::RuleGroup';
const POLICY = 'AWS::NetworkFirewall::FirewallPolicy';
const NAMES = 'AWS::Route53Resolver::FirewallDomainList';
const RULES = 'AWS::Route53Resolver::FirewallRuleGroup';

const charges = (defect: string, damage: (damaged: Damaged) => void): Defect => ({
  defect,
  gate: CHARGES,
  charging: true,
  damage,
});

const hosts = (damaged: Damaged): Part =>
  part(damaged.properties(GROUP, '"STATEFUL"'), 'RuleGroup', 'RulesSource', 'RulesSourceList');

const policy = (damaged: Damaged): Part => part(damaged.properties(POLICY), 'FirewallPolicy');

const outRoute = (damaged: Damaged): Part => damaged.properties('AWS::EC2::Route', 'Outa ');

/** The first of a type in a stack, by its id. */
function idOf(damaged: Damaged, stack: string, type: string, text = ''): string {
  const found = Object.entries(damaged.resources(stack)).find(
    ([id, one]) => one.Type === type && id.includes(text),
  );
  return found?.[0] ?? '';
}

/** The firewall and its way out: nothing of it is there for show. */
const FIREWALL: readonly Defect[] = [
  charges('The firewall knows a host that no processor has', (damaged) => {
    hosts(damaged).Targets = ['pay.example', 'evil.example'];
  }),
  charges('The firewall knows every host of a domain', (damaged) => {
    hosts(damaged).Targets = ['.example'];
  }),
  charges('The firewall goes by the header of unencrypted requests, too', (damaged) => {
    hosts(damaged).TargetTypes = ['TLS_SNI', 'HTTP_HOST'];
  }),
  charges('The firewall’s list is one of what is refused', (damaged) => {
    hosts(damaged).GeneratedRulesType = 'DENYLIST';
  }),
  charges('Rules of other kinds stand beside the list', (damaged) => {
    const source = part(damaged.properties(GROUP, '"STATEFUL"'), 'RuleGroup', 'RulesSource');
    source.RulesString = 'pass tcp any any -> any any (sid:1;)';
  }),
  charges('What matches no rule passes', (damaged) => {
    policy(damaged).StatefulDefaultActions = ['aws:alert_established'];
  }),
  charges('Rules that pass are applied before those that drop', (damaged) => {
    policy(damaged).StatefulEngineOptions = { RuleOrder: 'DEFAULT_ACTION_ORDER' };
  }),
  charges('A connection that the firewall lost goes on', (damaged) => {
    part(policy(damaged), 'StatefulEngineOptions').StreamExceptionPolicy = 'CONTINUE';
  }),
  charges('What is no TLS passes without a look', (damaged) => {
    policy(damaged).StatelessDefaultActions = ['aws:pass'];
  }),
  charges('Fragments pass', (damaged) => {
    policy(damaged).StatelessFragmentDefaultActions = ['aws:pass'];
  }),
  charges('A rule lets TLS pass without a look', (damaged) => {
    const source = part(damaged.properties(GROUP, '"STATELESS"'), 'RuleGroup', 'RulesSource');
    const rule = part(source, 'StatelessRulesAndCustomActions', 'StatelessRules', 0);
    part(rule, 'RuleDefinition').Actions = ['aws:pass'];
  }),
  charges('UDP is looked at, too', (damaged) => {
    const source = part(damaged.properties(GROUP, '"STATELESS"'), 'RuleGroup', 'RulesSource');
    const rule = part(source, 'StatelessRulesAndCustomActions', 'StatelessRules', 0);
    part(rule, 'RuleDefinition', 'MatchAttributes').Protocols = [6, 17];
  }),
  charges('The firewall takes rules from elsewhere', (damaged) => {
    const [reference] = policy(damaged).StatefulRuleGroupReferences as Part[];
    if (reference) reference.ResourceArn = 'arn:aws:network-firewall:us-east-1:aws:elsewhere';
  }),
];

const ROUTES: readonly Defect[] = [
  charges('A subnet of what charges goes round the firewall', (damaged) => {
    const route = outRoute(damaged);
    delete route.VpcEndpointId;
    route.NatGatewayId = { Ref: idOf(damaged, 'charge', 'AWS::EC2::NatGateway') };
  }),
  charges('A second route leads to the internet', (damaged) => {
    const { RouteTableId } = outRoute(damaged);
    damaged.add('charge', 'Beside', 'AWS::EC2::Route', {
      ...{ RouteTableId, DestinationCidrBlock: '203.0.113.0/24' },
      GatewayId: { Ref: idOf(damaged, 'charge', 'AWS::EC2::InternetGateway') },
    });
  }),
  charges('A subnet of what charges uses the main route table', (damaged) => {
    const association = idOf(
      damaged,
      'charge',
      'AWS::EC2::SubnetRouteTableAssociation',
      'chargeSubnet1',
    );
    Reflect.deleteProperty(damaged.resources('charge'), association);
  }),
  charges('A gateway can be reached from where no firewall stands', (damaged) => {
    const table = idOf(damaged, 'charge', 'AWS::EC2::RouteTable', 'natSubnet1');
    damaged.add('charge', 'Behind', 'AWS::EC2::Route', {
      ...{ RouteTableId: { Ref: table }, DestinationCidrBlock: '203.0.113.0/24' },
      NatGatewayId: { Ref: idOf(damaged, 'charge', 'AWS::EC2::NatGateway') },
    });
  }),
  charges('Answers come back round the firewall', (damaged) => {
    Reflect.deleteProperty(damaged.resources('charge'), 'Backa');
  }),
  charges('The function that charges stands where the firewall does', (damaged) => {
    const subnet = idOf(damaged, 'charge', 'AWS::EC2::Subnet', 'firewallSubnet1');
    const place = part(damaged.properties('AWS::Lambda::Function', CHARGE_FUNCTION), 'VpcConfig');
    place.SubnetIds = [{ Ref: subnet }];
  }),
  charges('The function that charges stands outside a network', (damaged) => {
    delete damaged.properties('AWS::Lambda::Function', CHARGE_FUNCTION).VpcConfig;
  }),
  charges('The network of what charges has an endpoint to a service of others', (damaged) => {
    const vpc = idOf(damaged, 'charge', 'AWS::EC2::VPC');
    damaged.add('charge', 'Elsewhere', 'AWS::EC2::VPCEndpoint', {
      ...{ VpcId: { Ref: vpc }, ServiceName: 'com.amazonaws.vpce.us-east-1.elsewhere' },
      PolicyDocument: { Statement: [] },
    });
  }),
];

const NAMING: readonly Defect[] = [
  charges('DNS answers what charges for another name', (damaged) => {
    damaged.properties(NAMES, 'pay.example').Domains = ['pay.example', 'evil.example'];
  }),
  charges('DNS answers what charges for every name', (damaged) => {
    const id = idOf(damaged, 'charge', 'AWS::Route53Resolver::FirewallRuleGroupAssociation');
    Reflect.deleteProperty(damaged.resources('charge'), id);
  }),
];

export const EGRESS_DEFECTS: readonly Defect[] = [
  ...FIREWALL,
  ...ROUTES,
  ...NAMING,
  {
    defect: 'The names that DNS answers the vault’s functions for are everybody’s',
    gate: WAY_OUT,
    damage: (damaged) => {
      damaged.properties(NAMES, 'kms').Domains = ['*.amazonaws.com'];
    },
  },
  {
    defect: 'DNS answers the vault’s functions for what it is not told to block',
    gate: WAY_OUT,
    damage: (damaged) => {
      const rules = damaged.properties(RULES).FirewallRules as Part[];
      damaged.properties(RULES).FirewallRules = rules.slice(0, 1);
    },
  },
  {
    defect: 'DNS blocks the vault’s functions one type of question only',
    gate: WAY_OUT,
    damage: (damaged) => {
      const [, last] = damaged.properties(RULES).FirewallRules as Part[];
      if (last) last.Qtype = 'A';
    },
  },
  {
    defect: 'DNS answers the vault’s functions for everything when its firewall fails',
    gate: WAY_OUT,
    damage: (damaged) => {
      damaged.properties('AWS::Route53Resolver::FirewallConfig').FirewallFailOpen = 'ENABLED';
    },
  },
  {
    defect: 'The Lambda endpoint lets the vault invoke any function',
    gate: THROUGH_LAMBDA,
    charging: true,
    damage: (damaged) => {
      const endpoint = damaged.properties('AWS::EC2::VPCEndpoint', 'LambdaEndpoint');
      statement(endpoint.PolicyDocument, 'VaultCharges').Resource = '*';
    },
  },
  {
    defect: 'The Lambda endpoint lets every role of the account invoke what charges',
    gate: THROUGH_LAMBDA,
    charging: true,
    damage: (damaged) => {
      const endpoint = damaged.properties('AWS::EC2::VPCEndpoint', 'LambdaEndpoint');
      delete part(statement(endpoint.PolicyDocument, 'VaultCharges'), 'Condition').ArnEquals;
    },
  },
];
