import '@fontsource-variable/ibm-plex-sans';
import '@fontsource/ibm-plex-mono/latin-400.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/parts.css';
import './styles/shell.css';
import './styles/charts.css';
import './styles/pages.css';
import { createRoot } from 'react-dom/client';

import { App } from './app.tsx';
import { loadConfiguration } from './configuration.ts';
import { Notice } from './interface/notice.tsx';

const place = document.getElementById('console');
if (place === null) throw new Error('The page has no place for the console.');
const root = createRoot(place);

try {
  root.render(<App configuration={await loadConfiguration()} />);
} catch {
  root.render(
    <main className="bare">
      <h1>Tokenization gateway</h1>
      <Notice tone="danger" title="The console cannot start">
        Its configuration, config.json, is missing or incomplete. Whoever operates the gateway can
        help.
      </Notice>
    </main>,
  );
}
