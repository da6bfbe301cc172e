import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';

import { createEnvelope } from '../../../functions/vault/envelope.ts';
import type { Tenant } from '../../../functions/vault/identity.ts';
import { Plaintext } from '../../../functions/vault/plaintext.ts';
import { KINDS, newBranchKeys } from './envelopes.ts';

export interface LocaleTask {
  readonly env: Record<string, string>;
  readonly context: Record<string, string>;
  /** Messages in base64, of processes under other locales. */
  readonly messages: readonly string[];
}

export interface LocaleResult {
  readonly locale: string;
  /** What each message holds, or the error, for each kind of envelope. */
  readonly opened: readonly string[];
  /** By each kind of envelope, in base64. */
  readonly sealed: readonly string[];
}

/** Run as a process of its own, under another locale: opens messages and seals some. */
async function run({ env, context, messages }: LocaleTask): Promise<LocaleResult> {
  const branchKeys = newBranchKeys({ dynamodb: new DynamoDBClient(), kms: new KMSClient(), env });
  const envelopes = KINDS.map((kind) => createEnvelope(kind, branchKeys));
  const tenant = 'acme' as Tenant;
  const { locale } = Intl.Collator().resolvedOptions();
  const opened: string[] = [];
  const sealed: string[] = [];
  for (const envelope of envelopes) {
    for (const message of messages) {
      const outcome = envelope.open(tenant, context, Buffer.from(message, 'base64'));
      opened.push(await outcome.then((plaintext) => plaintext.expose(), String));
    }
    const message = await envelope.seal(tenant, context, new Plaintext(`sealed under ${locale}`));
    sealed.push(Buffer.from(message).toString('base64'));
  }
  return { locale, opened, sealed };
}

void run(JSON.parse(String(process.argv[2])) as LocaleTask).then((result) => {
  process.stdout.write(JSON.stringify(result));
});
