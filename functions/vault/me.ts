import type { Item } from './attempt.ts';
import type { Call } from './call.ts';
import type { ActorData } from './event.ts';
import type { Services } from './services.ts';

/** Who the vault takes the caller for. */
export function actorData({ actor, tenant }: Call): ActorData {
  return { id: actor.id, tenant, groups: actor.groups };
}

/** Tells nothing but the call itself, and records that it was asked. */
export function createMe({ attempts }: Pick<Services, 'attempts'>) {
  return (call: Call): Promise<Item<never>[]> =>
    attempts.run<never, never>(call, [], () => Promise.resolve([]));
}
