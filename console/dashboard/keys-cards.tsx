import { failureText } from '../api/failure.ts';
import { useRead } from '../api/use-read.ts';
import { KeyVersionsDocument, TenantKeysDocument } from '../generated/operations.ts';
import type { KeyVersionsQuery } from '../generated/operations.ts';
import { Badge, Code, Details } from '../interface/details.tsx';
import { FailureNotice } from '../interface/notice.tsx';
import { Card, EmptyState, Loading } from '../interface/page.tsx';
import { momentText, Time } from '../interface/time.tsx';
import { sentenceCase, shortId } from '../interface/words.ts';
import { BarList } from './bar-list.tsx';

type Job = NonNullable<KeyVersionsQuery['rewrapStatus']>;

function Census({ job }: { job: Job }) {
  const versions = job.census.map(({ keyVersion, records }) => ({
    name: `${shortId(keyVersion)}${keyVersion === job.keyVersion ? ' (active)' : ''}`,
    title: keyVersion,
    count: records,
  }));
  return (
    <div className="stack">
      <p className="field-hint">
        {sentenceCase(job.state)}, last seen {momentText(job.updatedAt)}
        {job.failed > 0 && `; ${String(job.failed)} records were left as they were`}
      </p>
      {versions.length > 0 && <BarList entries={versions} />}
    </div>
  );
}

/** How many records are under each version of the tenant's branch key, as the last rewrap found. */
export function KeyVersionsCard() {
  const { data, failure } = useRead(KeyVersionsDocument, {});
  return (
    <Card title="Key versions" note="Records by version, counted by the last rewrap">
      <FailureNotice failure={failure} textOf={failureText} />
      {data === null && failure === null && <Loading what="key versions" />}
      {data !== null &&
        (data.rewrapStatus === null ? (
          <EmptyState title="No rewrap has run">
            After a rotation, a rewrap moves records to the new version and counts them.
          </EmptyState>
        ) : (
          <Census job={data.rewrapStatus} />
        ))}
    </Card>
  );
}

/** The tenants and their active keys; nothing for those who do not operate the gateway. */
export function TenantKeysCard() {
  const { data, failure } = useRead(TenantKeysDocument, {});
  if (failure?.code === 'NOT_AUTHORIZED') return null;
  return (
    <Card title="Tenants" note="The active version of each branch key">
      <FailureNotice failure={failure} textOf={failureText} />
      {data === null && failure === null && <Loading what="tenants" />}
      <div className="stack">
        {data?.tenants.items.map(({ name, state, keyVersion, keyVersionSince }) => (
          <div key={name} className="tenant">
            <h3>
              {name} <Badge tone={state === 'ACTIVE' ? 'good' : 'bad'}>{sentenceCase(state)}</Badge>
            </h3>
            <Details
              details={[
                ['Version', <Code>{keyVersion}</Code>],
                ['Since', <Time instant={keyVersionSince} />],
              ]}
            />
          </div>
        ))}
      </div>
    </Card>
  );
}
