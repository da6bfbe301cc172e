import {
  checkpointBucketArn,
  deployRoleArn,
  ordersCallerArn,
  ordersRoleArn,
  roleArn,
} from '../../names.ts';
import type { ApplicationConfig } from '../../config/deployment-config.ts';
import type { Principal, Request } from '../evaluation.ts';
import { allIdentityStatements, ownPolicies, principalsOf, resourceNamed } from '../model.ts';
import type { Model } from '../model.ts';
import type { Claim } from '../proof.ts';
import { accountOf, actionClasses } from '../request-classes.ts';
import { arnOf } from '../resource-names.ts';

const CHARGE = '/types/Mutation/fields/charge';

/** What of the vault's could be reached by a policy on it, by service. */
const REACHED: readonly (readonly [service: string, type: string])[] = [
  ['dynamodb', 'AWS::DynamoDB::GlobalTable'],
  ['kms', 'AWS::KMS::Key'],
  ['lambda', 'AWS::Lambda::Function'],
];

function ofVault({ assembly, config }: Model, type: string): string[] {
  return assembly
    .ofType(type)
    .filter(({ account, stack }) => account === config.account && !stack.endsWith('-orders'))
    .flatMap((one) => arnOf(one) ?? []);
}

/**
 * Whoever is of the application's account, with policies that allow everything there is: only what the
 * vault's resources say of themselves is in the way. Its own deployments show that the claim looks.
 */
function isolationClaim(model: Model, service: string, resource: string): Claim {
  const { config } = model;
  const statements = model.policies.resources.get(resource) ?? [];
  const isWithin = ({ principal }: Request): boolean => principal.account === config.account;
  const deploys: Principal = { arn: deployRoleArn(config), account: config.account };
  const indexes = service === 'dynamodb' ? [`${resource}/index/zz`, `${resource}/stream/zz`] : [];
  const objects = service === 's3' ? [`${resource}/checkpoints/one`] : [];
  return {
    property: 'The application account, even as admin, reaches no table, key, function or bucket',
    layer: 'resource',
    world: {
      resource: statements,
      resourceDecides: service === 'kms',
      resourceAccount: config.account,
    },
    resources: [resource, ...indexes, ...objects],
    principals: [
      ...principalsOf(model, statements).filter(({ account }) => account !== config.account),
      deploys,
    ],
    actions: actionClasses(service, [...statements, ...allIdentityStatements(model)]),
    mayBeAllowed: isWithin,
    mustAllow: [isWithin],
  };
}

function isolationClaims(model: Model, { account }: ApplicationConfig): Claim[] {
  if (account === model.config.account) return [];
  return [
    ...REACHED.flatMap(([service, type]) =>
      ofVault(model, type).map((arn) => isolationClaim(model, service, arn)),
    ),
    isolationClaim(model, 's3', checkpointBucketArn(model.config)),
  ];
}

interface Limit {
  readonly property: string;
  readonly role: string;
  readonly isOpen: (request: Request) => boolean;
}

/** What a role may do by its own policy to what is of the vault. */
function limitClaim(
  model: Model,
  { property, role, isOpen }: Limit,
  service: string,
  resources: readonly string[],
): Claim {
  const identity = ownPolicies(model);
  const mine = identity({ arn: role, account: accountOf(role) });
  const isUsed = service === (property === CALLER ? 'appsync' : 'sts');
  return {
    property,
    layer: 'identity',
    world: { identity, resourceAccount: accountOf(role) },
    resources,
    principals: [{ arn: role, account: accountOf(role) }],
    actions: actionClasses(service, [...mine, ...allIdentityStatements(model)]),
    mayBeAllowed: isOpen,
    mustAllow: isUsed ? [isOpen] : [],
  };
}

const CALLER = 'The service caller of the application asks for charges and does nothing else';
const FUNCTION = 'The order function becomes its service caller and reaches nothing of the vault';

function limitClaims(model: Model, { account }: ApplicationConfig): Claim[] {
  const { config } = model;
  const api = arnOf(resourceNamed(model, 'AWS::AppSync::GraphQLApi', 'Api')) ?? '';
  const caller = ordersCallerArn(config);
  const limits: readonly Limit[] = [
    {
      property: CALLER,
      role: caller,
      isOpen: ({ action, resource }) =>
        action === 'appsync:graphql' && resource === `${api}${CHARGE}`,
    },
    {
      property: FUNCTION,
      role: ordersRoleArn({ ...config, account }),
      isOpen: ({ action, resource }) => action === 'sts:assumerole' && resource === caller,
    },
  ];
  const fields = [CHARGE, '/types/Mutation/fields/detokenize', '/types/Query/fields/token', ''];
  const spaces: readonly (readonly [string, readonly string[]])[] = [
    ['appsync', fields.map((field) => `${api}${field}`)],
    ['sts', [caller, roleArn(config, 'vault'), deployRoleArn(config)]],
    ['s3', [checkpointBucketArn(config)]],
    ...REACHED.map(([service, type]) => [service, ofVault(model, type)] as const),
  ];
  return limits.flatMap((limit) =>
    spaces.map(([service, resources]) => limitClaim(model, limit, service, resources)),
  );
}

/** Of the order example, where it is deployed. */
export function applicationClaims(model: Model): Claim[] {
  const { application } = model.config;
  if (application === undefined) return [];
  return [...isolationClaims(model, application), ...limitClaims(model, application)];
}
