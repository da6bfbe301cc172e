import { useState } from 'react';

import { isToken } from '../../client/token.ts';
import { may } from '../access.ts';
import { ask } from '../api/client.ts';
import { failureText, RequestFailure } from '../api/failure.ts';
import { LookUpDocument } from '../generated/operations.ts';
import type { TokenViewFragment } from '../generated/operations.ts';
import { Button } from '../interface/button.tsx';
import { TextField } from '../interface/field.tsx';
import { FailureNotice } from '../interface/notice.tsx';
import { Card, EmptyState, Page } from '../interface/page.tsx';
import { useTask } from '../interface/task.ts';
import type { Task } from '../interface/task.ts';
import { useConsole } from '../session/console-context.ts';
import { textIn } from '../sign-in/form-text.ts';
import { RevealCard } from './reveal-card.tsx';
import { TokenCard } from './token-card.tsx';

/** An OPAQUE token tells by its checksum that it was copied whole; others do not. */
function hintFor(text: string): string | null {
  const looksCut = text.startsWith('tok_') && !isToken(text);
  return looksCut ? 'This token is mistyped or cut off.' : null;
}

function LookupForm({ task }: { task: Task<[FormData]> }) {
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <form
      className="form form-line"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const found = hintFor(textIn(form, 'token').trim());
        setProblem(found);
        if (found === null) task.start(form);
      }}
    >
      <TextField
        label="Token"
        name="token"
        className="mono"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        placeholder="tok_…"
        error={problem}
        required
      />
      <Button type="submit" look="primary" isBusy={task.isBusy}>
        Look up
      </Button>
    </form>
  );
}

/** Finds a token and shows its masked view; the value only to those allowed, and on demand. */
export function LookupPage() {
  const { client, actor } = useConsole();
  const [token, setToken] = useState<TokenViewFragment | null>(null);
  const task = useTask(async (form: FormData) => {
    setToken(null);
    const variables = { token: textIn(form, 'token').trim() };
    const answer = await ask(client, LookUpDocument, variables);
    if (answer.token === null) throw new RequestFailure('TOKEN_NOT_FOUND');
    setToken(answer.token);
  });
  const isReleasing = may(actor, 'release');
  return (
    <Page
      title="Vault"
      lead={
        isReleasing
          ? 'Look up a token. Its value stays masked until you state a purpose and reveal it.'
          : 'Look up a token. Values are masked.'
      }
    >
      <Card>
        <LookupForm task={task} />
      </Card>
      <FailureNotice failure={task.failure} textOf={failureText} />
      {token === null && task.failure === null && (
        <EmptyState title="No token looked up">Enter a token to see what it stands for.</EmptyState>
      )}
      {token !== null && (
        <div className="columns">
          <TokenCard token={token} />
          {isReleasing && <RevealCard key={token.token} token={token} />}
        </div>
      )}
    </Page>
  );
}
