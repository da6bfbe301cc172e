import type { Resource } from '../assembly.ts';
import type { Model } from '../model.ts';

/** Where a subnet sends what is for nobody inside; nothing of a subnet that uses the main route table. */
export function routesOf({ assembly }: Model, subnet: string): Resource[] | undefined {
  const tables = assembly
    .ofType('AWS::EC2::SubnetRouteTableAssociation')
    .filter((one) => assembly.property(one, 'SubnetId') === subnet)
    .map((one) => assembly.property(one, 'RouteTableId'));
  if (tables.length === 0) return undefined;
  return assembly
    .ofType('AWS::EC2::Route')
    .filter((route) => tables.includes(assembly.property(route, 'RouteTableId')));
}

/** The network that a subnet is of. */
export function vpcOf({ assembly }: Model, subnet: string): string {
  const found = assembly.ofType('AWS::EC2::Subnet').find(({ name }) => name === subnet);
  return found === undefined ? 'unknown' : String(assembly.property(found, 'VpcId'));
}
