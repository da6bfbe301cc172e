import { useSyncExternalStore } from 'react';

/** Pages are told apart by the fragment of the URL, which no server sees. It is never more. */
function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  return () => {
    window.removeEventListener('hashchange', onChange);
  };
}

function routeNow(): string {
  return window.location.hash.replace(/^#\/?/, '');
}

export function useRoute(): string {
  return useSyncExternalStore(subscribe, routeNow);
}

export function goTo(route: string): void {
  window.location.hash = route === '' ? '' : `#/${route}`;
}
