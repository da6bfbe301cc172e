import { textsOf } from '../assembly.ts';
import type { Resource } from '../assembly.ts';
import type { Model } from '../model.ts';
import type { ParsedStatement } from '../parsed-statement.ts';
import type { Proof } from '../proof.ts';
import { arnOf } from '../resource-names.ts';
import { isObject, listOf } from '../stack-template.ts';

const PROPERTY = 'No function that uses keys, tables or functions has a way out of its subnets';

/** Rights with which a way out would be a way for values. */
const RIGHTS = /^(kms|dynamodb|s3|lambda):/;

const grants = (statements: readonly ParsedStatement[]): boolean =>
  statements.some(
    ({ effect, actions }) => effect === 'Allow' && actions.some((one) => RIGHTS.test(one)),
  );

function hasRights({ assembly, policies }: Model, lambda: Resource): boolean {
  const arn = assembly.property(lambda, 'Role');
  const role = policies.roles.find((one) => one.arn === arn);
  return role === undefined || grants(role.identity);
}

/** Where a subnet sends what is for nobody inside: gateway endpoints are no routes of a template. */
function waysOutOfSubnet({ assembly }: Model, subnet: string): string[] {
  const tables = assembly
    .ofType('AWS::EC2::SubnetRouteTableAssociation')
    .filter((one) => assembly.property(one, 'SubnetId') === subnet)
    .map((one) => assembly.property(one, 'RouteTableId'));
  if (tables.length === 0) return ['the main route table of the network'];
  return assembly
    .ofType('AWS::EC2::Route')
    .filter((route) => tables.includes(assembly.property(route, 'RouteTableId')))
    .map((route) => `the route ${route.id}`);
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
  return [
    ...textsOf(place.SubnetIds).flatMap((one) => waysOutOfSubnet(model, one)),
    ...textsOf(place.SecurityGroupIds).flatMap((one) => waysOutOfGroup(model, one)),
  ];
}

/** Read from the templates: every function that has rights, every subnet and every group it is in. */
export function networkProof(model: Model): Proof {
  const functions = model.assembly.ofType('AWS::Lambda::Function');
  const bound = functions.filter((one) => hasRights(model, one));
  const found = bound.flatMap((one) =>
    waysOut(model, one).map((way) => `${arnOf(one) ?? ''} gets out by ${way}`),
  );
  const [counterexample = bound.length === 0 ? 'There is no function with rights' : undefined] =
    found;
  const proof: Proof = {
    property: PROPERTY,
    layer: 'network',
    requests: functions.length,
    allowed: functions.length - bound.length,
  };
  return counterexample === undefined ? proof : { ...proof, counterexample };
}
