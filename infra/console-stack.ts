import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import type { GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import {
  CachePolicy,
  CfnDistribution,
  CfnOriginAccessControl,
  CfnResponseHeadersPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import type { ICachePolicy } from 'aws-cdk-lib/aws-cloudfront';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { cacheControl } from '../console/security-headers.ts';
import type { ConsoleHosting, DeploymentConfig } from './config/deployment-config.ts';
import { responseHeaders } from './console-headers.ts';
import type { Identity } from './identity-stack.ts';
import { consoleBucketName, prefixOf } from './names.ts';
import { consoleBucketStatements } from './policies/console-bucket.ts';
import { policyStatements } from './policies/policy-document.ts';
import { removalPolicy } from './retention.ts';
import { stackProps } from './stack-props.ts';

/** What the page talks to. */
export interface ConsoleParts {
  readonly api: GraphqlApi;
  readonly identity: Identity;
}

const ORIGIN = 'page';

function createBucket(stack: Stack, config: DeploymentConfig): Bucket {
  const bucket = new Bucket(stack, 'Page', {
    bucketName: consoleBucketName(config),
    versioned: true,
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    removalPolicy: removalPolicy(config),
  });
  for (const statement of policyStatements(consoleBucketStatements(config))) {
    bucket.addToResourcePolicy(statement);
  }
  return bucket;
}

/** Requests for files are signed for the bucket; nobody else's are answered. */
function createAccessControl(stack: Stack, config: DeploymentConfig): CfnOriginAccessControl {
  return new CfnOriginAccessControl(stack, 'OnlyTheDistribution', {
    originAccessControlConfig: {
      name: `${prefixOf(config)}-console`,
      originAccessControlOriginType: 's3',
      signingBehavior: 'always',
      signingProtocol: 'sigv4',
    },
  });
}

/** AppSync by its very URL, Cognito by its host: the content security policy names nothing else. */
function createHeaders(
  stack: Stack,
  config: DeploymentConfig,
  id: string,
  path: string,
  url: string,
) {
  const connectTo = [url, `https://cognito-idp.${config.region}.amazonaws.com`];
  return new CfnResponseHeadersPolicy(stack, id, {
    responseHeadersPolicyConfig: responseHeaders(
      `${prefixOf(config)}-console-${id.toLowerCase()}`,
      connectTo,
      cacheControl(path),
    ),
  });
}

function behaviour(headers: CfnResponseHeadersPolicy, cachePolicy: ICachePolicy) {
  return {
    targetOriginId: ORIGIN,
    viewerProtocolPolicy: 'https-only',
    allowedMethods: ['GET', 'HEAD'],
    compress: true,
    cachePolicyId: cachePolicy.cachePolicyId,
    responseHeadersPolicyId: headers.ref,
  };
}

/** Without a name of its own the page has CloudFront's certificate, and CloudFront decides how old a TLS it takes. */
function names({ domain }: ConsoleHosting) {
  if (domain === undefined) return {};
  return {
    aliases: [domain.name],
    viewerCertificate: {
      acmCertificateArn: domain.certificateArn,
      sslSupportMethod: 'sni-only',
      minimumProtocolVersion: 'TLSv1.2_2021',
    },
  };
}

function createDistribution(
  stack: Stack,
  config: DeploymentConfig,
  bucket: Bucket,
  url: string,
): CfnDistribution {
  const kept = createHeaders(stack, config, 'Assets', '/assets/', url);
  const fresh = createHeaders(stack, config, 'Document', '/', url);
  return new CfnDistribution(stack, 'Distribution', {
    distributionConfig: {
      enabled: true,
      comment: 'The page of the console',
      httpVersion: 'http2and3',
      ipv6Enabled: true,
      // Routes of the page are fragments, which no server sees: there is one document.
      defaultRootObject: 'index.html',
      ...names(config.console ?? {}),
      origins: [
        {
          id: ORIGIN,
          domainName: bucket.bucketRegionalDomainName,
          originAccessControlId: createAccessControl(stack, config).attrId,
          s3OriginConfig: { originAccessIdentity: '' },
        },
      ],
      defaultCacheBehavior: behaviour(fresh, CachePolicy.CACHING_DISABLED),
      cacheBehaviors: [
        { pathPattern: 'assets/*', ...behaviour(kept, CachePolicy.CACHING_OPTIMIZED) },
      ],
    },
  });
}

/** Only this distribution reads, and only files. */
function letRead(stack: Stack, bucket: Bucket, { ref }: CfnDistribution): void {
  bucket.addToResourcePolicy(
    new PolicyStatement({
      sid: 'TheDistributionReads',
      principals: [new ServicePrincipal('cloudfront.amazonaws.com')],
      actions: ['s3:GetObject'],
      resources: [bucket.arnForObjects('*')],
      conditions: {
        StringEquals: {
          'aws:SourceArn': `arn:aws:cloudfront::${stack.account}:distribution/${ref}`,
        },
      },
    }),
  );
}

/**
 * The page of the console: files in a bucket that only CloudFront reads, with the headers of the loopback
 * runtime. `npm run deploy` puts the files there, and beside them `config.json`, which tells the page of
 * this deployment; a function that CloudFormation would run for that could change what it serves. Not yet
 * verified on AWS.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 */
export function createConsoleStack(
  app: App,
  config: DeploymentConfig,
  { api, identity }: ConsoleParts,
): void {
  if (config.console === undefined) return;
  const stack = new Stack(
    app,
    'Console',
    stackProps(config, 'console', 'The page of the console.'),
  );
  const bucket = createBucket(stack, config);
  const distribution = createDistribution(stack, config, bucket, api.graphqlUrl);
  letRead(stack, bucket, distribution);
  const { domain } = config.console;
  const host = domain?.name ?? distribution.attrDomainName;
  new CfnOutput(stack, 'ConsoleUrl', { value: `https://${host}/` });
  new CfnOutput(stack, 'GraphqlUrl', { value: api.graphqlUrl });
  new CfnOutput(stack, 'UserPoolId', { value: identity.userPool.userPoolId });
  new CfnOutput(stack, 'ClientId', { value: identity.client.userPoolClientId });
}
