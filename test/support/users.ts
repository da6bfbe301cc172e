import type { Group } from '../../infra/groups.ts';
import { USERS } from '../../local/principals.ts';

/** The name of the seeded user of tenant acme who is in this group alone. */
export function userOf(group: Group): string {
  const found = USERS.find(
    ({ tenant, groups }) => tenant === 'acme' && groups.length === 1 && groups[0] === group,
  );
  if (found === undefined) throw new Error(`No user is seeded for the group ${group}.`);
  return found.username;
}
