import type { Item } from './attempt.ts';
import { approvalId, noteContext, stateOf } from './approval.ts';
import type { Approval } from './approval.ts';
import type { Call } from './call.ts';
import type { ApprovalData, ApprovalsData } from './event.ts';
import { listOf, textOf } from './fields.ts';
import { numbersOn } from './numbered-page.ts';
import type { NumberedPage } from './numbered-page.ts';
import { settle } from './outcome.ts';
import type { Services } from './services.ts';

export interface ApprovalsView {
  readonly approvals: readonly ApprovalData[];
  readonly nextToken: string | null;
}

type ViewNeeds = Pick<Services, 'clock' | 'envelope'>;
type Needs = ViewNeeds & Pick<Services, 'approvals' | 'attempts'>;

/** Ticket and reason are opened for approvers and for whoever wrote them. */
async function readNote({ envelope }: ViewNeeds, { tenant }: Call, { number, note }: Approval) {
  const opened = await envelope.open(tenant, noteContext(tenant, number), note);
  const [ticket, reason] = listOf(JSON.parse(opened.expose()));
  return { ticket: textOf(ticket), reason: textOf(reason) };
}

/** What `Approval` shows. */
export async function viewApproval(
  needs: ViewNeeds,
  call: Call,
  approval: Approval,
): Promise<ApprovalData> {
  const { number, requester, purpose, tokens, count, used, minutes } = approval;
  const { requestedAt, endsAt, decidedBy, decidedAt } = approval;
  return {
    id: approvalId(number),
    state: stateOf(approval, needs.clock()),
    requester: requester.id,
    ...{ purpose, tokens, count, used, minutes, requestedAt, endsAt, decidedBy, decidedAt },
    ...(await readNote(needs, call, approval)),
  };
}

/** Approvers see all of the tenant's, everyone else his own. */
export function maySee({ actor }: Call, { requester }: Approval): boolean {
  return actor.groups.includes('approvers') || requester.id === actor.id;
}

async function showPage(needs: Needs, call: Call, page: NumberedPage): Promise<ApprovalsView> {
  const newest = await needs.approvals.newest(call);
  const { numbers, nextToken } = numbersOn(page, newest.number);
  const found = await needs.approvals.find(call, numbers);
  const seen = found.flatMap((one) => (one !== null && maySee(call, one) ? [one] : []));
  const approvals = await Promise.all(seen.map((one) => viewApproval(needs, call, one)));
  return { approvals, nextToken };
}

/** The requests that the caller may see, the newest first; a page may hold fewer than it could. */
export function createShowApprovals(needs: Needs) {
  return (call: Call, items: readonly Item<NumberedPage>[]): Promise<Item<ApprovalsView>[]> =>
    needs.attempts.run(call, items, (pages) =>
      Promise.all(
        pages.map(async (page) => ({
          subject: {},
          outcome: await settle(() => showPage(needs, call, page)),
        })),
      ),
    );
}

/** What `Approvals` shows. */
export function approvalsData({ approvals, nextToken }: ApprovalsView): ApprovalsData {
  return { approvals, nextToken };
}
