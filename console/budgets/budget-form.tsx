import { useState } from 'react';

import { change } from '../api/client.ts';
import { failureText } from '../api/failure.ts';
import { ChangeBudgetDocument } from '../generated/operations.ts';
import type { BudgetInput, BudgetKind, BudgetScope, Purpose } from '../generated/operations.ts';
import { Button } from '../interface/button.tsx';
import { SelectField, TextField } from '../interface/field.tsx';
import { FailureNotice, Notice } from '../interface/notice.tsx';
import { Card } from '../interface/page.tsx';
import { useTask } from '../interface/task.ts';
import { PURPOSE_WORDS, sentenceCase } from '../interface/words.ts';
import { useConsole } from '../session/console-context.ts';
import { textIn } from '../sign-in/form-text.ts';
import { KIND_WORDS, SCOPE_WORDS } from './budget-names.ts';

const MOST = 100_000_000;

const SCOPES = Object.entries(SCOPE_WORDS);
const KINDS = Object.entries(KIND_WORDS).map(
  ([kind, words]) => [kind, sentenceCase(words)] as const,
);
const PURPOSES = Object.entries(PURPOSE_WORDS);

/** The budget as the API takes it: of a purpose, only plaintexts are counted. */
function budgetIn(form: FormData, scope: BudgetScope): BudgetInput {
  return {
    scope,
    ...(scope === 'PURPOSE'
      ? { purpose: textIn(form, 'purpose') as Purpose }
      : { kind: textIn(form, 'kind') as BudgetKind }),
    perMinute: Number(textIn(form, 'per-minute')),
    perDay: Number(textIn(form, 'per-day')),
  };
}

function Limit({ label, name }: { label: string; name: string }) {
  return <TextField label={label} name={name} type="number" min={0} max={MOST} required />;
}

function useSetting(scope: BudgetScope, onChange: () => void) {
  const { client } = useConsole();
  const [isDone, setDone] = useState(false);
  const task = useTask(async (form: FormData) => {
    setDone(false);
    await change(client, ChangeBudgetDocument, { input: budgetIn(form, scope) });
    setDone(true);
    onChange();
  });
  return { task, isDone };
}

/** Of a purpose, or of whatever is counted. */
function Counted({ scope }: { scope: BudgetScope }) {
  return scope === 'PURPOSE' ? (
    <SelectField label="Purpose" name="purpose" choices={PURPOSES} />
  ) : (
    <SelectField label="What is counted" name="kind" choices={KINDS} />
  );
}

/** Sets a budget of the tenant. It holds from the next request on. */
export function BudgetForm({ onChange }: { onChange: () => void }) {
  const [scope, setScope] = useState<BudgetScope>('ACTOR');
  const { task, isDone } = useSetting(scope, onChange);
  return (
    <Card title="Set a budget" note="Holds from the next request on">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          task.start(new FormData(event.currentTarget));
        }}
      >
        <SelectField
          label="Whose"
          value={scope}
          choices={SCOPES}
          onChange={(event) => {
            setScope(event.target.value as BudgetScope);
          }}
        />
        <Counted scope={scope} />
        <div className="form-row">
          <Limit label="A minute" name="per-minute" />
          <Limit label="A day" name="per-day" />
        </div>
        <FailureNotice failure={task.failure} textOf={failureText} />
        {isDone && <Notice tone="success">The budget is set.</Notice>}
        <Button type="submit" look="primary" isBusy={task.isBusy}>
          Set budget
        </Button>
      </form>
    </Card>
  );
}
