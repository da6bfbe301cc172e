import type { ApprovalState, ApprovalViewFragment } from '../generated/operations.ts';
import { Badge, Code, Details } from '../interface/details.tsx';
import type { BadgeProps, Detail } from '../interface/details.tsx';
import { Card } from '../interface/page.tsx';
import { Time } from '../interface/time.tsx';
import { PURPOSE_WORDS, sentenceCase, shortId } from '../interface/words.ts';
import { useConsole } from '../session/console-context.ts';
import { ApprovalActions } from './approval-actions.tsx';
import { isOpen } from './inbox.ts';

const TONES: Readonly<Record<ApprovalState, NonNullable<BadgeProps['tone']>>> = {
  REQUESTED: 'warning',
  APPROVED: 'good',
  REJECTED: 'bad',
  REVOKED: 'neutral',
  EXPIRED: 'neutral',
  USED_UP: 'neutral',
};

function Tokens({ tokens }: { tokens: readonly string[] }) {
  return (
    <details className="options">
      <summary>{tokens.length === 1 ? 'One token' : `${String(tokens.length)} tokens`}</summary>
      <ul className="token-list">
        {tokens.map((token) => (
          <li key={token}>
            <Code>{token}</Code>
          </li>
        ))}
      </ul>
    </details>
  );
}

function useWho(): (id: string) => string {
  const { actor } = useConsole();
  return (id) => (id === actor.id ? 'You' : shortId(id));
}

function useDetails(approval: ApprovalViewFragment): Detail[] {
  const who = useWho();
  const { tokens, count, used, state, decidedBy, decidedAt } = approval;
  return [
    ['Asked by', <span title={approval.requester}>{who(approval.requester)}</span>],
    ['Ticket', approval.ticket],
    ['Plaintexts', used === 0 ? String(count) : `${String(used)} of ${String(count)} used`],
    ['Of', tokens === null ? 'Any tokens' : <Tokens tokens={tokens} />],
    ['Lasts', `${String(approval.minutes)} minutes from its approval`],
    ['Asked', <Time instant={approval.requestedAt} />],
    [
      state === 'APPROVED' ? 'Ends' : 'Decide by',
      isOpen(state) ? <Time instant={approval.endsAt} /> : null,
    ],
    ['Decided by', decidedBy === null ? null : <span title={decidedBy}>{who(decidedBy)}</span>],
    ['Decided', decidedAt === null ? null : <Time instant={decidedAt} />],
  ];
}

export interface ApprovalCardProps {
  readonly approval: ApprovalViewFragment;
  readonly onChange: () => void;
}

/** A request, or the grant that it became. */
export function ApprovalCard({ approval, onChange }: ApprovalCardProps) {
  return (
    <Card className="approval">
      <div className="token-top">
        <h3>{PURPOSE_WORDS[approval.purpose]}</h3>
        <Badge tone={TONES[approval.state]}>{sentenceCase(approval.state)}</Badge>
      </div>
      <blockquote className="reason">{approval.reason}</blockquote>
      <Details details={useDetails(approval)} />
      <ApprovalActions approval={approval} onChange={onChange} />
    </Card>
  );
}
