import { pause } from './backoff.ts';
import type { BatchRead, ItemKey, ReadItems } from './batch-read.ts';
import type { Call } from './call.ts';
import { VaultError } from './errors.ts';
import type { Finding } from './errors.ts';
import type { StoredItem } from './item-mac.ts';
import { settleNow } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { fromItem, recordKey } from './record.ts';
import type { RecordItem, VaultRecord } from './record.ts';
import { fromStateItem, mustLast, stateKey } from './token-state.ts';
import type { TokenState } from './token-state.ts';
import { isToken } from './token.ts';
import type { TokenView } from './views.ts';

/** A token whose record and state were checked, each by itself and one against the other. */
export interface KnownToken extends TokenView {
  /** Null if the token never had a state item. */
  readonly state: TokenState | null;
  /** The table that holds the record. */
  readonly table: string;
  /** The write that the record stems from: changing it may be conditional on it. */
  readonly writeId: string;
}

export interface FoundTokens {
  /** The token, or the reason why it does not resolve: TOKEN_NOT_FOUND with its finding. */
  of(token: string): Outcome<KnownToken>;
  /** As `of`, but also a token that has expired, while its record is still there; else null. */
  heldOf(token: string): KnownToken | null;
  /** The tombstone of an erased token whose record is gone; null otherwise. */
  tombstoneOf(token: string): TokenState | null;
}

/** Reads tokens of the caller's tenant, revoked ones, too. */
export interface Lookup {
  /**
   * Reads strongly consistently and at once the records and states. What the vault table lacks is
   * looked for among the card verification codes.
   */
  find(call: Call, tokens: readonly string[]): Promise<FoundTokens>;
}

export interface LookupTables {
  readonly vaultTable: string;
  readonly controlTable: string;
  readonly cvcTable: string;
}

interface Needs extends LookupTables {
  readonly read: BatchRead;
  readonly clock: () => Date;
}

/** Both items of a token as they were read, unchecked. */
interface Pair {
  readonly table: string;
  readonly item: RecordItem | undefined;
  readonly stateItem: StoredItem | undefined;
  /** Then its record counts for absent: it must look and take as long as that. */
  readonly isHoney: boolean;
}

interface Judgement {
  readonly outcome: Outcome<KnownToken>;
  readonly held: KnownToken | null;
  readonly tombstone: TokenState | null;
  /** Record and state contradict each other: a change is just being made, or one was exchanged. */
  readonly isContradiction: boolean;
}

/** A record and its state are written together, but two reads may fall on both sides of that. */
const MAX_READS = 4;

const NOTHING = { held: null, tombstone: null, isContradiction: false } as const;

function refused(finding: Finding): Judgement {
  return { ...NOTHING, outcome: { failure: new VaultError('TOKEN_NOT_FOUND', finding) } };
}

function isExpired(expiresAt: string | null, now: Date): boolean {
  return expiresAt !== null && Date.parse(expiresAt) <= now.getTime();
}

function contradiction(): Judgement {
  return { ...refused('TAMPERED'), isContradiction: true };
}

function judgeAbsent(state: TokenState | null, now: Date): Judgement {
  if (state === null) return refused('UNKNOWN');
  if (state.state === 'ERASED') return { ...refused('ERASED'), tombstone: state };
  return isExpired(state.expiresAt, now) ? refused('EXPIRED') : contradiction();
}

/** Whether the record is the very one that its state belongs to. Without one, it never changed. */
function belongTogether(record: VaultRecord, state: TokenState | null): boolean {
  if (state === null) {
    return record.version === 0 && record.maxUses === null && !mustLast(record);
  }
  return record.version === state.recordVersion && record.state === state.state;
}

function knownToken(pair: Pair, record: VaultRecord, state: TokenState | null): KnownToken {
  const writeId = pair.item?.writeId?.S ?? '';
  return { record, uses: state?.uses ?? 0, state, table: pair.table, writeId };
}

/** A card verification code has a table of its own, and no other record is ever there. */
function isInPlace({ cvcTable }: LookupTables, { table }: Pair, record: VaultRecord): boolean {
  return (table === cvcTable) === (record.dataClass === 'CVC');
}

function judge(needs: Needs, call: Call, token: string, pair: Pair): Judgement {
  const now = needs.clock();
  const state = settleNow(() => fromStateItem(call, token, pair.stateItem));
  if ('failure' in state) return { ...NOTHING, outcome: state };
  if (pair.isHoney) return refused('HONEY_TOKEN');
  if (pair.item === undefined) return judgeAbsent(state.value, now);
  const record = settleNow(() => fromItem(call, token, pair.item));
  if ('failure' in record) return { ...NOTHING, outcome: record };
  if (!isInPlace(needs, pair, record.value)) return refused('TAMPERED');
  const isOver = isExpired(record.value.expiresAt, now);
  // DynamoDB removes what has expired item by item, and may begin with the state.
  const isStateRemoved = isOver && state.value === null;
  if (!isStateRemoved && !belongTogether(record.value, state.value)) return contradiction();
  const held = knownToken(pair, record.value, state.value);
  return { ...(isOver ? refused('EXPIRED') : { ...NOTHING, outcome: { value: held } }), held };
}

function keysOf(needs: Needs, call: Call, tokens: readonly string[]): ItemKey[] {
  const { vaultTable, controlTable } = needs;
  return [
    ...tokens.map((token) => ({ table: vaultTable, pk: recordKey(call.tenant, token) })),
    ...tokens.map((token) => ({ table: controlTable, pk: stateKey(call.tenant, token) })),
  ];
}

/** Card verification codes have OPAQUE tokens only. */
async function readCodes(needs: Needs, call: Call, tokens: readonly string[]): Promise<ReadItems> {
  const keys = tokens
    .filter(isToken)
    .map((token) => ({ table: needs.cvcTable, pk: recordKey(call.tenant, token) }));
  return needs.read(keys);
}

function isHoney(call: Call, token: string, item: RecordItem | undefined): boolean {
  const read = settleNow(() => fromItem(call, token, item));
  return 'failure' in read && read.failure.finding === 'HONEY_TOKEN';
}

async function readPairs(
  needs: Needs,
  call: Call,
  tokens: readonly string[],
): Promise<(token: string) => Pair> {
  const items = await needs.read(keysOf(needs, call, tokens));
  const kept = (token: string) => items.of(needs.vaultTable, recordKey(call.tenant, token));
  const honey = new Set(tokens.filter((token) => isHoney(call, token, kept(token))));
  const inVault = (token: string) => (honey.has(token) ? undefined : kept(token));
  const codes = await readCodes(
    needs,
    call,
    tokens.filter((token) => inVault(token) === undefined),
  );
  return (token) => {
    const stateItem = items.of(needs.controlTable, stateKey(call.tenant, token));
    const isHoney = honey.has(token);
    const item = inVault(token);
    if (item !== undefined) return { table: needs.vaultTable, item, stateItem, isHoney };
    const code = codes.of(needs.cvcTable, recordKey(call.tenant, token));
    return { table: needs.cvcTable, item: code, stateItem, isHoney };
  };
}

export function createLookup(needs: Needs): Lookup {
  return {
    async find(call, tokens) {
      const judgements = new Map<string, Judgement>();
      let open = [...new Set(tokens)];
      for (let round = 0; round < MAX_READS && open.length > 0; round += 1) {
        if (round > 0) await pause(round);
        const pairOf = await readPairs(needs, call, open);
        for (const token of open) {
          judgements.set(token, judge(needs, call, token, pairOf(token)));
        }
        open = open.filter((token) => judgements.get(token)?.isContradiction === true);
      }
      return {
        of: (token) => (judgements.get(token) ?? refused('UNKNOWN')).outcome,
        heldOf: (token) => judgements.get(token)?.held ?? null,
        tombstoneOf: (token) => judgements.get(token)?.tombstone ?? null,
      };
    },
  };
}
