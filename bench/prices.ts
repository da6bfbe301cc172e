/** A list price in us-east-1, and where it was read. */
export interface Price {
  readonly dollars: number;
  readonly per: string;
  readonly source: string;
  /**
   * `quoted`: the vendor's page could not be read; this is what it was quoted with elsewhere.
   * `assumed`: nobody's figure but ours.
   */
  readonly standing: 'quoted' | 'assumed';
}

/** When the quotations were last compared with one another. */
export const PRICES_READ = '2026-10';

const quoted = (dollars: number, per: string, source: string): Price => ({
  dollars,
  per,
  source,
  standing: 'quoted',
});

/** On-demand list prices, no free tier, no tax. Storage, transfer and fixed monthly prices are left out. */
export const PRICES = {
  appSyncOperation: quoted(4e-6, 'query or mutation', 'https://aws.amazon.com/appsync/pricing/'),
  apiGatewayRequest: quoted(3.5e-6, 'REST request', 'https://aws.amazon.com/api-gateway/pricing/'),
  wafRequest: quoted(0.6e-6, 'request', 'https://aws.amazon.com/waf/pricing/'),
  lambdaRequest: quoted(0.2e-6, 'request', 'https://aws.amazon.com/lambda/pricing/'),
  lambdaGbSecond: quoted(1.33334e-5, 'GB-second, arm64', 'https://aws.amazon.com/lambda/pricing/'),
  writeUnit: quoted(
    0.625e-6,
    'write request unit',
    'https://aws.amazon.com/dynamodb/pricing/on-demand/',
  ),
  readUnit: quoted(
    0.125e-6,
    'read request unit',
    'https://aws.amazon.com/dynamodb/pricing/on-demand/',
  ),
  kmsRequest: quoted(3e-6, 'symmetric request', 'https://aws.amazon.com/kms/pricing/'),
} as const satisfies Readonly<Record<string, Price>>;

/** What loopback cannot tell. Each is generous to the design that we compare with. */
export const ASSUMPTIONS = {
  /** As `infra/functions-stack.ts` has it. */
  functionMemoryGb: 1,
  /** From a function to DynamoDB or KMS and back, in the same region. Not measured. */
  serviceCallMs: 5,
  /** The samples' own work per item beside its calls. Not measured. */
  samplesCpuMs: 5,
} as const;
