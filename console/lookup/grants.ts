import { useRead } from '../api/use-read.ts';
import { InboxDocument } from '../generated/operations.ts';
import type { ApprovalViewFragment } from '../generated/operations.ts';
import { useConsole } from '../session/console-context.ts';

/** One's own approvals that may be used for a token now. */
export function useGrants(token: string): readonly ApprovalViewFragment[] {
  const { actor } = useConsole();
  const { data } = useRead(InboxDocument, { limit: 100 });
  return (data?.approvals.approvals ?? []).filter(
    ({ requester, state, tokens }) =>
      requester === actor.id && state === 'APPROVED' && (tokens?.includes(token) ?? true),
  );
}
