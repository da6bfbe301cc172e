import { settle } from '../vault/outcome.ts';
import { countFailure } from '../vault/metrics.ts';
import type { Tenant } from '../vault/identity.ts';
import type { RewrapServices } from './services.ts';
import { takeTurn } from './turn.ts';
import type { Turn } from './turn.ts';

/** What stands in one tenant's way is counted, and is no other tenant's affair. */
async function tryTurn(needs: RewrapServices, tenant: Tenant, requestId: string): Promise<Turn> {
  const turn = await settle(() => takeTurn(needs, tenant, requestId));
  if ('value' in turn) return turn.value;
  countFailure(needs.metrics, requestId, turn.failure);
  return 'rest';
}

/**
 * Works on the jobs of all tenants, page by page in turn, until all rest or the time is up; the next
 * run goes on at their checkpoints. Any number of runs may overlap: a page that two of them take is
 * done once, and one of them gives way.
 * @throws VaultError if the queue cannot be read
 */
export function createRewrap(needs: RewrapServices): (requestId: string) => Promise<void> {
  const { clock, jobs, settings } = needs;
  return async (requestId) => {
    const until = clock().getTime() + settings.runSeconds * 1000;
    let open = await jobs.queued();
    while (open.length > 0) {
      const goOn: Tenant[] = [];
      for (const tenant of open) {
        if (clock().getTime() >= until) return;
        if ((await tryTurn(needs, tenant, requestId)) === 'more') goOn.push(tenant);
      }
      open = goOn;
    }
  };
}
