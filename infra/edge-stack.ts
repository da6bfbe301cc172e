import { Fn, Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import type { GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import {
  CachePolicy,
  CfnDistribution,
  CfnOriginRequestPolicy,
  CfnTrustStore,
} from 'aws-cdk-lib/aws-cloudfront';
import type { DeploymentConfig, MutualTls } from './config/deployment-config.ts';
import { prefixOf } from './names.ts';
import { stackProps } from './stack-props.ts';

/** Where CloudFront looks for certificates. */
const EDGE_REGION = 'us-east-1';

function createTrustStore(stack: Stack, config: DeploymentConfig, { authorities }: MutualTls) {
  return new CfnTrustStore(stack, 'Clients', {
    name: `${prefixOf(config)}-clients`,
    caCertificatesBundleSource: {
      caCertificatesBundleS3Location: { ...authorities, region: EDGE_REGION },
    },
  });
}

/** AppSync knows itself by its own name, so every header but that one goes on. */
function createRequestPolicy(stack: Stack, config: DeploymentConfig): CfnOriginRequestPolicy {
  return new CfnOriginRequestPolicy(stack, 'AllButTheHost', {
    originRequestPolicyConfig: {
      name: `${prefixOf(config)}-all-but-the-host`,
      headersConfig: { headerBehavior: 'allExcept', headers: ['host'] },
      cookiesConfig: { cookieBehavior: 'none' },
      queryStringsConfig: { queryStringBehavior: 'none' },
    },
  });
}

function originOf(api: GraphqlApi, { originSecretName }: MutualTls) {
  return {
    id: 'api',
    // `https://<name>/graphql`
    domainName: Fn.select(2, Fn.split('/', api.graphqlUrl)),
    customOriginConfig: { originProtocolPolicy: 'https-only', originSslProtocols: ['TLSv1.2'] },
    originCustomHeaders: [
      {
        headerName: 'x-origin-verify',
        headerValue: `{{resolve:secretsmanager:${originSecretName}:SecretString}}`,
      },
    ],
  };
}

/**
 * Mutual TLS: CloudFront asks every client for a certificate of the given authorities and hands its
 * fingerprint on, by which the firewall counts. AppSync itself asks for none, so its firewall refuses
 * what does not come this way. Nothing is cached and nothing logged. Not yet verified on AWS.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/viewer-mtls.html
 */
export function createEdgeStack(app: App, config: DeploymentConfig, api: GraphqlApi): void {
  const { mutualTls } = config;
  if (mutualTls === undefined) return;
  const props = stackProps(config, 'edge', 'Mutual TLS in front of the API.');
  const stack = new Stack(app, 'Edge', {
    ...props,
    env: { account: config.account, region: EDGE_REGION },
    crossRegionReferences: true,
  });
  const trustStore = createTrustStore(stack, config, mutualTls);
  new CfnDistribution(stack, 'Distribution', {
    distributionConfig: {
      enabled: true,
      // HTTP/3 has no mutual TLS here.
      httpVersion: 'http2',
      aliases: [mutualTls.domainName],
      viewerCertificate: {
        acmCertificateArn: mutualTls.certificateArn,
        sslSupportMethod: 'sni-only',
        minimumProtocolVersion: 'TLSv1.2_2021',
      },
      viewerMtlsConfig: {
        mode: 'required',
        trustStoreConfig: {
          trustStoreId: trustStore.ref,
          advertiseTrustStoreCaNames: false,
          ignoreCertificateExpiry: false,
        },
      },
      origins: [originOf(api, mutualTls)],
      defaultCacheBehavior: {
        targetOriginId: 'api',
        viewerProtocolPolicy: 'https-only',
        allowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
        cachePolicyId: CachePolicy.CACHING_DISABLED.cachePolicyId,
        originRequestPolicyId: createRequestPolicy(stack, config).ref,
      },
    },
  });
}
