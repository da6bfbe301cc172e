import type { TokenViewFragment } from '../generated/operations.ts';
import { CopyButton } from '../interface/copy-button.tsx';
import { Badge, Code, Details } from '../interface/details.tsx';
import type { Detail } from '../interface/details.tsx';
import { Card } from '../interface/page.tsx';
import { Time } from '../interface/time.tsx';
import { CLASS_WORDS, FORMAT_WORDS, sentenceCase } from '../interface/words.ts';

function usesOf({ maxUses, usesLeft }: TokenViewFragment): string | null {
  return maxUses === null ? null : `${String(usesLeft ?? 0)} of ${String(maxUses)} left`;
}

function detailsOf(token: TokenViewFragment): Detail[] {
  const { dataClass, customClass, brand, expiresAt } = token;
  return [
    ['Class', customClass ?? CLASS_WORDS[dataClass]],
    ['Brand', brand === null ? null : sentenceCase(brand)],
    ['Format', FORMAT_WORDS[token.format]],
    ['Equal values', token.deterministic ? 'Get this token again' : 'Get tokens of their own'],
    ['Made', <Time instant={token.createdAt} />],
    ['Ends', expiresAt === null ? null : <Time instant={expiresAt} />],
    ['Uses', usesOf(token)],
  ];
}

/** What somebody wrote, apart from what the vault says: a note may be called `State`, too. */
function Notes({ metadata }: Pick<TokenViewFragment, 'metadata'>) {
  if (metadata.length === 0) return null;
  return (
    <section className="notes" aria-label="Notes of whoever made it">
      <h3>Notes of whoever made it</h3>
      <Details details={metadata.map(({ key, value }): Detail => [key, value])} />
    </section>
  );
}

/** A token and what may be known of its value without seeing it. */
export function TokenCard({ token }: { token: TokenViewFragment }) {
  return (
    <Card className="token-card">
      <div className="token-top">
        <p className="masked">{token.masked.replaceAll('*', '•')}</p>
        <Badge tone={token.state === 'ACTIVE' ? 'good' : 'bad'}>{sentenceCase(token.state)}</Badge>
      </div>
      <div className="token-line">
        <Code>{token.token}</Code>
        <CopyButton text={token.token} what="token" />
      </div>
      <Details details={detailsOf(token)} />
      <Notes metadata={token.metadata} />
    </Card>
  );
}
