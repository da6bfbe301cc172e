import { checkpointBucketArn, roleArn } from '../../names.ts';
import { ENDPOINT_KEY } from '../evaluation.ts';
import type { Request, World } from '../evaluation.ts';
import { allIdentityStatements, endpointOf, ownPolicies, principalsOf } from '../model.ts';
import type { Model } from '../model.ts';
import type { Claim, Layer } from '../proof.ts';
import { actionClasses } from '../request-classes.ts';
import { isDeployment, valueOf } from './keys.ts';

/** Everything that only shows: objects, versions, and how the bucket is set up. */
export const READ =
  /^s3:(getbucket(location|objectlockconfiguration|ownershipcontrols|policy|policystatus|publicaccessblock|tagging|versioning)|get(encryption|lifecycle)configuration|getobject(legalhold|retention|version)?|listbucket(versions)?)$/;
export const SET_UP =
  /^s3:(deletebucketpolicy|putbucket(ownershipcontrols|policy|publicaccessblock|tagging)|putencryptionconfiguration)$/;

const isSealer = (model: Model, { principal }: Request): boolean =>
  principal.arn === roleArn(model.config, 'auditSealer');

function isAddition(model: Model, request: Request): boolean {
  return (
    request.action === 's3:putobject' &&
    isSealer(model, request) &&
    valueOf(request, 's3:if-none-match') !== undefined
  );
}

function claimOf(model: Model, layer: Layer, world: World): Claim {
  const bucket = checkpointBucketArn(model.config);
  const statements = [
    ...(world.resource ?? []),
    ...(world.endpoint?.statements ?? []),
    ...allIdentityStatements(model),
  ];
  const isOpen = (request: Request): boolean =>
    READ.test(request.action) ||
    isAddition(model, request) ||
    (SET_UP.test(request.action) && isDeployment(request, model));
  return {
    property: 'The sealer adds checkpoints where none is; nobody changes or removes one',
    layer,
    world,
    resources: [bucket, `${bucket}/checkpoints/one`],
    principals: principalsOf(model, statements),
    actions: actionClasses('s3', statements),
    distinguishes: {
      [ENDPOINT_KEY]: [endpointOf(model, 's3').id],
      's3:if-none-match': ['*'],
    },
    mayBeAllowed: isOpen,
    mustAllow: [(request) => request.action === 's3:putobject' && isSealer(model, request)],
  };
}

/** Whether it is there already is asked by the policy of the bucket alone. */
function withoutPrecondition(model: Model, claim: Claim): Claim {
  const mayBeAllowed = (request: Request): boolean =>
    isSealer(model, request)
      ? ['s3:putobject', 's3:getobject', 's3:listbucket'].includes(request.action)
      : false;
  return { ...claim, mayBeAllowed };
}

export function checkpointClaims(model: Model): Claim[] {
  const [resourceAccount, identity] = [model.config.account, ownPolicies(model)];
  const resource = model.policies.resources.get(checkpointBucketArn(model.config)) ?? [];
  const endpoint = endpointOf(model, 's3');
  const through = withoutPrecondition(
    model,
    claimOf(model, 'endpoint', { endpoint, resourceAccount }),
  );
  return [
    withoutPrecondition(model, claimOf(model, 'identity', { identity, resourceAccount })),
    claimOf(model, 'resource', { resource, resourceAccount }),
    {
      ...through,
      mayBeAllowed: (request) =>
        valueOf(request, 'aws:sourcevpce') !== endpoint.id || through.mayBeAllowed(request),
    },
    claimOf(model, 'all together', { resource, identity, endpoint, resourceAccount }),
  ];
}
