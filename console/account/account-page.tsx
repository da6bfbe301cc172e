import { Details } from '../interface/details.tsx';
import { Card, Page } from '../interface/page.tsx';
import { GROUP_WORDS } from '../interface/words.ts';
import { useConsole } from '../session/console-context.ts';
import { ChangePassword } from './change-password.tsx';
import { SecondFactor } from './second-factor.tsx';

/** What one can do about one's own sign-in. */
export function AccountPage() {
  const { actor } = useConsole();
  const groups = actor.groups.map((group) => GROUP_WORDS.get(group) ?? group).join(', ');
  return (
    <Page title="Account" lead="Who you are here, and how you sign in.">
      <div className="columns">
        <div className="stack">
          <Card title="Identity">
            <Details
              details={[
                ['User name', actor.username],
                ['Tenant', actor.tenant],
                ['Groups', groups === '' ? 'None' : groups],
                ['Actor id', <code className="code">{actor.id}</code>],
              ]}
            />
          </Card>
          <SecondFactor />
        </div>
        <ChangePassword />
      </div>
    </Page>
  );
}
