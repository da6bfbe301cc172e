import type { KeyInventory, KeyUse, KmsKey } from '../key-inventory.ts';
import { bullets, document, table } from './markdown.ts';

const EFFECTS = {
  replaced: 'replaces it',
  added: 'adds one',
  unchanged: 'leaves it as it is',
} as const;

const useText = ({ statement, actions, by }: KeyUse) =>
  `${statement}: ${actions.join(', ')} by ${by}`;

function kmsRow({ purpose, spec, usage, rotation, deletion, uses }: KmsKey): string[] {
  return [purpose, `${spec}, ${usage}`, uses.map(useText).join('; '), rotation, deletion];
}

/** Every key: those of KMS as synthesized, rows of the key store as seen, derived ones as named. */
export function keysDocument(inventory: KeyInventory): string {
  const { kmsKeys, keyStoreRows, keyStoreAccess, derivedKeys } = inventory;
  const administered = kmsKeys.map(({ administration }) => administration?.actions.join(', '));
  return document(
    '# Key inventory',
    'Keys of KMS are read from the synthesized template, with what their policies allow; the denies, which repeat it, are in the proof report. **Not yet verified on AWS.**',
    table([
      ['Purpose', 'Algorithm', 'Who may use it', 'Rotation', 'Deleted'],
      ...kmsKeys.map(kmsRow),
    ]),
    `Administrators of the account may look after each of them and use none: ${[...new Set(administered)].join(' / ')}. Among that is changing its policy.`,
    '## Rows of the key store',
    'As real operations left them, with what `rotateKeys` did to them in between. Each holds an AES-256 key that the root key in KMS wrapped.',
    table([
      ['Kind', 'Purpose', 'Rows seen', 'Wrapped bytes', 'A rotation'],
      ...keyStoreRows.map(({ kind, purpose, rows, wrappedBytes, rotation }) => [
        kind,
        purpose,
        String(rows),
        String(wrappedBytes),
        EFFECTS[rotation],
      ]),
    ]),
    'Who may do what with rows:',
    bullets(keyStoreAccess.map(({ role, actions }) => `${role}: ${actions.join(', ')}`)),
    '## Derived keys',
    'Keys for HMAC-SHA-256, by HKDF-SHA-256 from the beacon key of a tenant, one for each label. Whoever may open the beacon key has them; they change with it, that is never.',
    bullets(derivedKeys.map((label) => `\`${label}\``)),
  );
}
