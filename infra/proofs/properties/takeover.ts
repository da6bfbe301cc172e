import {
  chargeFunctionArn,
  dataSourceRoleName,
  deployerRoleArn,
  deployerRoleName,
  deployRoleArn,
  ordersCallerArn,
  ordersRoleArn,
  roleArn,
  scheduleRoleName,
  trailArn,
} from '../../names.ts';
import type { FunctionId } from '../../names.ts';
import { PIPELINE_AUDIENCE, PIPELINE_ISSUER, pipelineSubject } from '../../pipeline-stack.ts';
import type { Principal, Request } from '../evaluation.ts';
import { allIdentityStatements, ownPolicies, principalsOf } from '../model.ts';
import type { Model } from '../model.ts';
import type { RolePolicies } from '../policies.ts';
import type { Claim } from '../proof.ts';
import { accountOf, actionClasses } from '../request-classes.ts';
import { arnOf } from '../resource-names.ts';
import { valueOf } from './keys.ts';

/** Becoming, changing or using what may decrypt is as good as decrypting. */
const BOOTSTRAP = ':role/cdk-hnb659fds-';

const LOOKS = /^(lambda|iam|appsync|scheduler|cloudtrail):(get|list|describe)/;

const INVOCATIONS: readonly string[] = [
  'lambda:invokeasync',
  'lambda:invokefunction',
  'lambda:invokefunctionurl',
];

/** The claims know these, whatever the policies mention. */
const MAPPINGS: readonly string[] = ['create', 'update'].map(
  (verb) => `lambda:${verb}eventsourcemapping`,
);

const isDeployed = ({ principal }: Request, { config }: Model): boolean =>
  principal.account === config.account && principal.arn.includes(BOOTSTRAP);

const functionArns = ({ assembly }: Model): string[] =>
  assembly.ofType('AWS::Lambda::Function').map((one) => arnOf(one) ?? '');

/** An application may be of another account, which has to look after its functions itself. */
const ownFunctionArns = (model: Model): string[] =>
  functionArns(model).filter((arn) => accountOf(arn) === model.config.account);

const invokers = ({ config }: Model, id: FunctionId): string[] =>
  [dataSourceRoleName(config, id), scheduleRoleName(config, id)].map(
    (name) => `arn:aws:iam::${config.account}:role/${name}`,
  );

/** The functions of which each is invoked by roles that are named after it, or by the vault function. */
function mayInvoke({ principal, resource }: Request): boolean {
  if (!principal.arn.startsWith(`arn:aws:iam::${accountOf(resource)}:role/`)) return false;
  const own = resource.split(':')[6] ?? '';
  const name = principal.arn.slice(principal.arn.indexOf('/') + 1);
  return name === `${own}-data-source` || name === `${own}-schedule`;
}

const isVault = (model: Model, { principal }: Request): boolean =>
  principal.arn === roleArn(model.config, 'vault');

/** Under the guardrail: whoever may do everything else in the account. */
const isNamedInvoker = (model: Model, { principal }: Request): boolean =>
  principal.account === model.config.account &&
  /-(data-source|schedule)$/.test(principal.arn) &&
  principal.arn.includes(':role/tokenization-');

interface Guarded {
  readonly property: string;
  readonly service: string;
  readonly resources: readonly string[];
  readonly isOpen: (request: Request) => boolean;
  readonly mustAllow: Claim['mustAllow'];
}

const ourArn = ({ config }: Model, service: string, path: string): string =>
  `arn:aws:${service}:${config.region}:${config.account}:${path}`;

function guardedFunctions(model: Model): Guarded[] {
  const deploys = (request: Request): boolean => isDeployed(request, model);
  return [
    {
      property:
        'Only data sources, schedules and the vault invoke a function; deployments change it',
      service: 'lambda',
      resources: ownFunctionArns(model),
      isOpen: (request) =>
        INVOCATIONS.includes(request.action)
          ? isNamedInvoker(model, request) || isVault(model, request)
          : deploys(request) || request.action.startsWith('lambda:invoke'),
      mustAllow: [(request) => request.principal.arn === invokers(model, 'vault')[0]],
    },
    {
      property: 'Only deployments let events of other sources invoke a function',
      service: 'lambda',
      resources: [ourArn(model, 'lambda', 'event-source-mapping:one')],
      isOpen: (request) => deploys(request) || !request.action.includes('eventsourcemapping'),
      mustAllow: byDeployment(model),
    },
  ];
}

/** `iam` for what is done to a role, `sts` for becoming it. */
function guardedRoles(model: Model, service: 'iam' | 'sts'): Guarded[] {
  const { config, policies } = model;
  const deploys = (request: Request): boolean => isDeployed(request, model);
  const roles = policies.roles.filter(({ account }) => account === config.account);
  const deployer = deployerRoleArn(config);
  return [
    {
      property: 'Only deployments change, pass or take the roles of the gateway',
      service,
      resources: [...roles.map(({ arn }) => arn), deployer],
      isOpen: deploys,
      mustAllow: byDeployment(model),
    },
    {
      property: 'Only the deployer takes the roles that deploy, and changes none of them',
      service,
      resources: [deployRoleArn(config)],
      isOpen: (request: Request) =>
        deploys(request) || (request.principal.arn === deployer && TAKING.includes(request.action)),
      mustAllow: byDeployment(model),
    },
  ];
}

const ENDS: readonly string[] = ['cloudtrail:deletetrail', 'cloudtrail:stoplogging'];

const TAKING: readonly string[] = ['sts:assumerole', 'sts:tagsession'];

const byDeployment = ({ config }: Model): Claim['mustAllow'] => [
  (request) => request.principal.arn === deployRoleArn(config),
];

function guardedRest(model: Model): Guarded[] {
  const deploys = (request: Request): boolean => isDeployed(request, model);
  const mustAllow = byDeployment(model);
  return [
    {
      property: 'Only deployments change the API, its resolvers and its data sources',
      service: 'appsync',
      resources: ['apis/one', 'apis/one/types/Query/fields/me'].map((path) =>
        ourArn(model, 'appsync', path),
      ),
      isOpen: (request) => deploys(request) || request.action === 'appsync:graphql',
      mustAllow,
    },
    {
      property: 'Only deployments change the schedules that seal and watch the audit trail',
      service: 'scheduler',
      resources: [ourArn(model, 'scheduler', 'schedule/default/one')],
      isOpen: deploys,
      mustAllow,
    },
    {
      property: 'Only deployments change the trail of the account, and nobody stops it',
      service: 'cloudtrail',
      resources: [trailArn(model.config), ourArn(model, 'cloudtrail', 'trail/one')],
      isOpen: (request) => deploys(request) && !ENDS.includes(request.action),
      mustAllow,
    },
  ];
}

const guardedParts = (model: Model): Guarded[] => [
  ...guardedFunctions(model),
  ...guardedRoles(model, 'iam'),
  ...guardedRoles(model, 'sts'),
  ...guardedRest(model),
];

/** Of an administrator whose policies allow everything, with the guardrail alone against that. */
export function guardrailClaims(model: Model): Claim[] {
  const { account } = model.config;
  const guardrails = model.policies.guardrails.get(account);
  if (guardrails === undefined) return [];
  const deploys = { arn: deployRoleArn(model.config), account };
  const principals = [...principalsOf(model, guardrails), deploys].filter(
    (one) => one.account === account,
  );
  return guardedParts(model).map(({ property, service, resources, isOpen, mustAllow }) => ({
    property,
    layer: 'guardrail',
    world: { guardrails, resourceAccount: account },
    resources,
    principals,
    actions: [
      ...actionClasses(service, [...guardrails, ...allIdentityStatements(model)]),
      ...(service === 'lambda' ? MAPPINGS : []),
      ...(service === 'cloudtrail' ? ENDS : []),
    ],
    mayBeAllowed: (request) => LOOKS.test(request.action) || isOpen(request),
    mustAllow,
  }));
}

/** What the roles of the deployment may do by their own policies, and what the functions' policies say. */
export function invocationClaims(model: Model): Claim[] {
  const identity = ownPolicies(model);
  const statements = allIdentityStatements(model);
  return functionArns(model).flatMap((arn): Claim[] => {
    const resource = model.policies.resources.get(arn) ?? [];
    const services = resource.flatMap((one) => one.principals?.services ?? []);
    return [
      {
        property: 'No role of the deployment invokes a function but the one named after it',
        layer: 'identity',
        world: { identity, resource, resourceAccount: accountOf(arn) },
        resources: [arn],
        principals: [
          ...principalsOf(model, [...statements, ...resource]),
          ...services.map(serviceOf),
        ],
        actions: actionClasses('lambda', [...statements, ...resource]),
        mayBeAllowed: (request) =>
          request.principal.service === undefined &&
          request.action === 'lambda:invokefunction' &&
          (mayInvoke(request) || (isVault(model, request) && isCharge(model, request))),
        mustAllow: [({ action }) => action === 'lambda:invokefunction'],
      },
    ];
  });
}

const isCharge = (model: Model, { resource }: Request): boolean =>
  resource === chargeFunctionArn(model.config);

const serviceOf = (service: string): Principal => ({ arn: '', account: '', service });

const ROLE_TAKERS: readonly string[] = [
  ...['appsync', 'lambda', 'pipes', 'scheduler', 'vpc-flow-logs'].map(
    (name) => `${name}.amazonaws.com`,
  ),
];

const BY_ACCOUNT: readonly string[] = ['appsync', 'pipes', 'scheduler'].map(
  (name) => `${name}.amazonaws.com`,
);

const isFrom = (request: Request, arn: string): boolean =>
  valueOf(request, 'aws:sourcearn') === arn;

/** A job of the environment that deploys, of the one repository. */
function isPipeline({ config }: Model, request: Request): boolean {
  return (
    request.action === 'sts:assumerolewithwebidentity' &&
    valueOf(request, `${PIPELINE_ISSUER}:aud`) === PIPELINE_AUDIENCE &&
    valueOf(request, `${PIPELINE_ISSUER}:sub`) === pipelineSubject(config)
  );
}

/** The service that takes a role, for whom it is, and from where, as the trust policy has to say. */
function isTaken({ resource }: RolePolicies, model: Model, request: Request): boolean {
  const { service } = request.principal;
  if (resource.name === deployerRoleName(model.config)) return isPipeline(model, request);
  if (request.action !== 'sts:assumerole') return false;
  const isOurs = valueOf(request, 'aws:sourceaccount') === resource.account;
  if (resource.name.endsWith('-data-source')) {
    const apis = model.assembly.ofType('AWS::AppSync::GraphQLApi');
    const api = apis.find(({ stack }) => stack === resource.stack);
    return (
      api !== undefined &&
      isOurs &&
      service === 'appsync.amazonaws.com' &&
      isFrom(request, arnOf(api) ?? '')
    );
  }
  if (BY_ACCOUNT.includes(service ?? '')) return isOurs;
  // The role has to be passed to these, which `iam:PassRole` guards; they take it for nobody else.
  return service === 'lambda.amazonaws.com' && resource.name.endsWith('-function')
    ? true
    : service === 'vpc-flow-logs.amazonaws.com';
}

/** The order function becomes the service caller that the gateway knows. */
function isOrders({ config }: Model, role: string, { principal, action }: Request): boolean {
  const { application } = config;
  return (
    application !== undefined &&
    action === 'sts:assumerole' &&
    role === ordersCallerArn(config) &&
    principal.arn === ordersRoleArn({ ...config, account: application.account })
  );
}

/** Roles are taken by the services that they are for, and by nobody. */
export function trustClaims(model: Model): Claim[] {
  return model.policies.roles.map((role) => {
    const principals = [...principalsOf(model, role.trust), ...ROLE_TAKERS.map(serviceOf)];
    const unknown = role.trust.flatMap((one) => one.principals?.services ?? []);
    return {
      property: 'Only the service that it is for takes a role',
      layer: 'trust',
      world: { resource: role.trust, resourceDecides: true, resourceAccount: role.account },
      resources: [role.arn],
      principals: [
        ...principals,
        ...unknown.filter((one) => !ROLE_TAKERS.includes(one)).map(serviceOf),
      ],
      actions: actionClasses('sts', role.trust),
      distinguishes: { 'aws:sourceaccount': [role.account], 'aws:sourcearn': [] },
      mayBeAllowed: (request) =>
        request.principal.service === undefined
          ? isOrders(model, role.arn, request)
          : isTaken(role, model, request),
      mustAllow: [() => true],
    };
  });
}
