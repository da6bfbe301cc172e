import type { Client } from '@urql/core';
import { useState } from 'react';

import { ask } from '../api/client.ts';
import { SealsDocument } from '../generated/operations.ts';
import type { SealsQueryVariables } from '../generated/operations.ts';
import { Button } from '../interface/button.tsx';
import { Code, Details } from '../interface/details.tsx';
import { FailureNotice, Notice } from '../interface/notice.tsx';
import { Card } from '../interface/page.tsx';
import { useTask } from '../interface/task.ts';
import { Time } from '../interface/time.tsx';
import { useConsole } from '../session/console-context.ts';
import { checkFailureText } from './check-failure.ts';
import { useSealKey } from './use-seal-key.ts';
import { checkChain } from './verification.ts';
import type { ChainReport, Seal } from './verification.ts';

interface Checked extends ChainReport {
  readonly fingerprint: string;
}

/** Each page is a question that is recorded: three and a half days of windows are enough of them. */
const PAGES = 10;
const PAGE = 100;

/** The newest seals, oldest first, and whether there are none before them. */
async function readSeals(client: Client): Promise<{ seals: Seal[]; isWhole: boolean }> {
  const seals: Seal[] = [];
  let next: string | null = null;
  for (let page = 0; page < PAGES; page += 1) {
    const variables: SealsQueryVariables = { limit: PAGE, nextToken: next };
    const { checkpoints } = await ask(client, SealsDocument, variables);
    seals.push(...checkpoints.checkpoints);
    next = checkpoints.nextToken;
    if (next === null) break;
  }
  return { seals: seals.reverse(), isWhole: next === null };
}

function CheckedReport({ checked }: { checked: Checked }) {
  if (checked.seals === 0) return <Notice tone="info">No window is sealed yet.</Notice>;
  return (
    <>
      <Notice tone="success" title="The seals are sound">
        {checked.first === 0 ? 'All' : 'The newest'} {checked.seals}: every signature and every link
        was checked in this page.{' '}
        {checked.first > 0 && 'The operator’s command line checks older ones.'}
      </Notice>
      <Details
        details={[
          ['Sealed from', <Time instant={checked.from} />],
          ['Sealed until', <Time instant={checked.until} />],
          ['Head', <Code>{checked.head}</Code>],
          ['Key (SHA-256)', <Code>{checked.fingerprint}</Code>],
        ]}
      />
      <p className="field-hint">
        Keep the head: later trails have to hold it. Compare the key with the copy that you keep.
      </p>
    </>
  );
}

/** Checks the chain of seals from the first one on, with what browsers have of cryptography. */
export function SealCheck() {
  const { client } = useConsole();
  const sealKey = useSealKey();
  const [checked, setChecked] = useState<Checked | null>(null);
  const task = useTask(async () => {
    setChecked(null);
    const key = await sealKey();
    const { seals, isWhole } = await readSeals(client);
    const report = await checkChain(seals, isWhole, key);
    setChecked({ ...report, fingerprint: key.fingerprint });
  });
  return (
    <Card title="Seals" note="Each window of the trail is sealed and chained to the one before.">
      <div className="stack">
        <FailureNotice failure={task.failure} textOf={checkFailureText} />
        {checked !== null && <CheckedReport checked={checked} />}
        <div>
          <Button look="primary" onClick={task.start} isBusy={task.isBusy}>
            Verify
          </Button>
        </div>
      </div>
    </Card>
  );
}
