import type { LambdaHost } from '../lambda/host.ts';
import { TENANTS } from '../principals.ts';

/** Has the key-admin function make each seeded tenant's branch key; it leaves existing ones alone. */
export async function seedBranchKeys(lambda: LambdaHost): Promise<void> {
  await Promise.all(
    TENANTS.map((tenant) => lambda.invoke('key-admin', { operation: 'createBranchKey', tenant })),
  );
}
