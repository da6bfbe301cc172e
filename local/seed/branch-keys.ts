import type { LambdaHost } from '../lambda/host.ts';
import { TENANTS } from '../principals.ts';

/**
 * Has the key-admin function make each seeded tenant's branch key; it leaves existing ones alone.
 *
 * @throws Error when a key could not be made: the tenant could not tokenize.
 */
export async function seedBranchKeys(lambda: LambdaHost): Promise<void> {
  await Promise.all(TENANTS.map((tenant) => seedBranchKey(lambda, tenant)));
}

async function seedBranchKey(lambda: LambdaHost, tenant: string): Promise<void> {
  const event = { operation: 'createBranchKey', tenant };
  const reply = (await lambda.invoke('key-admin', event)) as { error?: { code: string } };
  if (reply.error === undefined) return;
  throw new Error(`The branch key of tenant ${tenant} was not made: ${reply.error.code}.`);
}
