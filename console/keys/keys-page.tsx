import { Page } from '../interface/page.tsx';
import { useConsole } from '../session/console-context.ts';
import { RewrapCard } from './rewrap-card.tsx';
import { RotationCard } from './rotation-card.tsx';

/** The branch key of the reader's tenant: new versions, and records on their way to the newest. */
export function KeysPage() {
  const { actor } = useConsole();
  return (
    <Page title="Keys" lead={`The branch key of ${actor.tenant}, and the records under it.`}>
      <div className="columns">
        <RotationCard />
        <RewrapCard />
      </div>
    </Page>
  );
}
