import { deployerRoleName, ordersCallerArn, ordersRoleArn } from '../../names.ts';
import { PIPELINE_AUDIENCE, PIPELINE_ISSUER, pipelineSubject } from '../../pipeline-stack.ts';
import type { Request } from '../evaluation.ts';
import { principalsOf } from '../model.ts';
import type { Model } from '../model.ts';
import type { RolePolicies } from '../policies.ts';
import type { Claim } from '../proof.ts';
import { actionClasses } from '../request-classes.ts';
import { arnOf } from '../resource-names.ts';
import { valueOf } from './keys.ts';
import { serviceOf } from './takeover.ts';

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
