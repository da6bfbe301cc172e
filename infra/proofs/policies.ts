import { textsOf } from './assembly.ts';
import type { Assembly, Resource } from './assembly.ts';
import { parsePolicy } from './parsed-statement.ts';
import type { ParsedStatement } from './parsed-statement.ts';
import { Refusal } from './refusal.ts';
import { arnOf } from './resource-names.ts';
import { isObject, listOf } from './stack-template.ts';
import type { Properties } from './stack-template.ts';

export interface RolePolicies {
  readonly arn: string;
  readonly account: string;
  readonly resource: Resource;
  readonly trust: readonly ParsedStatement[];
  readonly identity: readonly ParsedStatement[];
}

export interface EndpointPolicy {
  readonly id: string;
  /** The last part of the service's name, such as `kms`. */
  readonly service: string;
  readonly account: string;
  readonly statements: readonly ParsedStatement[];
}

/** Every policy of a deployment, by what it stands on. */
export interface Policies {
  readonly roles: readonly RolePolicies[];
  /** By ARN: of keys, tables, streams, buckets and functions. */
  readonly resources: ReadonlyMap<string, readonly ParsedStatement[]>;
  readonly endpoints: readonly EndpointPolicy[];
  /** By account. */
  readonly guardrails: ReadonlyMap<string, readonly ParsedStatement[]>;
}

/** Types whose policies are read below. */
const READ: readonly string[] = [
  'AWS::DynamoDB::GlobalTable',
  'AWS::EC2::VPCEndpoint',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Key',
  'AWS::Lambda::Permission',
  'AWS::Organizations::Policy',
  'AWS::S3::BucketPolicy',
];

/** Types with policies that open nothing of what is proved: topics, queues, buses and rules. */
const OF_NO_CONCERN: readonly string[] = [
  'AWS::Events::EventBusPolicy',
  'AWS::Logs::LogGroup',
  'AWS::Logs::ResourcePolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::WAFv2::WebACL',
];

function holdsPolicy(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsPolicy);
  if (!isObject(value)) return false;
  return Array.isArray(value.Statement) || Object.values(value).some(holdsPolicy);
}

/** A kind of policy that nobody reads would be one that nobody proves. */
function refuseUnread({ resources }: Assembly): void {
  const unread = resources.find(
    ({ type, properties }) =>
      !READ.includes(type) && !OF_NO_CONCERN.includes(type) && holdsPolicy(properties),
  );
  if (unread === undefined) return;
  throw new Refusal(`${unread.stack}/${unread.id}: the policy of a ${unread.type} is not read.`);
}

function inlinePolicies(assembly: Assembly, role: Resource): ParsedStatement[] {
  const managed = listOf(assembly.property(role, 'ManagedPolicyArns'));
  if (managed.length > 0)
    throw new Refusal(`${role.stack}/${role.id}: managed policies are not read.`);
  return listOf(assembly.property(role, 'Policies')).flatMap((policy) =>
    parsePolicy((policy as { PolicyDocument: unknown }).PolicyDocument),
  );
}

/** Policies name their roles by name; two accounts may each have a role of that name. */
function attachedPolicies(assembly: Assembly, role: Resource): ParsedStatement[] {
  return assembly
    .ofType('AWS::IAM::Policy')
    .filter((policy) => policy.account === role.account)
    .filter((policy) => textsOf(assembly.property(policy, 'Roles')).includes(role.name))
    .flatMap((policy) => parsePolicy(assembly.property(policy, 'PolicyDocument')));
}

function rolesOf(assembly: Assembly): RolePolicies[] {
  return assembly.ofType('AWS::IAM::Role').map((role) => ({
    arn: arnOf(role) ?? '',
    account: role.account,
    resource: role,
    trust: parsePolicy(assembly.property(role, 'AssumeRolePolicyDocument')),
    identity: [...inlinePolicies(assembly, role), ...attachedPolicies(assembly, role)],
  }));
}

type Placed = readonly [arn: string, statements: ParsedStatement[]];

/** What is of the same name in another Region. */
export function regionalArn(arn: string, region: string): string {
  return arn
    .split(':')
    .map((part, at) => (at === 3 ? region : part))
    .join(':');
}

function ofTable(assembly: Assembly, table: Resource): Placed[] {
  const policyOf = (holder: unknown): ParsedStatement[] => {
    const policy = isObject(holder) ? holder.ResourcePolicy : undefined;
    return isObject(policy) ? parsePolicy(policy.PolicyDocument) : [];
  };
  const arn = arnOf(table) ?? '';
  return listOf(assembly.property(table, 'Replicas')).flatMap((replica) => {
    const { Region: region, ReplicaStreamSpecification: stream } = replica as Properties;
    const inRegion = regionalArn(arn, typeof region === 'string' ? region : table.region);
    return [
      [inRegion, policyOf(replica)],
      [`${inRegion}/stream/label`, policyOf(stream)],
    ] as const;
  });
}

/** What stands in a permission of a function, as a statement of its policy. */
function ofPermission(assembly: Assembly, permission: Resource): Placed {
  const read = (name: string): unknown => assembly.property(permission, name);
  const name = String(read('FunctionName'));
  const known = assembly.ofType('AWS::Lambda::Function').find((one) => one.name === name);
  const arn = known === undefined ? name : (arnOf(known) ?? '');
  const principal = String(read('Principal'));
  const conditions = {
    ...(read('SourceArn') === undefined ? {} : { 'aws:SourceArn': read('SourceArn') }),
    ...(read('SourceAccount') === undefined ? {} : { 'aws:SourceAccount': read('SourceAccount') }),
  };
  const statement = {
    Effect: 'Allow',
    Principal: principal.endsWith('.amazonaws.com') ? { Service: principal } : { AWS: principal },
    Action: read('Action'),
    Resource: [arn, `${arn}:*`],
    ...(Object.keys(conditions).length === 0 ? {} : { Condition: { StringLike: conditions } }),
  };
  return [arn, parsePolicy({ Statement: [statement] })];
}

function resourcePolicies(assembly: Assembly): Policies['resources'] {
  const placed: Placed[] = [
    ...assembly
      .ofType('AWS::KMS::Key')
      .map((key): Placed => [arnOf(key) ?? '', parsePolicy(assembly.property(key, 'KeyPolicy'))]),
    ...assembly.ofType('AWS::DynamoDB::GlobalTable').flatMap((table) => ofTable(assembly, table)),
    ...assembly
      .ofType('AWS::S3::BucketPolicy')
      .map((policy): Placed => [
        `arn:aws:s3:::${String(assembly.property(policy, 'Bucket'))}`,
        parsePolicy(assembly.property(policy, 'PolicyDocument')),
      ]),
    ...assembly.ofType('AWS::Lambda::Permission').map((one) => ofPermission(assembly, one)),
  ];
  const byArn = new Map<string, ParsedStatement[]>();
  for (const [arn, statements] of placed)
    byArn.set(arn, [...(byArn.get(arn) ?? []), ...statements]);
  return byArn;
}

/** An endpoint without a policy lets everything through. */
const EVERYTHING = { Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] };

function endpointsOf(assembly: Assembly): EndpointPolicy[] {
  return assembly.ofType('AWS::EC2::VPCEndpoint').map((endpoint) => ({
    id: endpoint.name,
    service: String(assembly.property(endpoint, 'ServiceName')).split('.').at(-1) ?? '',
    account: endpoint.account,
    statements: parsePolicy(assembly.property(endpoint, 'PolicyDocument') ?? EVERYTHING),
  }));
}

function guardrailsOf(assembly: Assembly): Policies['guardrails'] {
  const byAccount = new Map<string, ParsedStatement[]>();
  for (const policy of assembly.ofType('AWS::Organizations::Policy')) {
    const statements = parsePolicy(assembly.property(policy, 'Content'));
    for (const account of textsOf(assembly.property(policy, 'TargetIds'))) {
      byAccount.set(account, [...(byAccount.get(account) ?? []), ...statements]);
    }
  }
  return byAccount;
}

/** @throws Refusal if there is a policy that cannot be read whole */
export function policiesOf(assembly: Assembly): Policies {
  refuseUnread(assembly);
  return {
    roles: rolesOf(assembly),
    resources: resourcePolicies(assembly),
    endpoints: endpointsOf(assembly),
    guardrails: guardrailsOf(assembly),
  };
}
