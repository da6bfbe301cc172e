import type { Call } from './call.ts';
import { noteFingerprint, noteGuard, openClaims } from './draft.ts';
import type { Draft } from './draft.ts';
import { nameToken } from './fingerprint.ts';
import { takeGuard } from './idempotency.ts';
import type { StoredItem } from './item-mac.ts';
import type { LookupTables } from './lookup.ts';
import { toItem } from './record.ts';
import type { VaultRecord } from './record.ts';
import { firstState, mustLast, stateKey, toStateItem } from './token-state.ts';
import type { Action } from './transaction.ts';

/** A write for a draft, and what is learnt if another was there first. */
export interface Step {
  readonly action: Action;
  readonly lose: (inTheWay: StoredItem | undefined) => void;
}

export interface Writing {
  readonly tables: LookupTables;
  readonly call: Call;
  readonly writeId: string;
  readonly now: Date;
}

/** The next round draws another token. That this one was taken, the item in its way must show. */
function drawAgain(draft: Draft) {
  return (inTheWay: StoredItem | undefined): void => {
    draft.isTaken ||= inTheWay !== undefined;
  };
}

/**
 * A format-preserving token may be drawn again after it was erased or expired, and then means
 * another value:
 * what the control table holds of it forbids that. Of the others no one is ever drawn twice.
 */
function stateSteps({ tables, call, writeId }: Writing, draft: Draft, record: VaultRecord): Step[] {
  const place = { table: tables.controlTable, replaces: null };
  if (record.maxUses !== null || mustLast(record)) {
    const item = toStateItem(call, firstState(record), writeId);
    return [{ action: { ...place, kind: 'put', item }, lose: drawAgain(draft) }];
  }
  if (record.format !== 'FORMAT_PRESERVING') return [];
  const item = { pk: { S: stateKey(call.tenant, record.token) } };
  return [{ action: { ...place, kind: 'check', item }, lose: drawAgain(draft) }];
}

function recordStep({ tables, call, writeId }: Writing, draft: Draft, record: VaultRecord): Step {
  const table = record.dataClass === 'CVC' ? tables.cvcTable : tables.vaultTable;
  const item = toItem(call, record, writeId);
  return { action: { table, item, kind: 'put', replaces: null }, lose: drawAgain(draft) };
}

function fingerprintSteps(writing: Writing, draft: Draft, { token }: VaultRecord): Step[] {
  const { tables, call, writeId } = writing;
  const { fingerprint, named } = draft;
  if (fingerprint === null) return [];
  const replaces = named?.writeId ?? null;
  const action = nameToken(call, tables.vaultTable, fingerprint, { token, writeId }, replaces);
  return [
    {
      action,
      lose: (item) => {
        noteFingerprint(call, draft, item);
      },
    },
  ];
}

function guardSteps(writing: Writing, draft: Draft, token: string): Step[] {
  const { call, writeId, now } = writing;
  return openClaims(draft).flatMap((claim) =>
    claim.guards.map((guard, index): Step => {
      const replaces = claim.replaces[index] ?? null;
      return {
        action: takeGuard(call, guard, { token, writeId }, replaces),
        lose: (item) => {
          noteGuard(call, draft, claim, index, item, now);
        },
      };
    }),
  );
}

/** All that is to be written for a token that is new. */
export function makingSteps(writing: Writing, draft: Draft, record: VaultRecord): Step[] {
  return [
    ...fingerprintSteps(writing, draft, record),
    recordStep(writing, draft, record),
    ...stateSteps(writing, draft, record),
    ...guardSteps(writing, draft, record.token),
  ];
}

/** All that is to be written where the value has its token: that these requests were answered with it. */
export function answeringSteps(writing: Writing, draft: Draft, token: string): Step[] {
  return guardSteps(writing, draft, token);
}
