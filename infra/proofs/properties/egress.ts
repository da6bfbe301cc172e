import { textsOf } from '../assembly.ts';
import type { Resource } from '../assembly.ts';
import { processorHosts } from '../../processor-hosts.ts';
import type { Model } from '../model.ts';
import type { Proof } from '../proof.ts';
import { arnOf } from '../resource-names.ts';
import { isObject } from '../stack-template.ts';
import { namesAnswered } from './dns.ts';
import { hostsBehind, standsIn } from './firewall.ts';
import { routesOf, vpcOf } from './routes.ts';

const PROPERTY = 'What charges reaches its processors by the firewall, and nothing else';

const FIREWALL = 'AWS::NetworkFirewall::Firewall';

const isSame = (found: readonly string[], wanted: readonly string[]): boolean =>
  JSON.stringify(found) === JSON.stringify(wanted);

/** The firewall that a route leads to, if it leads to one, of which there is one endpoint. */
function firewallOf(model: Model, route: Resource): Resource | undefined {
  const target = model.assembly.property(route, 'VpcEndpointId');
  return model.assembly
    .ofType(FIREWALL)
    .find((one) => one.name === target && standsIn(model, one).length === 1);
}

function badRoutes(model: Model, subnet: string): string[] {
  const routes = routesOf(model, subnet);
  if (routes === undefined) return ['the main route table of the network'];
  if (routes.length === 0) return ['no route at all'];
  return routes
    .filter((one) => firewallOf(model, one) === undefined)
    .map(({ id }) => `the route ${id}, which leads to no firewall`);
}

const firewallsOf = (model: Model, subnet: string): Resource[] =>
  (routesOf(model, subnet) ?? []).flatMap((one) => firewallOf(model, one) ?? []);

function badFirewalls(model: Model, subnet: string, hosts: readonly string[]): string[] {
  return firewallsOf(model, subnet)
    .filter((one) => !isSame(hostsBehind(model, one), hosts))
    .map(
      (one) => `the firewall ${one.id}, which lets through ${hostsBehind(model, one).join(', ')}`,
    );
}

const leadsToNat = (route: Resource): boolean => route.properties.NatGatewayId !== undefined;

/** A gateway is reached from where a firewall stands, and from nowhere else. */
function badSubnets(model: Model, vpc: string): string[] {
  const { assembly } = model;
  const stands = assembly.ofType(FIREWALL).flatMap((one) => standsIn(model, one));
  return assembly
    .ofType('AWS::EC2::Subnet')
    .filter(({ name }) => vpcOf(model, name) === vpc && !stands.includes(name))
    .filter(({ name }) => routesOf(model, name)?.some(leadsToNat) === true)
    .map(({ id }) => `the gateway that the subnet ${id} reaches without a firewall`);
}

/** What comes back from a gateway goes through the firewall that saw it leave. */
function badReturns(model: Model, vpc: string, subnet: string): string[] {
  const { assembly } = model;
  const own = assembly.ofType('AWS::EC2::Subnet').find(({ name }) => name === subnet);
  const back = own && assembly.property(own, 'CidrBlock');
  const returning = assembly
    .ofType('AWS::EC2::NatGateway')
    .map((gateway) => String(assembly.property(gateway, 'SubnetId')))
    .filter((one) => vpcOf(model, one) === vpc)
    .flatMap((one) => routesOf(model, one) ?? [])
    .filter((route) => assembly.property(route, 'DestinationCidrBlock') === back)
    .flatMap((route) => firewallOf(model, route)?.name ?? []);
  const gone = firewallsOf(model, subnet).map(({ name }) => name);
  return isSame(returning, gone) ? [] : [`a way back to the subnet ${own?.id ?? ''} of its own`];
}

/** An endpoint is inside the network and needs no route. */
function badEndpoints({ assembly }: Model, vpc: string): string[] {
  return assembly
    .ofType('AWS::EC2::VPCEndpoint')
    .filter((one) => assembly.property(one, 'VpcId') === vpc)
    .map(({ id }) => `the endpoint ${id}`);
}

function badNames(model: Model, vpc: string, hosts: readonly string[]): string[] {
  const names = namesAnswered(model, vpc);
  return isSame(names, hosts) ? [] : [`DNS, which answers for ${names.join(', ')}`];
}

function waysOf(model: Model, lambda: Resource, hosts: readonly string[]): string[] {
  const place = model.assembly.property(lambda, 'VpcConfig');
  if (!isObject(place)) return ['the network of the Lambda service'];
  const subnets = textsOf(place.SubnetIds);
  const networks = [...new Set(subnets.map((one) => vpcOf(model, one)))];
  return [
    ...subnets.flatMap((one) => [
      ...badRoutes(model, one),
      ...badFirewalls(model, one, hosts),
      ...badReturns(model, vpcOf(model, one), one),
    ]),
    ...networks.flatMap((vpc) => [
      ...badSubnets(model, vpc),
      ...badEndpoints(model, vpc),
      ...badNames(model, vpc, hosts),
    ]),
  ];
}

/**
 * Of every function without rights, of which the one that charges is one: its routes, the rules of the
 * firewall that they lead to, the gateway behind it, and the names that DNS answers for.
 */
export function egressProof(model: Model, functions: readonly Resource[]): Proof {
  const hosts = processorHosts(model.config);
  const [way] = functions.flatMap((one) =>
    waysOf(model, one, hosts).map((bad) => `${arnOf(one) ?? ''} has ${bad}`),
  );
  const missing = functions.length === 0 ? 'There is no function that charges' : undefined;
  const counterexample = way ?? missing;
  const proof: Proof = {
    property: PROPERTY,
    layer: 'network',
    requests: functions.length,
    allowed: hosts.length,
  };
  return counterexample === undefined ? proof : { ...proof, counterexample };
}
