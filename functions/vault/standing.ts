import type { Call } from './call.ts';
import { VaultError } from './errors.ts';
import type { Services } from './services.ts';

/**
 * For calls that name no token: who is not in good standing changes and learns nothing.
 * @throws VaultError NOT_AUTHORIZED
 */
export async function mustStand({ lookup }: Pick<Services, 'lookup'>, call: Call): Promise<void> {
  const { standing } = await lookup.find(call, []);
  if (standing !== null) throw new VaultError('NOT_AUTHORIZED', standing);
}
