import { ASSUMPTIONS, PRICES } from './prices.ts';

/** What one request does, in units that are priced. */
export interface Usage {
  readonly front: 'appsync' | 'api-gateway';
  readonly itemsPerRequest: number;
  /** Per request, as are all that follow. */
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly kmsCalls: number;
  /** Calls of the function to DynamoDB and KMS that wait for one another. */
  readonly serviceCalls: number;
  readonly cpuMs: number;
}

/** Dollars for a million items, by what they are paid for. */
export interface Cost {
  readonly front: number;
  readonly firewall: number;
  readonly lambda: number;
  readonly dynamodb: number;
  readonly kms: number;
  readonly total: number;
}

const MILLION = 1e6;

/** @throws RangeError for a request without items */
export function costPerMillion(usage: Usage): Cost {
  if (!(usage.itemsPerRequest > 0)) throw new RangeError('A request has at least one item.');
  const requests = MILLION / usage.itemsPerRequest;
  const front = usage.front === 'appsync' ? PRICES.appSyncOperation : PRICES.apiGatewayRequest;
  const seconds = (usage.cpuMs + usage.serviceCalls * ASSUMPTIONS.serviceCallMs) / 1000;
  const perRequest = {
    front: front.dollars,
    firewall: PRICES.wafRequest.dollars,
    lambda:
      PRICES.lambdaRequest.dollars +
      seconds * ASSUMPTIONS.functionMemoryGb * PRICES.lambdaGbSecond.dollars,
    dynamodb:
      usage.writeUnits * PRICES.writeUnit.dollars + usage.readUnits * PRICES.readUnit.dollars,
    kms: usage.kmsCalls * PRICES.kmsRequest.dollars,
  };
  const cost = {
    front: requests * perRequest.front,
    firewall: requests * perRequest.firewall,
    lambda: requests * perRequest.lambda,
    dynamodb: requests * perRequest.dynamodb,
    kms: requests * perRequest.kms,
  };
  return { ...cost, total: Object.values(cost).reduce((sum, part) => sum + part, 0) };
}

/**
 * The AWS samples that the gateway succeeds: one item a request; the clients are made anew for each
 * item, so each asks KMS for a data key; the token and the order are two plain writes of up to 1 KB.
 * https://github.com/aws-samples/aws-serverless-tokenization
 */
export const SAMPLES_DESIGN: Usage = {
  front: 'api-gateway',
  itemsPerRequest: 1,
  writeUnits: 2,
  readUnits: 0,
  kmsCalls: 1,
  serviceCalls: 3,
  cpuMs: ASSUMPTIONS.samplesCpuMs,
};
