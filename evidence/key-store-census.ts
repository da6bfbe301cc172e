import type { AttributeValue } from '@aws-sdk/client-dynamodb';

import type { KeyStoreRowKind } from './key-inventory.ts';

export type KeyStoreRow = Readonly<Record<string, AttributeValue>>;

/** What each kind of row is for. A kind that stands here is one that the tests have met. */
const PURPOSES: Readonly<Record<string, string>> = {
  'branch:ACTIVE': 'the branch key of a tenant as it seals new values',
  'branch:version:…': 'one version of a branch key, to open what was sealed under it',
  'beacon:ACTIVE': 'what the keys of fingerprints and MACs of a tenant are derived from',
};

const nameOf = (row: KeyStoreRow) => `${row['branch-key-id']?.S ?? ''} ${row.type?.S ?? ''}`;
const wrapped = (row: KeyStoreRow) => Buffer.from(row.enc?.B ?? []);
/** An id at the end, such as that of a version. */
const kindOf = (row: KeyStoreRow) => (row.type?.S ?? '').replace(/[0-9a-f-]{36}$/, '…');

function rotationOf(
  before: ReadonlyMap<string, Buffer>,
  rows: readonly KeyStoreRow[],
): KeyStoreRowKind['rotation'] {
  const isAdded = rows.some((row) => !before.has(nameOf(row)));
  const isReplaced = rows.some((row) => before.get(nameOf(row))?.equals(wrapped(row)) === false);
  return isReplaced ? 'replaced' : isAdded ? 'added' : 'unchanged';
}

/** The kinds of rows in a key store, and what a rotation between two looks at it did to them. */
export function censusOf(
  before: readonly KeyStoreRow[],
  after: readonly KeyStoreRow[],
): KeyStoreRowKind[] {
  const earlier = new Map(before.map((row) => [nameOf(row), wrapped(row)]));
  const kinds = [...new Set(after.map(kindOf))].sort();
  return kinds.map((kind) => {
    const rows = after.filter((row) => kindOf(row) === kind);
    return {
      kind,
      purpose: PURPOSES[kind] ?? 'not known: no purpose is stated for this kind',
      rows: rows.length,
      wrappedBytes: Math.max(...rows.map((row) => wrapped(row).length)),
      rotation: rotationOf(earlier, rows),
    };
  });
}
