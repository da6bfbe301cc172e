import { textsOf } from '../assembly.ts';
import type { Resource } from '../assembly.ts';
import type { Model } from '../model.ts';
import type { ParsedStatement } from '../parsed-statement.ts';
import type { Proof } from '../proof.ts';
import { arnOf } from '../resource-names.ts';
import { isObject, listOf } from '../stack-template.ts';
import { namesAnswered } from './dns.ts';
import { egressProof } from './egress.ts';
import { routesOf, vpcOf } from './routes.ts';

const PROPERTY = 'No function that uses keys, tables or functions has a way out of its subnets';

/** Rights with which a way out would be a way for values. */
const RIGHTS = /^(kms|dynamodb|s3|lambda):/;

/** Whether a statement is about anything but what lies in the application's own stack. */
const reachesOut = ({ resources }: ParsedStatement, own: readonly string[]): boolean =>
  resources.some((one) => !own.includes(one));

const grants = (statements: readonly ParsedStatement[], own: readonly string[]): boolean =>
  statements
    .filter((one) => reachesOut(one, own))
    .some(({ effect, actions }) => effect === 'Allow' && actions.some((one) => RIGHTS.test(one)));

const isOfApplication = ({ stack }: Resource): boolean => stack.endsWith('-orders');

/** What an application keeps is tokens: its function may stand where it likes. */
function ofApplication({ assembly }: Pick<Model, 'assembly'>, lambda: Resource): string[] {
  if (!isOfApplication(lambda)) return [];
  return assembly.resources
    .filter(({ stack }) => stack === lambda.stack)
    .flatMap((one) => arnOf(one) ?? []);
}

function hasRights({ assembly, policies }: Model, lambda: Resource): boolean {
  const arn = assembly.property(lambda, 'Role');
  const role = policies.roles.find((one) => one.arn === arn);
  return role === undefined || grants(role.identity, ofApplication({ assembly }, lambda));
}

function waysOutOfSubnet(model: Model, subnet: string): string[] {
  const routes = routesOf(model, subnet);
  if (routes === undefined) return ['the main route table of the network'];
  return routes.map(({ id }) => `the route ${id}`);
}

/** The last part of the service's name, as far as names are made of it. */
function servicesIn({ assembly }: Model, vpc: string): string[] {
  return assembly
    .ofType('AWS::EC2::VPCEndpoint')
    .filter((one) => assembly.property(one, 'VpcId') === vpc)
    .map((one) => String(assembly.property(one, 'ServiceName')).split('.').at(-1) ?? '')
    .flatMap((service) => (service === 'dynamodb' ? [service, 'ddb'] : [service]));
}

/** A question carries what it asks for to whoever has the zone, and needs no route. */
function waysOutOfNames(model: Model, vpc: string): string[] {
  const { region } = model.config;
  const own = servicesIn(model, vpc).map((service) => `${service}.${region}.amazonaws.com`);
  const isOwn = (name: string): boolean =>
    !name.includes('*') && own.some((one) => name === one || name.endsWith(`.${one}`));
  return namesAnswered(model, vpc)
    .filter((name) => !isOwn(name))
    .map((name) => `a question for ${name}`);
}

/** A rule that names an address range; those that name a group or a prefix list stay inside. */
function isOpen(rule: unknown): boolean {
  return isObject(rule) && (rule.CidrIp !== undefined || rule.CidrIpv6 !== undefined);
}

/** A group without any rule of its own gets one from EC2, to anywhere. */
function waysOutOfGroup({ assembly }: Model, name: string): string[] {
  const group = assembly.ofType('AWS::EC2::SecurityGroup').find((one) => one.name === name);
  if (group === undefined) return ['a security group that is not of the deployment'];
  const rules = listOf(assembly.property(group, 'SecurityGroupEgress'));
  const others = assembly
    .ofType('AWS::EC2::SecurityGroupEgress')
    .filter((one) => assembly.property(one, 'GroupId') === name)
    .filter((one) => isOpen(one.properties));
  const open = [...rules.filter(isOpen), ...others];
  return rules.length === 0 || open.length > 0 ? [`the security group ${group.id}`] : [];
}

function waysOut(model: Model, lambda: Resource): string[] {
  const place = model.assembly.property(lambda, 'VpcConfig');
  if (!isObject(place)) return ['the network of the Lambda service'];
  const subnets = textsOf(place.SubnetIds);
  const networks = [...new Set(subnets.map((one) => vpcOf(model, one)))];
  return [
    ...networks.flatMap((vpc) => waysOutOfNames(model, vpc)),
    ...subnets.flatMap((one) => waysOutOfSubnet(model, one)),
    ...textsOf(place.SecurityGroupIds).flatMap((one) => waysOutOfGroup(model, one)),
  ];
}

/** Every function that has rights, every subnet and every group it is in, and the names it may ask for. */
function isolationProof(model: Model, bound: readonly Resource[], others: number): Proof {
  const found = bound.flatMap((one) =>
    waysOut(model, one).map((way) => `${arnOf(one) ?? ''} gets out by ${way}`),
  );
  const [counterexample = bound.length === 0 ? 'There is no function with rights' : undefined] =
    found;
  const proof: Proof = {
    property: PROPERTY,
    layer: 'network',
    requests: bound.length + others,
    allowed: others,
  };
  return counterexample === undefined ? proof : { ...proof, counterexample };
}

/** Read from the templates: what leads out of where functions stand. */
export function networkProofs(model: Model): Proof[] {
  const functions = model.assembly.ofType('AWS::Lambda::Function');
  const bound = functions.filter((one) => hasRights(model, one));
  const others = functions.filter((one) => !bound.includes(one) && !isOfApplication(one));
  const isolation = isolationProof(model, bound, others.length);
  const isCharging = model.config.processors !== undefined || others.length > 0;
  return isCharging ? [isolation, egressProof(model, others)] : [isolation];
}
