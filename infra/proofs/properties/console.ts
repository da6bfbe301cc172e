import { consoleBucketArn, deployRoleArn, publisherRoleArn } from '../../names.ts';
import type { Principal, Request } from '../evaluation.ts';
import { principalsOf } from '../model.ts';
import type { Model } from '../model.ts';
import type { Claim } from '../proof.ts';
import { actionClasses } from '../request-classes.ts';
import { valueOf } from './keys.ts';

const CLOUDFRONT: Principal = { arn: '', account: '', service: 'cloudfront.amazonaws.com' };

/** Shows files that anybody may load, and how their bucket is set up. */
const READ =
  /^s3:(getbucket(location|ownershipcontrols|policy|policystatus|publicaccessblock|tagging|versioning)|get(encryption|lifecycle)configuration|getobject(version)?|listbucket(versions)?)$/;

function distributionArn({ assembly, config }: Model): string {
  const found = assembly
    .ofType('AWS::CloudFront::Distribution')
    .find(({ stack }) => stack.endsWith('-console'));
  return `arn:aws:cloudfront::${config.account}:distribution/${found?.name ?? ''}`;
}

/** Who changes the page reads what is typed into it. */
export function consoleClaims(model: Model): Claim[] {
  const { config } = model;
  if (config.console === undefined) return [];
  const bucket = consoleBucketArn(config);
  const resource = model.policies.resources.get(bucket) ?? [];
  const distribution = distributionArn(model);
  const deployments = [publisherRoleArn(config), deployRoleArn(config)];
  const isServed = (request: Request): boolean =>
    request.action === 's3:getobject' && valueOf(request, 'aws:sourcearn') === distribution;
  return [
    {
      property: 'Only deployments change the page of the console, and only CloudFront serves it',
      layer: 'resource',
      world: { resource, resourceAccount: config.account },
      resources: [bucket, `${bucket}/index.html`],
      principals: [...principalsOf(model, resource), CLOUDFRONT],
      actions: actionClasses('s3', resource),
      distinguishes: { 'aws:sourcearn': [distribution], 'aws:securetransport': ['true', 'false'] },
      mayBeAllowed: (request) =>
        request.principal.service === undefined
          ? valueOf(request, 'aws:securetransport') !== 'false' &&
            (deployments.includes(request.principal.arn) ||
              (READ.test(request.action) && request.principal.account === config.account))
          : isServed(request),
      mustAllow: [
        isServed,
        ({ principal, action }) =>
          principal.arn === publisherRoleArn(config) && action === 's3:putobject',
      ],
    },
  ];
}
