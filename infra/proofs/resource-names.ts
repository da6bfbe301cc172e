/** A resource of a template, and what tells it from all others. */
export interface NamedResource {
  readonly stack: string;
  readonly account: string;
  readonly region: string;
  readonly id: string;
  readonly type: string;
  /** Its physical name, or a name of ours where CloudFormation makes one. */
  readonly name: string;
}

/** By type, the property that holds the physical name. */
export const NAME_PROPERTIES: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::CloudTrail::Trail': 'TrailName',
};

type ArnOf = (resource: NamedResource) => string;

const regional =
  (service: string, path: string): ArnOf =>
  ({ account, region, name }) =>
    `arn:aws:${service}:${region}:${account}:${path}${name}`;

/** By type, the ARN. A type that is not here has none that the prover knows. */
const ARNS: Readonly<Record<string, ArnOf>> = {
  'AWS::AppSync::GraphQLApi': regional('appsync', 'apis/'),
  'AWS::CloudTrail::Trail': regional('cloudtrail', 'trail/'),
  'AWS::Cognito::UserPool': regional('cognito-idp', 'userpool/'),
  'AWS::DynamoDB::GlobalTable': regional('dynamodb', 'table/'),
  'AWS::EC2::VPCEndpoint': regional('ec2', 'vpc-endpoint/'),
  'AWS::IAM::OIDCProvider': ({ account, name }) => `arn:aws:iam::${account}:oidc-provider/${name}`,
  'AWS::IAM::Role': ({ account, name }) => `arn:aws:iam::${account}:role/${name}`,
  'AWS::KMS::Key': regional('kms', 'key/'),
  'AWS::Lambda::Function': regional('lambda', 'function:'),
  'AWS::Logs::LogGroup': ({ account, region, name }) =>
    `arn:aws:logs:${region}:${account}:log-group:${name}:*`,
  'AWS::S3::Bucket': ({ name }) => `arn:aws:s3:::${name}`,
  'AWS::SNS::Topic': regional('sns', ''),
  'AWS::WAFv2::WebACL': regional('wafv2', 'regional/webacl/'),
};

const REFERS_BY_ARN: readonly string[] = ['AWS::SNS::Topic'];

/** What `Ref` gives; the name for most. */
export function referenceTo(resource: NamedResource): string {
  const arn = ARNS[resource.type];
  return arn !== undefined && REFERS_BY_ARN.includes(resource.type) ? arn(resource) : resource.name;
}

export function arnOf(resource: NamedResource): string | undefined {
  return ARNS[resource.type]?.(resource);
}

/** Attributes other than the ARN that a policy or a rule may come to. */
export function attributeOf(resource: NamedResource, attribute: string): string | undefined {
  const { name, region } = resource;
  if (attribute === 'RegionalDomainName') return `${name}.s3.${region}.amazonaws.com`;
  if (attribute === 'GraphQLUrl')
    return `https://${name}.appsync-api.${region}.amazonaws.com/graphql`;
  if (attribute === 'Arn' || attribute === 'TopicArn') return arnOf(resource);
  // The first of a list; which one that is can be told only if there is one.
  if (attribute === 'EndpointIds') return `zone:${resource.name}`;
  if (attribute === 'StreamArn') return `${arnOf(resource) ?? ''}/stream/label`;
  const names: readonly string[] = ['ApiId', 'GroupId', 'VpcId', 'SubnetId', 'RouteTableId', 'Id'];
  return names.includes(attribute) ? resource.name : undefined;
}
