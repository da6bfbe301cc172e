import { failureText } from '../api/failure.ts';
import { useRead } from '../api/use-read.ts';
import { KeyVersionsDocument } from '../generated/operations.ts';
import { FailureNotice } from '../interface/notice.tsx';
import { Card, EmptyState, Loading } from '../interface/page.tsx';
import { Census } from '../keys/census.tsx';

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
