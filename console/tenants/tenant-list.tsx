import { useState } from 'react';

import { failureText } from '../api/failure.ts';
import { useRead } from '../api/use-read.ts';
import { TenantsDocument } from '../generated/operations.ts';
import type { TenantsQuery } from '../generated/operations.ts';
import { Button } from '../interface/button.tsx';
import { Badge, Code, Details } from '../interface/details.tsx';
import { FailureNotice } from '../interface/notice.tsx';
import { Loading } from '../interface/page.tsx';
import { Time } from '../interface/time.tsx';
import { sentenceCase } from '../interface/words.ts';
import { useConsole } from '../session/console-context.ts';

type Tenant = TenantsQuery['tenants']['items'][number];

export interface TenantListProps {
  readonly onErase: (tenant: string) => void;
}

/** The operator's own tenant is never erased. */
function TenantEntry({ tenant, onErase }: TenantListProps & { tenant: Tenant }) {
  const { actor } = useConsole();
  const { name, state, createdAt, keyVersion, keyVersionSince } = tenant;
  return (
    <section className="tenant" aria-label={name}>
      <h3>
        {name} <Badge tone={state === 'ACTIVE' ? 'good' : 'bad'}>{sentenceCase(state)}</Badge>
      </h3>
      <Details
        details={[
          ['Made', <Time instant={createdAt} />],
          ['Key version', <Code>{keyVersion}</Code>],
          ['Since', <Time instant={keyVersionSince} />],
        ]}
      />
      {name !== actor.tenant && (
        <Button
          look="bare"
          onClick={() => {
            onErase(name);
          }}
        >
          Erase {name}
        </Button>
      )}
    </section>
  );
}

interface TenantPageProps extends TenantListProps {
  readonly cursor: string | null;
  readonly isLast: boolean;
  readonly onMore: (cursor: string) => void;
}

function TenantPage({ cursor, isLast, onMore, onErase }: TenantPageProps) {
  const { data, failure } = useRead(TenantsDocument, { nextToken: cursor });
  if (failure !== null) return <FailureNotice failure={failure} textOf={failureText} />;
  if (data === null) return <Loading what="tenants" />;
  const { items, nextToken } = data.tenants;
  return (
    <>
      {items.map((tenant) => (
        <TenantEntry key={tenant.name} tenant={tenant} onErase={onErase} />
      ))}
      {isLast && nextToken !== null && (
        <Button
          onClick={() => {
            onMore(nextToken);
          }}
        >
          Show more tenants
        </Button>
      )}
    </>
  );
}

/** The tenants that have keys, in no particular order. */
export function TenantList({ onErase }: TenantListProps) {
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null]);
  return (
    <div className="stack">
      {cursors.map((cursor, at) => (
        <TenantPage
          key={cursor ?? 'first'}
          cursor={cursor}
          isLast={at === cursors.length - 1}
          onMore={(next) => {
            setCursors((before) => [...before, next]);
          }}
          onErase={onErase}
        />
      ))}
    </div>
  );
}
