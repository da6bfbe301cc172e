import { useState } from 'react';

import type { AuditEventFilter } from '../generated/operations.ts';
import { Button } from '../interface/button.tsx';
import { SelectField, TextField } from '../interface/field.tsx';
import { Card, Page } from '../interface/page.tsx';
import { sentenceCase } from '../interface/words.ts';
import { EventPages } from './event-pages.tsx';
import { filterIn, lastHours, OPERATIONS, OUTCOMES, PERIODS } from './filter.ts';
import { SealCheck } from './seal-check.tsx';

const ANY = ['', 'Any'] as const;

function FilterForm({ onAsk }: { onAsk: (filter: AuditEventFilter) => void }) {
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        onAsk(filterIn(new FormData(event.currentTarget), new Date()));
      }}
    >
      <div className="form-row">
        <SelectField label="Period" name="hours" choices={PERIODS} />
        <SelectField
          label="Operation"
          name="operation"
          choices={[ANY, ...OPERATIONS.map((one) => [one, one] as const)]}
        />
        <SelectField
          label="Outcome"
          name="code"
          choices={[ANY, ...OUTCOMES.map((one) => [one, sentenceCase(one)] as const)]}
        />
        <TextField label="Actor id" name="actor" className="mono" autoComplete="off" isOptional />
      </div>
      <Button type="submit" look="primary">
        Show events
      </Button>
    </form>
  );
}

interface Asked {
  readonly filter: AuditEventFilter;
  /** Which question it is: the same filter may be asked again. */
  readonly number: number;
}

/** The tenant's audit trail, and whether it is what was sealed. Reading it is recorded in it. */
export function AuditPage() {
  const [asked, setAsked] = useState<Asked>(() => ({
    filter: lastHours(24, new Date()),
    number: 0,
  }));
  const ask = (filter: AuditEventFilter) => {
    setAsked(({ number }) => ({ filter, number: number + 1 }));
  };
  return (
    <Page
      title="Audit trail"
      lead="Who did what, when and why. Closed windows of the trail are sealed; this page checks the seals itself. Reading the trail is recorded, too."
    >
      <SealCheck />
      <Card>
        <FilterForm onAsk={ask} />
      </Card>
      <EventPages key={asked.number} filter={asked.filter} />
    </Page>
  );
}
