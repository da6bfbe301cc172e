import {
  chargeFunctionArn,
  dataSourceRoleName,
  deployerRoleArn,
  deployRoleArn,
  roleArn,
  scheduleRoleName,
  trailArn,
} from '../../names.ts';
import type { FunctionId } from '../../names.ts';
import type { Principal, Request } from '../evaluation.ts';
import { allIdentityStatements, ownPolicies, principalsOf } from '../model.ts';
import type { Model } from '../model.ts';
import type { Claim } from '../proof.ts';
import { accountOf, actionClasses } from '../request-classes.ts';
import { arnOf } from '../resource-names.ts';

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

/** A service that asks on nobody's behalf. */
export const serviceOf = (service: string): Principal => ({ arn: '', account: '', service });
