import { GROUP_WORDS } from '../interface/words.ts';
import { useConsole } from '../session/console-context.ts';
import { Mark } from './mark.tsx';
import { pagesFor } from './pages.ts';
import { useRoute } from './route.ts';

interface NavigationLinkProps {
  readonly route: string;
  readonly title: string;
  readonly isCurrent: boolean;
}

function NavigationLink({ route, title, isCurrent }: NavigationLinkProps) {
  return (
    <li>
      <a href={`#/${route}`} className="nav-link" aria-current={isCurrent ? 'page' : undefined}>
        {title}
      </a>
    </li>
  );
}

function Identity() {
  const { actor, signOut } = useConsole();
  const groups = actor.groups.map((group) => GROUP_WORDS.get(group) ?? group);
  return (
    <div className="identity">
      <p className="identity-name">{actor.username}</p>
      <p className="identity-note">
        {groups.length === 0 ? 'No group' : groups.join(', ')} · {actor.tenant}
      </p>
      <div className="identity-links">
        <a href="#/account" className="link">
          Account
        </a>
        <button
          type="button"
          className="link"
          onClick={() => {
            signOut('signed-out');
          }}
        >
          Sign out
        </button>
      </div>
    </div>
  );
}

/** The pages that are open to whoever is signed in, and who that is. */
export function Navigation() {
  const { actor, configuration } = useConsole();
  const route = useRoute();
  const pages = pagesFor(actor, configuration);
  const isKnown = route === 'account' || pages.some((page) => page.route === route);
  const current = isKnown ? route : pages[0]?.route;
  return (
    <header className="side">
      <p className="brand">
        <Mark />
        <span>Tokenization gateway</span>
      </p>
      <nav aria-label="Pages">
        <ul className="nav">
          {pages.map((page) => (
            <NavigationLink key={page.route} {...page} isCurrent={page.route === current} />
          ))}
        </ul>
      </nav>
      <Identity />
    </header>
  );
}
