import { readEventId } from '../../functions/vault/audit-keys.ts';
import { canonicalJson } from '../../functions/vault/canonical-json.ts';
import type { CanonicalValue } from '../../functions/vault/canonical-json.ts';
import { NO_PREVIOUS, readStatement } from '../../functions/vault/statement.ts';
import type { Statement } from '../../functions/vault/statement.ts';
import type { EventViewFragment, ProofQuery, SealsQuery } from '../generated/operations.ts';
import { fromBase64, fromHex, sha256, toHex, utf8 } from './hashes.ts';
import { isSigned } from './seal-key.ts';
import type { SealKey } from './seal-key.ts';

/** What may be wrong with a trail, in words for whoever has to act on it. */
const FAULTS = {
  UNREADABLE: 'A seal cannot be read: it was altered.',
  FORGED: 'A seal is not signed by the key of this gateway.',
  REPLACED: 'A seal does not follow the one before it: the chain was altered.',
  MISSING: 'A seal is missing: the chain has a gap.',
  OTHER: 'A seal says something else than what is shown of it.',
  NOT_SEALED: 'The event is not what was sealed: its proof leads elsewhere.',
  EVENT_CHANGED: 'The event that is shown is not the event that was sealed.',
} as const;

/** A trail that is not sound. */
export class TrailFault extends Error {
  readonly kind: keyof typeof FAULTS;

  constructor(kind: keyof typeof FAULTS) {
    super(FAULTS[kind]);
    this.name = 'TrailFault';
    this.kind = kind;
  }
}

export type Seal = SealsQuery['checkpoints']['checkpoints'][number];
export type Proof = NonNullable<ProofQuery['auditProof']>;
type Signed = Pick<Seal, 'statement' | 'signature'>;

interface CheckedStatement {
  readonly statement: Statement;
  readonly hash: string;
}

async function checkSignature(seal: Signed, key: SealKey): Promise<CheckedStatement> {
  const bytes = fromBase64(seal.statement);
  if (!(await isSigned(key, bytes, fromBase64(seal.signature)))) throw new TrailFault('FORGED');
  try {
    return { statement: readStatement(utf8(bytes)), hash: toHex(await sha256(bytes)) };
  } catch {
    throw new TrailFault('UNREADABLE');
  }
}

/** What a whole chain of seals says. */
export interface ChainReport {
  readonly seals: number;
  /** The number of the oldest; 0 where the chain was checked from its beginning. */
  readonly first: number;
  readonly from: string;
  readonly until: string;
  /** The hash of the newest statement: later trails have to hold it. */
  readonly head: string;
}

function checkShown(seal: Seal, { statement }: CheckedStatement): void {
  const { sequence, windowStart, windowEnd, root } = statement;
  const isShown =
    seal.sequence === sequence &&
    seal.windowStart === windowStart &&
    seal.windowEnd === windowEnd &&
    seal.root === root;
  if (!isShown) throw new TrailFault('OTHER');
}

function checkLink(before: CheckedStatement, { statement }: CheckedStatement): void {
  const { sequence, previous, windowStart } = statement;
  if (sequence !== before.statement.sequence + 1) throw new TrailFault('MISSING');
  const follows = previous === before.hash && windowStart === before.statement.windowEnd;
  if (!follows) throw new TrailFault('REPLACED');
}

/** Only the very first one has none before it. */
function checkOldest({ statement: { sequence, previous } }: CheckedStatement, isWhole: boolean) {
  if (isWhole && sequence !== 0) throw new TrailFault('MISSING');
  if ((sequence === 0) !== (previous === NO_PREVIOUS)) throw new TrailFault('REPLACED');
}

/**
 * Checks signatures and links of seals, oldest first.
 *
 * @param isWhole whether there are none before them
 * @throws TrailFault, the first one
 */
export async function checkChain(
  seals: readonly Seal[],
  isWhole: boolean,
  key: SealKey,
): Promise<ChainReport> {
  let before: CheckedStatement | null = null;
  for (const seal of seals) {
    const checked = await checkSignature(seal, key);
    checkShown(seal, checked);
    if (before === null) checkOldest(checked, isWhole);
    else checkLink(before, checked);
    before = checked;
  }
  return {
    seals: seals.length,
    first: seals[0]?.sequence ?? 0,
    from: seals[0]?.windowStart ?? '',
    until: before?.statement.windowEnd ?? '',
    head: before?.hash ?? NO_PREVIOUS,
  };
}

/** Hashes up from the leaf (RFC 6962 §2.1.1). */
async function rootOf({ path }: Proof, event: Uint8Array): Promise<string> {
  let hash = await sha256(Uint8Array.of(0), event);
  for (const { side, hash: beside } of path) {
    const other = fromHex(beside);
    const [left, right] = side === 'LEFT' ? [other, hash] : [hash, other];
    hash = await sha256(Uint8Array.of(1), left, right);
  }
  return toHex(hash);
}

type Members = Readonly<Record<string, unknown>>;

/** The same text for the same value; nothing and an empty list are written the same way. */
function textOf(value: unknown): string {
  const isNothing = value === undefined || (Array.isArray(value) && value.length === 0);
  return canonicalJson((isNothing ? null : value) as CanonicalValue);
}

/** Whether all that is shown, absent parts included, is what was sealed. The seal may hold more. */
function agree(shown: Members, sealed: Members): boolean {
  return Object.entries(shown).every(
    ([name, value]) => name === '__typename' || textOf(value) === textOf(sealed[name]),
  );
}

function checkEvent(sealed: Members, event: EventViewFragment): void {
  const { id, items, ...shown } = event;
  const sealedItems = Array.isArray(sealed.items) ? (sealed.items as Members[]) : [];
  const isShown =
    sealed.sk === id &&
    readEventId(id)?.attemptId === shown.attemptId &&
    agree(shown, sealed) &&
    items.length === sealedItems.length &&
    items.every((item, at) => agree(item, sealedItems[at] ?? {}));
  if (!isShown) throw new TrailFault('EVENT_CHANGED');
}

/**
 * Checks that an event, as it is shown, is in a window that was sealed; answers that window.
 * @throws TrailFault
 */
export async function checkProof(
  proof: Proof,
  event: EventViewFragment,
  key: SealKey,
): Promise<Statement> {
  const { statement } = await checkSignature(proof.checkpoint, key);
  const bytes = fromBase64(proof.event);
  if ((await rootOf(proof, bytes)) !== statement.root) throw new TrailFault('NOT_SEALED');
  checkEvent(JSON.parse(utf8(bytes)) as Members, event);
  return statement;
}
