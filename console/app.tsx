import { useCallback, useMemo, useState } from 'react';
import { Provider } from 'urql';

import { ask, createClient } from './api/client.ts';
import type { ConsoleConfiguration } from './configuration.ts';
import { WhoAmIDocument } from './generated/operations.ts';
import { signedIn } from './session/actor.ts';
import type { SignedIn } from './session/actor.ts';
import { createAuthentication } from './session/authentication.ts';
import { ConsoleContext } from './session/console-context.ts';
import { Shell } from './shell/shell.tsx';
import { goTo } from './shell/route.ts';
import { SignInPage } from './sign-in/sign-in-page.tsx';
import type { Farewell } from './sign-in/sign-in-page.tsx';

/** The services that the page talks to, made once. */
function useServices(configuration: ConsoleConfiguration, onSignedOut: () => void) {
  return useMemo(() => {
    const authentication = createAuthentication(configuration);
    const client = createClient({
      endpoint: new URL(configuration.graphql, document.baseURI).href,
      idToken: () => authentication.idToken(),
      onSignedOut: () => {
        void authentication.signOut();
        onSignedOut();
      },
    });
    return { authentication, client };
  }, [configuration, onSignedOut]);
}

/** The console: the sign-in until somebody is signed in, then what that person may see. */
export function App({ configuration }: { configuration: ConsoleConfiguration }) {
  const [actor, setActor] = useState<SignedIn | null>(null);
  const [farewell, setFarewell] = useState<Farewell | null>(null);
  const leave = useCallback((reason: Farewell) => {
    goTo('');
    setFarewell(reason);
    setActor(null);
  }, []);
  const onSignedOut = useCallback(() => {
    leave('expired');
  }, [leave]);
  const { authentication, client } = useServices(configuration, onSignedOut);
  const welcome = async () => {
    const answer = await ask(client, WhoAmIDocument, {}).catch(async (failure: unknown) => {
      // Whom the gateway does not know has no session either.
      await authentication.signOut();
      throw failure;
    });
    setFarewell(null);
    setActor(signedIn(authentication.username(), answer));
  };
  const signOut = (reason: Farewell) => {
    leave(reason);
    void authentication.signOut();
  };
  if (actor === null) {
    return <SignInPage authentication={authentication} farewell={farewell} onSignedIn={welcome} />;
  }
  return (
    <Provider value={client}>
      <ConsoleContext value={{ configuration, authentication, client, actor, signOut }}>
        <Shell />
      </ConsoleContext>
    </Provider>
  );
}
