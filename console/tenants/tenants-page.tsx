import { useState } from 'react';

import { Card, Page } from '../interface/page.tsx';
import { AskToErase, ReceiptCard } from './erasure.tsx';
import type { Receipt } from './erasure.tsx';
import { NewTenant } from './new-tenant.tsx';
import { TenantList } from './tenant-list.tsx';

/** The gateway's tenants, for the administrators of its operator. */
export function TenantsPage() {
  const [changes, setChanges] = useState(0);
  const [asked, setAsked] = useState<string | null>(null);
  const [receipt, setReceipt] = useState<Receipt | null>(null);
  const onChange = () => {
    setChanges((before) => before + 1);
  };
  const close = () => {
    setAsked(null);
  };
  const onErased = (given: Receipt) => {
    setReceipt(given);
    close();
    onChange();
  };
  return (
    <Page title="Tenants" lead="Whose values the gateway keeps apart, each under keys of its own.">
      <div className="columns">
        <Card title="Tenants with keys">
          <TenantList key={changes} onErase={setAsked} />
        </Card>
        <div className="stack">
          {receipt !== null && <ReceiptCard receipt={receipt} />}
          <NewTenant onChange={onChange} />
        </div>
      </div>
      {asked !== null && <AskToErase tenant={asked} onDone={onErased} onClose={close} />}
    </Page>
  );
}
