import { KMSClient } from '@aws-sdk/client-kms';

import { openInstallation } from '../local/installation.ts';
import { readCallCounts } from '../local/kms/call-counts.ts';
import { PRINCIPALS, REGION } from '../local/principals.ts';
import type { OpenGateway } from './gateway.ts';

/** How many calls the vault function has made to KMS since the gateway started. */
export async function countKmsCalls({ ready, dataDir }: OpenGateway): Promise<number> {
  const credentials = openInstallation(dataDir, false).accessKey(PRINCIPALS.deployer);
  const client = new KMSClient({ region: REGION, endpoint: ready.kms.endpoint, credentials });
  const counts = await readCallCounts(client);
  client.destroy();
  return counts
    .filter(({ principal }) => principal === PRINCIPALS.vault)
    .reduce((total, { calls }) => total + calls, 0);
}
