import { trailArn, trailBucketArn } from '../../names.ts';
import type { Principal, Request, World } from '../evaluation.ts';
import { allIdentityStatements, ownPolicies, principalsOf } from '../model.ts';
import type { Model } from '../model.ts';
import type { Claim, Layer } from '../proof.ts';
import { actionClasses } from '../request-classes.ts';
import { READ, SET_UP } from './checkpoints.ts';
import { isDeployment, valueOf } from './keys.ts';

const SERVICES: readonly Principal[] = ['cloudtrail.amazonaws.com', 'zz-other.amazonaws.com'].map(
  (service) => ({ arn: '', account: '', service }),
);

/** CloudTrail on behalf of this trail, to the files of this account. */
function isDelivery({ config }: Model, request: Request): boolean {
  return (
    request.principal.service === 'cloudtrail.amazonaws.com' &&
    ['s3:putobject', 's3:getbucketacl'].includes(request.action) &&
    valueOf(request, 'aws:sourcearn') === trailArn(config)
  );
}

function claimOf(model: Model, layer: Layer, world: World): Claim {
  const bucket = trailBucketArn(model.config);
  const statements = [...(world.resource ?? []), ...allIdentityStatements(model)];
  const isOpen = (request: Request): boolean =>
    READ.test(request.action) || (SET_UP.test(request.action) && isDeployment(request, model));
  return {
    property: 'CloudTrail adds the files of the trail; nobody changes or removes one',
    layer,
    world,
    resources: [bucket, `${bucket}/AWSLogs/${model.config.account}/one`],
    principals: [...principalsOf(model, statements), ...SERVICES],
    actions: actionClasses('s3', statements),
    distinguishes: { 'aws:sourcearn': [trailArn(model.config)] },
    mayBeAllowed: (request) =>
      request.principal.service === undefined ? isOpen(request) : isDelivery(model, request),
    mustAllow: [
      (request) => request.action === 's3:putobject' && isDelivery(model, request),
      (request) => request.action === 's3:getbucketacl' && isDelivery(model, request),
    ],
  };
}

export function trailClaims(model: Model): Claim[] {
  const [resourceAccount, identity] = [model.config.account, ownPolicies(model)];
  const resource = model.policies.resources.get(trailBucketArn(model.config)) ?? [];
  return [
    claimOf(model, 'resource', { resource, resourceAccount }),
    claimOf(model, 'all together', { resource, identity, resourceAccount }),
  ];
}
