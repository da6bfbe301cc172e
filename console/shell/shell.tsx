import { Suspense, useEffect } from 'react';

import { AccountPage } from '../account/account-page.tsx';
import { EmptyState, Loading, Page } from '../interface/page.tsx';
import { useConsole } from '../session/console-context.ts';
import { watchIdle } from '../session/idle.ts';
import { Navigation } from './navigation.tsx';
import { pagesFor } from './pages.ts';
import { useRoute } from './route.ts';

function NothingOpen() {
  return (
    <Page title="Welcome" lead="You are signed in.">
      <EmptyState title="Nothing is open to you yet">
        None of your groups opens a page of this console. Ask an administrator for the group you
        need.
      </EmptyState>
    </Page>
  );
}

function Current() {
  const { actor, configuration } = useConsole();
  const route = useRoute();
  const pages = pagesFor(actor, configuration);
  if (route === 'account') return <AccountPage />;
  const page = pages.find((one) => one.route === route) ?? pages[0];
  return page === undefined ? <NothingOpen /> : <page.show />;
}

/** The frame of every page: where one is, where one can go, who one is. */
export function Shell() {
  const { signOut } = useConsole();
  useEffect(
    () =>
      watchIdle(() => {
        signOut('idle');
      }),
    [signOut],
  );
  return (
    <div className="shell">
      <a className="skip" href="#main" onClick={skipToMain}>
        Skip to content
      </a>
      <Navigation />
      <main id="main" className="main" tabIndex={-1}>
        <Suspense fallback={<Loading what="the page" />}>
          <Current />
        </Suspense>
      </main>
    </div>
  );
}

/** The fragment names the page, so the link moves the focus and leaves the URL alone. */
function skipToMain(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
