import type { WhoAmIQuery } from '../generated/operations.ts';

/** Who is signed in, as the vault sees it, with the name that Cognito knows. */
export interface SignedIn {
  readonly username: string;
  readonly id: string;
  readonly tenant: string;
  readonly groups: readonly string[];
}

export function signedIn(username: string, { me }: WhoAmIQuery): SignedIn {
  return { username, id: me.id, tenant: me.tenant, groups: me.groups };
}
