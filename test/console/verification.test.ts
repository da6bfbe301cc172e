import { checkChain, checkProof } from '../../console/audit/verification.ts';
import type { Proof, Seal } from '../../console/audit/verification.ts';
import { importSealKey } from '../../console/audit/seal-key.ts';
import type { SealKey } from '../../console/audit/seal-key.ts';
import type { EventViewFragment } from '../../console/generated/operations.ts';
import { leafHash, pathOf } from '../../functions/vault/merkle-tree.ts';
import { readStatement } from '../../functions/vault/statement.ts';
import { makeTrail } from '../support/synthetic-trail.ts';
import type { SyntheticWindow } from '../support/synthetic-trail.ts';

const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');

interface Stored {
  readonly statement: string;
  readonly signature: string;
}

const storedIn = ({ checkpoint }: SyntheticWindow) => JSON.parse(checkpoint) as Stored;

/** What the API shows of a checkpoint. */
function sealOf(window: SyntheticWindow): Seal {
  const { statement, signature } = storedIn(window);
  const { sequence, windowStart, windowEnd, root } = readStatement(statement);
  return { sequence, windowStart, windowEnd, root, statement: base64(statement), signature };
}

type Written = Readonly<Record<string, unknown>> & { readonly sk: string };

/** What the API shows of an event: null for what it lacks. */
function viewOf(event: string): EventViewFragment {
  const { sk, items, ...others } = JSON.parse(event) as Written;
  const shown = Object.fromEntries(
    Object.entries(others).filter(([name]) => !['pk', 'tenantDay', 'tenant'].includes(name)),
  );
  const item = { keyVersion: null, grant: null, code: null, finding: null };
  const list = (items as object[]).map((one) => ({ ...item, ...one }));
  return { id: sk, code: null, ...shown, items: list } as unknown as EventViewFragment;
}

function proofOf(window: SyntheticWindow, at: number): Proof {
  const leaves = window.events.map((event) => leafHash(event));
  return {
    id: viewOf(window.events[at] ?? '').id,
    event: base64(window.events[at] ?? ''),
    leafHash: (leaves[at] ?? Buffer.alloc(0)).toString('hex'),
    path: pathOf(leaves, at).map(({ side, hash }) => ({ side, hash: hash.toString('hex') })),
    checkpoint: sealOf(window),
  };
}

describe('the check of seals and proofs in the page', () => {
  const trail = makeTrail([7, 7, 7, 7]);
  const other = makeTrail([7, 7, 7, 7]);
  const seals = trail.windows.map(sealOf);
  const [, window] = trail.windows as [SyntheticWindow, SyntheticWindow];
  let key: SealKey;

  beforeAll(async () => {
    const pem = trail.publicKey.export({ type: 'spki', format: 'pem' });
    key = await importSealKey(pem.toString());
  });

  const without = (at: number) => seals.filter((_, index) => index !== at);
  const with1 = (at: number, seal: Partial<Seal>) =>
    seals.map((one, index) => (index === at ? { ...one, ...seal } : one));

  test('finds an untouched chain sound, whole or from a later seal on, and names its head', async () => {
    const report = await checkChain(seals, true, key);
    expect(report).toMatchObject({ seals: 4, first: 0, until: trail.until, head: trail.head });
    expect(await checkChain(seals.slice(1), false, key)).toMatchObject({ seals: 3, first: 1 });
    expect(await checkChain([], true, key)).toMatchObject({ seals: 0 });
  });

  test.each([
    ['a seal in the middle is gone', () => without(2), 'MISSING'],
    ['the first seal is gone', () => without(0), 'MISSING'],
    ['two seals changed places', () => [seals[1], seals[0], ...seals.slice(2)], 'MISSING'],
    ['a seal is of another trail', () => with1(1, sealOf(other.windows[1] as never)), 'FORGED'],
    [
      'a signature is of another seal',
      () => with1(1, { signature: seals[2]?.signature ?? '' }),
      'FORGED',
    ],
    ['a statement was edited', () => with1(1, { statement: base64(edited()) }), 'FORGED'],
    [
      'what is shown is not what is stated',
      () => with1(1, { windowEnd: '2031-01-01T00:00:00.000Z' }),
      'OTHER',
    ],
  ])('finds that %s', async (_what, tampered, kind) => {
    await expect(checkChain(tampered() as Seal[], true, key)).rejects.toMatchObject({ kind });
  });

  const edited = () => storedIn(window).statement.replace(/"sequence":1/, '"sequence":2');

  test('finds each event of a window sealed as it is shown', async () => {
    for (const [at, event] of window.events.entries()) {
      const statement = await checkProof(proofOf(window, at), viewOf(event), key);
      expect(statement.sequence).toBe(1);
    }
  });

  test.each([
    ['actor', { actor: 'somebody-else' }],
    ['outcome', { code: 'NOT_AUTHORIZED' }],
    ['number of items', { items: [] }],
    ['purpose', { items: [{ dataClass: 'PAN', format: 'OPAQUE', purpose: 'REFUND' }] }],
    ['grant', { items: [{ dataClass: 'PAN', format: 'OPAQUE', purpose: 'PAYMENT', grant: '7' }] }],
    ['groups', { groups: [] }],
    ['time', { time: '2031-01-01T00:00:00.000Z' }],
  ])('finds an event of which another %s is shown', async (_what, changed) => {
    const shown = { ...viewOf(window.events[0] ?? ''), ...changed } as EventViewFragment;
    const check = checkProof(proofOf(window, 0), shown, key);
    await expect(check).rejects.toMatchObject({ kind: 'EVENT_CHANGED' });
  });

  test('finds a whole proof that another key signed, and one whose signature is of another seal', async () => {
    const [, forged] = other.windows as [SyntheticWindow, SyntheticWindow];
    const proof = proofOf(forged, 0);
    const borrowed = { ...proof.checkpoint, signature: seals[1]?.signature ?? '' };
    for (const checkpoint of [proof.checkpoint, borrowed]) {
      const check = checkProof({ ...proof, checkpoint }, viewOf(forged.events[0] ?? ''), key);
      await expect(check).rejects.toMatchObject({ kind: 'FORGED' });
    }
  });

  test('finds a proof that leads elsewhere, and one for another event', async () => {
    const proof = proofOf(window, 0);
    const event = viewOf(window.events[0] ?? '');
    const changed = base64((window.events[0] ?? '').replace('payment-staff', 'support'));
    for (const tampered of [{ event: changed }, { path: proof.path.slice(1) }, { path: [] }]) {
      const check = checkProof({ ...proof, ...tampered }, event, key);
      await expect(check).rejects.toMatchObject({ kind: 'NOT_SEALED' });
    }
    const swapped = checkProof(proofOf(window, 1), event, key);
    await expect(swapped).rejects.toMatchObject({ kind: 'EVENT_CHANGED' });
  });
});
