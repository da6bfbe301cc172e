import { DescribeKeyCommand, KMS } from '@aws-sdk/client-kms';

import type { Environment } from '../functions/vault/configuration.ts';
import { lambdaFunctions } from '../local/functions.ts';
import { openInstallation } from '../local/installation.ts';
import { PRINCIPALS, REGION } from '../local/principals.ts';
import { AMPLE_BUDGETS } from '../test/support/ample-budgets.ts';
import { newDataDir, removeDataDir, startGateway } from '../test/support/gateway.ts';
import type { RunningGateway } from '../test/support/gateway.ts';
import { signIn } from '../test/support/graphql.ts';

/** A gateway as `npm start` runs it, and what a bench needs of it. */
export interface BenchGateway {
  readonly gateway: RunningGateway;
  /** The variables of its vault function, to run the vault's own code against its services. */
  readonly vaultEnvironment: Environment;
  /** Signed as the deployer, who may make keys. Aggregated: the library's KMS keyring wants that. */
  readonly kms: KMS;
  readonly tokenizer: string;
  readonly paymentStaff: string;
  stop(): Promise<void>;
}

async function arnOf(kms: KMS, alias: string): Promise<string> {
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: alias }));
  return KeyMetadata?.Arn ?? '';
}

const portOf = (endpoint: string): number => Number(new URL(endpoint).port);

async function environmentOf({ ready, dataDir }: RunningGateway, kms: KMS) {
  const [vault] = lambdaFunctions({
    installation: openInstallation(dataDir, false),
    bundles: 'build/functions',
    endpoints: {
      kms: ready.kms.endpoint,
      dynamodb: ready.dynamodb.endpoint,
      s3: ready.s3.endpoint,
    },
    keys: {
      rootKeyArn: await arnOf(kms, 'alias/tokenization-root'),
      receiptKeyArn: await arnOf(kms, 'alias/tokenization-receipts'),
      checkpointKeyArn: await arnOf(kms, 'alias/tokenization-checkpoints'),
    },
    branchKeyTtlSeconds: 300,
    // Nothing is charged here.
    charging: { lambda: ready.kms.endpoint, processorPort: portOf(ready.processor.endpoint) },
    examples: 'build/examples',
    graphql: ready.graphql,
    limits: { BUDGETS: AMPLE_BUDGETS, BULK_RELEASE_ITEMS: '50' },
  });
  return vault?.environment ?? {};
}

export async function openBenchGateway(): Promise<BenchGateway> {
  const dataDir = newDataDir();
  const gateway = await startGateway({ dataDir });
  const { ready } = gateway;
  const credentials = openInstallation(dataDir, false).accessKey(PRINCIPALS.deployer);
  const kms = new KMS({ region: REGION, endpoint: ready.kms.endpoint, credentials });
  return {
    gateway,
    vaultEnvironment: await environmentOf(gateway, kms),
    kms,
    tokenizer: (await signIn(ready, 'acme-tokenizer')).idToken,
    paymentStaff: (await signIn(ready, 'acme-payments')).idToken,
    stop: async () => {
      kms.destroy();
      await gateway.stop();
      removeDataDir(dataDir);
    },
  };
}
