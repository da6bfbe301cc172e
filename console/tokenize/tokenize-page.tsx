import { useState } from 'react';

import type { TokenViewFragment } from '../generated/operations.ts';
import { Card, EmptyState, Page } from '../interface/page.tsx';
import { TokenCard } from '../lookup/token-card.tsx';
import { TokenizeForm } from './tokenize-form.tsx';

const KEPT = 5;

/** Exchanges a value for a token. The tokens made since the page was opened stay in sight. */
export function TokenizePage() {
  const [made, setMade] = useState<readonly TokenViewFragment[]>([]);
  const add = (token: TokenViewFragment) => {
    setMade((before) =>
      [token, ...before.filter((one) => one.token !== token.token)].slice(0, KEPT),
    );
  };
  return (
    <Page
      title="Tokenize"
      lead="Exchange a sensitive value for a token. The value goes to the vault, and is gone from this page once it has its token."
    >
      <div className="columns">
        <Card>
          <TokenizeForm onMade={add} />
        </Card>
        <div className="stack" aria-live="polite">
          {made.length === 0 && (
            <Card>
              <EmptyState title="No token yet">
                Its token appears here, to be copied. Keep it in place of the value.
              </EmptyState>
            </Card>
          )}
          {made.map((token) => (
            <TokenCard key={token.token} token={token} />
          ))}
        </div>
      </div>
    </Page>
  );
}
