import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';

import { createKeyrings } from '../../../functions/vault/branch-keys.ts';
import { createEnvelope } from '../../../functions/vault/envelope.ts';
import type { Tenant } from '../../../functions/vault/identity.ts';

/** Run as a process of its own, under another locale: opens one message and prints its locale. */
const [rootKeyArn = '', keyStoreName = '', context = '', ciphertext = ''] = process.argv.slice(2);
const configuration = {
  dynamodb: new DynamoDBClient(),
  kms: new KMSClient(),
  tableName: 'keys',
  keyStoreName,
  rootKeyArn,
};
const bound = JSON.parse(context) as Record<string, string>;

createEnvelope(createKeyrings(configuration, 60))
  .open('acme' as Tenant, bound, Buffer.from(ciphertext, 'base64'))
  .then((plaintext) => {
    process.stdout.write(`${Intl.Collator().resolvedOptions().locale} ${plaintext.expose()}`);
  })
  .catch((error: unknown) => {
    process.stdout.write(String(error));
  });
