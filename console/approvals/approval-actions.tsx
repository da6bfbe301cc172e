import { useState } from 'react';

import { may } from '../access.ts';
import { change } from '../api/client.ts';
import { DecideDocument, WithdrawDocument } from '../generated/operations.ts';
import type { ApprovalViewFragment } from '../generated/operations.ts';
import { Button } from '../interface/button.tsx';
import { Question } from '../interface/question.tsx';
import { useTask } from '../interface/task.ts';
import { useConsole } from '../session/console-context.ts';
import type { SignedIn } from '../session/actor.ts';
import type { ApprovalCardProps } from './approval-card.tsx';
import { isOpen } from './inbox.ts';

type Action = 'APPROVE' | 'REJECT' | 'REVOKE';

interface Wording {
  readonly button: string;
  readonly question: string;
  readonly effect: string;
}

function wordingOf(action: Action, { state, count, minutes }: ApprovalViewFragment): Wording {
  if (action === 'APPROVE') {
    return {
      button: 'Approve',
      question: 'Approve this request?',
      effect: `The requester may have ${String(count)} plaintexts for ${String(minutes)} minutes from now on. You can end that at any time.`,
    };
  }
  if (action === 'REJECT') {
    return { button: 'Reject', question: 'Reject this request?', effect: 'This cannot be undone.' };
  }
  const isGrant = state === 'APPROVED';
  return {
    button: isGrant ? 'End grant' : 'Withdraw',
    question: isGrant ? 'End this grant?' : 'Withdraw this request?',
    effect: 'It holds at once, and cannot be undone.',
  };
}

/** What somebody may do with it now. Never a decision about one's own; the vault refuses it, too. */
function actionsOn({ state, requester }: ApprovalViewFragment, actor: SignedIn): Action[] {
  if (!isOpen(state)) return [];
  const isOwn = requester === actor.id;
  const isDecider = may(actor, 'decideApproval') && state === 'REQUESTED' && !isOwn;
  const isEnder = isOwn || (may(actor, 'decideApproval') && state === 'APPROVED');
  return [
    ...(isDecider ? (['APPROVE', 'REJECT'] as const) : []),
    ...(isEnder && may(actor, 'revokeApproval') ? (['REVOKE'] as const) : []),
  ];
}

interface DecisionProps extends ApprovalCardProps {
  readonly action: Action;
  readonly onClose: () => void;
}

function Decision({ action, approval, onChange, onClose }: DecisionProps) {
  const { client } = useConsole();
  const { id } = approval;
  const { button, question, effect } = wordingOf(action, approval);
  const task = useTask(async () => {
    if (action === 'REVOKE') await change(client, WithdrawDocument, { id });
    else await change(client, DecideDocument, { input: { id, decision: action } });
    onClose();
    onChange();
  });
  return (
    <Question
      title={question}
      effect={effect}
      button={button}
      look={action === 'APPROVE' ? 'primary' : 'danger'}
      task={task}
      onClose={onClose}
    />
  );
}

export function ApprovalActions({ approval, onChange }: ApprovalCardProps) {
  const { actor } = useConsole();
  const [asked, setAsked] = useState<Action | null>(null);
  const actions = actionsOn(approval, actor);
  const close = () => {
    setAsked(null);
  };
  if (actions.length === 0) return null;
  return (
    <div className="form-buttons">
      {actions.map((action) => (
        <Button
          key={action}
          look={action === 'APPROVE' ? 'primary' : 'plain'}
          onClick={() => {
            setAsked(action);
          }}
        >
          {wordingOf(action, approval).button}
        </Button>
      ))}
      {asked !== null && (
        <Decision action={asked} approval={approval} onChange={onChange} onClose={close} />
      )}
    </div>
  );
}
