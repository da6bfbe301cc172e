import { createDoor } from './door.ts';
import { createOperations } from './operations.ts';
import type { Services } from './services.ts';

/** The vault as a whole: its door with all its operations behind it. */
export function createAnswer(services: Services): ReturnType<typeof createDoor> {
  return createDoor(services, createOperations(services));
}
