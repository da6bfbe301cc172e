import { useState } from 'react';

import { purposesFor } from '../access.ts';
import { change } from '../api/client.ts';
import { failureText, RequestFailure } from '../api/failure.ts';
import { RevealDocument } from '../generated/operations.ts';
import type { Purpose, RevealMutation, TokenViewFragment } from '../generated/operations.ts';
import { Button } from '../interface/button.tsx';
import { SelectField } from '../interface/field.tsx';
import { FailureNotice, Notice } from '../interface/notice.tsx';
import { Card } from '../interface/page.tsx';
import { useTask } from '../interface/task.ts';
import type { Task } from '../interface/task.ts';
import { PURPOSE_WORDS } from '../interface/words.ts';
import { useConsole } from '../session/console-context.ts';
import { textIn } from '../sign-in/form-text.ts';
import { isInFront, SHOWN_SECONDS } from './auto-hide.ts';
import { useGrants } from './grants.ts';
import { Revealed } from './revealed.tsx';
import { createShownValue } from './shown-value.ts';
import type { ShownValue } from './shown-value.ts';

/** Only where an approval fits. */
function GrantField({ token }: { token: string }) {
  const choices = useGrants(token).map(({ id, ticket, count, used }) => {
    return [id, `${ticket} (${String(count - used)} left)`] as const;
  });
  if (choices.length === 0) return null;
  const none = ['', 'None: use my own budget'] as const;
  return <SelectField label="Approval" name="grant" isOptional choices={[none, ...choices]} />;
}

interface RevealFormProps {
  readonly token: TokenViewFragment;
  readonly purposes: readonly Purpose[];
  readonly task: Task<[FormData]>;
  /** Whether the last value came while nobody could be looking. */
  readonly isMissed: boolean;
}

function RevealForm({ token, purposes, task, isMissed }: RevealFormProps) {
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        task.start(new FormData(event.currentTarget));
      }}
    >
      <p>
        Each reveal is recorded: who, when, and for which purpose. It counts against your budget.
        The value is shown for {SHOWN_SECONDS} seconds.
      </p>
      <SelectField
        label="Purpose"
        name="purpose"
        required
        defaultValue=""
        choices={[
          ['', 'Choose a purpose'],
          ...purposes.map((purpose) => [purpose, PURPOSE_WORDS[purpose]] as const),
        ]}
      />
      <GrantField token={token.token} />
      <FailureNotice failure={task.failure} textOf={failureText} />
      {isMissed && (
        <Notice tone="warning">
          The value came while this window was not in front, and was not shown. It was recorded and
          counted.
        </Notice>
      )}
      <Button type="submit" look="primary" isBusy={task.isBusy}>
        Reveal
      </Button>
    </form>
  );
}

interface Release {
  readonly value: ShownValue;
  /** What is left of one's own budget, and until when. */
  readonly left: number;
  readonly resetsAt: string;
}

/** What was released; a plaintext of an approval takes nothing of one's own budget. */
function releaseOf({ plaintext, budget }: RevealMutation['detokenize'], grant: string): Release {
  if (plaintext === null) throw new RequestFailure('TOKEN_NOT_FOUND');
  const { actorLeft, resetsAt } = budget;
  return {
    value: createShownValue(plaintext),
    left: Math.max(0, actorLeft - (grant === '' ? 1 : 0)),
    resetsAt,
  };
}

/** The value of a token, for a purpose and for a while. */
export function RevealCard({ token }: { token: TokenViewFragment }) {
  const { client, actor } = useConsole();
  const [release, setRelease] = useState<Release | null>(null);
  const [isMissed, setMissed] = useState(false);
  const purposes = purposesFor(actor, token.dataClass);
  const task = useTask(async (form: FormData) => {
    setMissed(false);
    const [purpose, grant] = [textIn(form, 'purpose') as Purpose, textIn(form, 'grant')];
    const input = { token: token.token, purpose, ...(grant === '' ? {} : { grant }) };
    const { detokenize } = await change(client, RevealDocument, { input });
    const released = releaseOf(detokenize, grant);
    const isSeen = isInFront();
    if (!isSeen) released.value.forget();
    setMissed(!isSeen);
    setRelease(isSeen ? released : null);
  });
  if (purposes.length === 0) {
    return (
      <Card title="Value">
        <Notice tone="info">Values of this class are not open to your groups.</Notice>
      </Card>
    );
  }
  return (
    <Card title="Value">
      {release === null ? (
        <RevealForm token={token} purposes={purposes} task={task} isMissed={isMissed} />
      ) : (
        <Revealed
          {...release}
          masked={token.masked}
          onHide={() => {
            setRelease(null);
          }}
        />
      )}
    </Card>
  );
}
