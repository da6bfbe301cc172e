import type { ApprovalState, ApprovalViewFragment } from '../generated/operations.ts';

export interface InboxSection {
  readonly title: string;
  readonly approvals: readonly ApprovalViewFragment[];
}

/** Whether a request or grant is still to be decided or used. */
export function isOpen(state: ApprovalState): boolean {
  return state === 'REQUESTED' || state === 'APPROVED';
}

/** What one can do oneself comes first; what is over comes last. Empty sections are left out. */
export function sectionsOf(
  approvals: readonly ApprovalViewFragment[],
  ownId: string,
  isApprover: boolean,
): readonly InboxSection[] {
  const isForMe = ({ state, requester }: ApprovalViewFragment) =>
    isApprover && state === 'REQUESTED' && requester !== ownId;
  const sections = [
    { title: 'For you to decide', approvals: approvals.filter(isForMe) },
    {
      title: 'Open',
      approvals: approvals.filter((one) => isOpen(one.state) && !isForMe(one)),
    },
    { title: 'Over', approvals: approvals.filter(({ state }) => !isOpen(state)) },
  ];
  return sections.filter((section) => section.approvals.length > 0);
}
