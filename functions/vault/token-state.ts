import { VaultError } from './errors.ts';
import { hasOurMac, withMac } from './item-mac.ts';
import type { StoredItem } from './item-mac.ts';
import { epochSeconds, instantOf } from './record.ts';
import type { Owner, VaultRecord } from './record.ts';
import type { Tenant } from './identity.ts';

/** What a tombstone keeps of an erasure. */
export interface Erasure {
  /** ISO 8601 in UTC: when the erasing was asked for. */
  readonly erasedAt: string;
  readonly dataClass: string;
  /** How long backups of the table that held the record go back; 0 where there are none. */
  readonly backupDays: number;
  /** Null until it was signed; from then on it never changes. */
  readonly receipt: SignedStatement | null;
}

export interface SignedStatement {
  /** The exact bytes that were signed, as text. */
  readonly statement: string;
  /** DER, in base64. */
  readonly signature: string;
}

/**
 * What the control table knows of a token, apart from its record: its state, its uses, and which
 * version of the record belongs to it. A token without limited uses has none until its state is
 * first changed. ERASED is the tombstone; it never expires, but that of a code that was used, which
 * goes when the code would have.
 */
export interface TokenState {
  readonly token: string;
  readonly state: 'ACTIVE' | 'REVOKED' | 'ERASED';
  readonly uses: number;
  /** Of this item: every write adds 1 and holds only while it is what was read. 0 if just made. */
  readonly version: number;
  /** Of the record that belongs to it; any other is an old copy. */
  readonly recordVersion: number;
  /** The last writes, the newest first: a write that finds its own id here took effect. */
  readonly writeIds: readonly string[];
  readonly expiresAt: string | null;
  /** Whether the item stays when the token has expired, so that no one draws that token again. */
  readonly isLasting: boolean;
  readonly erasure: Erasure | null;
}

const SCHEMA_VERSION = '1';
const LABEL = 'vault/state-mac/v1';
const MAX_WRITE_IDS = 16;

export function stateKey(tenant: Tenant, token: string): string {
  return `${tenant}#token#${token}`;
}

/** Whether a token could be drawn again, and mean another value, once DynamoDB removed its record. */
export function mustLast({ format, expiresAt }: VaultRecord): boolean {
  return format === 'FORMAT_PRESERVING' && expiresAt !== null;
}

/** The state of a token just made; written with its record if uses are limited or it must last. */
export function firstState(record: VaultRecord): TokenState {
  return {
    token: record.token,
    state: record.state,
    uses: 0,
    version: 0,
    recordVersion: record.version,
    writeIds: [],
    expiresAt: record.expiresAt,
    isLasting: mustLast(record),
    erasure: null,
  };
}

function receiptAttributes(receipt: SignedStatement | null): StoredItem {
  if (receipt === null) return {};
  return { statement: { S: receipt.statement }, signature: { S: receipt.signature } };
}

function erasureAttributes({ erasedAt, dataClass, backupDays, receipt }: Erasure): StoredItem {
  return {
    erasedAt: { S: erasedAt },
    dataClass: { S: dataClass },
    backupDays: { N: String(backupDays) },
    ...receiptAttributes(receipt),
  };
}

/** DynamoDB's time to live looks at `expiresAt` only. */
function expiryAttributes({ expiresAt, isLasting }: TokenState): StoredItem {
  if (expiresAt === null) return {};
  return { [isLasting ? 'endsAt' : 'expiresAt']: { N: epochSeconds(expiresAt) } };
}

/** The item to write; its `version` is what it shall have, `writeId` joins `writeIds`. */
export function toStateItem(owner: Owner, state: TokenState, writeId: string): StoredItem {
  const writeIds = [writeId, ...state.writeIds].slice(0, MAX_WRITE_IDS);
  return withMac(owner.keys, LABEL, {
    pk: { S: stateKey(owner.tenant, state.token) },
    schema: { N: SCHEMA_VERSION },
    state: { S: state.state },
    uses: { N: String(state.uses) },
    version: { N: String(state.version) },
    recordVersion: { N: String(state.recordVersion) },
    writeIds: { S: writeIds.join(' ') },
    ...expiryAttributes(state),
    ...(state.erasure === null ? {} : erasureAttributes(state.erasure)),
  });
}

function readErasure(item: StoredItem): Erasure | null {
  if (item.erasedAt?.S === undefined) return null;
  const [statement, signature] = [item.statement?.S, item.signature?.S];
  const isSigned = statement !== undefined && signature !== undefined;
  return {
    erasedAt: item.erasedAt.S,
    dataClass: item.dataClass?.S ?? '',
    backupDays: Number(item.backupDays?.N ?? 0),
    receipt: isSigned ? { statement, signature } : null,
  };
}

/**
 * The state in an item, checked: that of this token, and as the vault wrote it; null if there is none.
 * @throws VaultError TOKEN_NOT_FOUND, finding TAMPERED
 */
export function fromStateItem(
  owner: Owner,
  token: string,
  item: StoredItem | undefined,
): TokenState | null {
  if (item === undefined) return null;
  const isAsked = item.pk?.S === stateKey(owner.tenant, token);
  if (!isAsked || !hasOurMac(owner.keys, LABEL, item)) {
    throw new VaultError('TOKEN_NOT_FOUND', 'TAMPERED');
  }
  const state = item.state?.S;
  const ends = item.endsAt?.N ?? item.expiresAt?.N;
  const isState = state === 'ACTIVE' || state === 'REVOKED' || state === 'ERASED';
  if (item.schema?.N !== SCHEMA_VERSION || !isState) throw new VaultError('INTERNAL');
  return {
    token,
    state,
    uses: Number(item.uses?.N),
    version: Number(item.version?.N),
    recordVersion: Number(item.recordVersion?.N),
    writeIds: (item.writeIds?.S ?? '').split(' '),
    expiresAt: ends === undefined ? null : instantOf(ends),
    isLasting: item.endsAt !== undefined,
    erasure: readErasure(item),
  };
}
