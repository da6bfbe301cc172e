import { addStatement, part, removeStatement, statement } from './damage.ts';
import type { Damaged, Part } from './damage.ts';
import type { Defect } from './defect.ts';

const DISTRIBUTION = 'AWS::CloudFront::Distribution';
const HEADERS = 'AWS::CloudFront::ResponseHeadersPolicy';
const PAGE = 'Only deployments change the page of the console, and only CloudFront serves it';

const distribution = (damaged: Damaged): Part =>
  part(damaged.properties(DISTRIBUTION, 'The page of the console'), 'DistributionConfig');

const headers = (damaged: Damaged): Part =>
  part(damaged.properties(HEADERS), 'ResponseHeadersPolicyConfig');

const policy = (damaged: Damaged): Part =>
  part(damaged.properties('AWS::S3::BucketPolicy', 'DeploymentsPutThePage'), 'PolicyDocument');

/** What the page of the console can be brought to be. */
export const CONSOLE_DEFECTS: readonly Defect[] = [
  {
    defect: 'The bucket of the page can be opened to the public',
    gate: 'Buckets are closed to the public',
    damage: (damaged) => {
      const bucket = damaged.properties('AWS::S3::Bucket', 'production-console');
      delete bucket.PublicAccessBlockConfiguration;
    },
  },
  {
    defect: 'CloudFront asks the bucket as anybody would',
    gate: 'CloudFront signs what it asks of the bucket of the page',
    damage: (damaged) => {
      delete part(distribution(damaged), 'Origins', 0).OriginAccessControlId;
    },
  },
  {
    defect: 'The page comes without TLS, too',
    gate: 'The page comes by TLS alone',
    damage: (damaged) => {
      part(distribution(damaged), 'DefaultCacheBehavior').ViewerProtocolPolicy = 'allow-all';
    },
  },
  {
    defect: 'Files can be sent to the bucket by way of the page',
    gate: 'Nothing is sent to where the page comes from',
    damage: (damaged) => {
      part(distribution(damaged), 'CacheBehaviors', 0).AllowedMethods = ['GET', 'HEAD', 'PUT'];
    },
  },
  {
    defect: 'Scripts of the page come without headers',
    gate: 'Every file of the page has its headers',
    damage: (damaged) => {
      delete part(distribution(damaged), 'CacheBehaviors', 0).ResponseHeadersPolicyId;
    },
  },
  {
    defect: 'The page can be framed',
    gate: 'The page has the headers that it has on loopback',
    damage: (damaged) => {
      const security = part(headers(damaged), 'SecurityHeadersConfig');
      part(security, 'FrameOptions').FrameOption = 'SAMEORIGIN';
    },
  },
  {
    defect: 'The page runs what is written into it',
    gate: 'The page has the headers that it has on loopback',
    damage: (damaged) => {
      const config = headers(damaged);
      const text = JSON.stringify(config).replace(
        "script-src 'self'",
        "script-src 'unsafe-inline'",
      );
      Object.assign(config, JSON.parse(text));
    },
  },
  {
    defect: 'The page may send what is typed to another host',
    gate: 'The page talks to the API, to Cognito and to nobody else',
    damage: (damaged) => {
      const config = headers(damaged);
      const text = JSON.stringify(config).replace(
        ' https://cognito',
        ' https://elsewhere.example https://cognito',
      );
      Object.assign(config, JSON.parse(text));
    },
  },
  {
    defect: 'An administrator changes the page',
    gate: PAGE,
    damage: (damaged) => {
      removeStatement(policy(damaged), 'NobodyElseChangesThePage');
    },
  },
  {
    defect: 'Files of the page are put and read without TLS',
    gate: PAGE,
    damage: (damaged) => {
      removeStatement(policy(damaged), 'OnlyEncryptedTransport');
    },
  },
  {
    defect: 'Any distribution of CloudFront reads the bucket of the page',
    gate: PAGE,
    damage: (damaged) => {
      delete statement(policy(damaged), 'TheDistributionReads').Condition;
    },
  },
  {
    defect: 'Anybody lists the bucket of the page',
    gate: PAGE,
    damage: (damaged) => {
      addStatement(policy(damaged), {
        ...{ Effect: 'Allow', Principal: '*', Action: 's3:ListBucket', Resource: '*' },
      });
    },
  },
];
