import { verify } from 'node:crypto';

import { PutItemCommand } from '@aws-sdk/client-dynamodb';

import { canonicalEvent } from '../../../functions/vault/canonical-event.ts';
import type {
  AuditEventData,
  AuditEventPage,
  AuditProofData,
  CheckpointPage,
} from '../../../functions/vault/audit-data.ts';
import { leafHash, rootFrom } from '../../../functions/vault/merkle-tree.ts';
import { runSealing } from '../../support/sealing.ts';
import type { RunningSealing } from '../../support/sealing.ts';
import { ask, PAYMENT, runVault, tokenized, TOKENIZER, user } from '../../support/vault.ts';
import type { Answer, RunningVault } from '../../support/vault.ts';

const AUDITOR = user(['auditors'], 'acme', 'auditor-1');
const OTHER = user(['auditors'], 'globex', 'auditor-2');
const INVALID = { error: { code: 'INVALID_INPUT' } };

describe('what an auditor may ask', () => {
  let vault: RunningVault;
  let answer: Answer;
  let sealing: RunningSealing;
  let token: string;

  beforeAll(async () => {
    vault = await runVault();
    sealing = await runSealing(vault);
    answer = vault.start();
    ({ token } = await tokenized(answer, 'PAN', '4111111111111111'));
    await ask(answer, 'release', PAYMENT, { token, purpose: 'REFUND' });
    await ask(answer, 'release', TOKENIZER, { token, purpose: 'REFUND' });
    await ask(answer, 'me', user(['support'], 'globex', 'globex-1'), {});
    await ask(answer, 'me', user(['support'], null, 'stray-1'), {});
    await sealing.seal();
  });
  afterAll(async () => {
    await sealing.stop();
    await vault.stop();
  });

  const eventsAs = async (caller: typeof AUDITOR, received: object = {}) => {
    const { data, error } = await ask(answer, 'auditEvents', caller, received);
    if (error !== undefined) throw new Error(error.code);
    return data as AuditEventPage;
  };
  const trail = () => vault.items('AUDIT_TABLE');

  /** Every page, each asked for with the cursor of the one before. */
  const allPages = async (received: object): Promise<AuditEventData[][]> => {
    const pages: AuditEventData[][] = [];
    for (let nextToken: string | null = null; pages.length < 60;) {
      const page: AuditEventPage = await eventsAs(AUDITOR, { ...received, nextToken });
      pages.push([...page.events]);
      nextToken = page.nextToken;
      if (nextToken === null) return pages;
    }
    throw new Error('There is no last page.');
  };

  test('shows the events of the tenant, newest first, and nobody else’s', async () => {
    const { events } = await eventsAs(AUDITOR, { limit: 100 });
    const ids = events.map(({ id }) => id);
    const ofTenant = (await trail())
      .filter(({ tenant, sk }) => tenant?.S === 'acme' && (sk?.S ?? '') <= (ids[0] ?? ''))
      .map(({ sk }) => sk?.S);
    expect(ids).toEqual([...ofTenant].sort().reverse());
    const released = events.find(({ operation, code }) => operation === 'release' && code === 'OK');
    expect(released).toMatchObject({
      kind: 'OUTCOME',
      actor: 'payment-1',
      actorKind: 'user',
      groups: ['payment-staff'],
      sourceIps: ['203.0.113.7'],
      count: 1,
      items: [{ dataClass: 'PAN', purpose: 'REFUND', token, code: 'OK', finding: null }],
    });
    const others = await eventsAs(OTHER);
    expect(others.events.map(({ actor }) => actor)).toEqual(['globex-1', 'globex-1']);
  });

  test('shows refusals of callers without a tenant to nobody', async () => {
    const strays = (await trail()).filter(({ actor }) => actor?.S === 'stray-1');
    expect(strays).toHaveLength(2);
    for (const caller of [AUDITOR, OTHER]) {
      const { events } = await eventsAs(caller, { filter: { actor: 'stray-1' } });
      expect(events).toEqual([]);
    }
  });

  test.each([
    ['actor', { actor: 'payment-1' }, 2],
    ['operation', { operation: 'release' }, 4],
    ['code', { code: 'NOT_AUTHORIZED' }, 1],
    ['operation and code', { operation: 'release', code: 'OK' }, 1],
    ['nothing that is there', { actor: 'nobody' }, 0],
  ])('filters by %s', async (_what, filter, count) => {
    const { events } = await eventsAs(AUDITOR, { filter });
    expect(events).toHaveLength(count);
  });

  test('filters by time, the end left out', async () => {
    const { events } = await eventsAs(AUDITOR, { filter: { to: '2020-01-02T00:00:00Z' } });
    expect(events).toEqual([]);
  });

  test.each([1, 2, 3, 100])('gives all in pages of %i, each event once', async (limit) => {
    const filter = { to: new Date(Math.floor(Date.now() / 1000) * 1000 + 1000).toISOString() };
    const whole = await allPages({ filter, limit: 100 });
    const pages = await allPages({ filter, limit });
    for (const page of pages) expect(page.length).toBeLessThanOrEqual(limit);
    const idsOf = (all: AuditEventData[][]) => all.flat().map(({ id }) => id);
    const ids = idsOf(pages);
    expect([...ids].sort().reverse()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(idsOf(whole)));
  });

  test('goes back over days of silence, over several pages if need be', async () => {
    const from = new Date(Date.now() - 30 * 86_400_000).toISOString();
    const pages = await allPages({ filter: { from, code: 'NOT_AUTHORIZED' }, limit: 1 });
    expect(pages.flat().map(({ code }) => code)).toEqual(['NOT_AUTHORIZED']);
  });

  test('records each question, with its stretch, and what it was about as an HMAC', async () => {
    await eventsAs(AUDITOR, { filter: { actor: '4111111111111111' } });
    const { events } = await eventsAs(AUDITOR, { filter: { actor: 'auditor-1' }, limit: 4 });
    const [asked] = events;
    expect(asked).toMatchObject({ kind: 'OUTCOME', operation: 'auditEvents', code: 'OK' });
    const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string;
    const askedMac = expect.stringMatching(/^[\w-]{43}$/) as string;
    expect(asked?.items).toMatchObject([{ from: instant, to: instant, askedMac, code: 'OK' }]);
    expect(JSON.stringify(await trail())).not.toContain('4111111111111111');
  });

  test.each([
    [
      'a range of more than 31 days',
      { filter: { from: '2026-01-01T00:00:00Z', to: '2026-02-02T00:00:00Z' } },
    ],
    [
      'an end before the beginning',
      { filter: { from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' } },
    ],
    ['a time of no clock', { filter: { to: '4111-11-11T11:11:11Z' } }],
    ['an unknown operation', { filter: { operation: '4111111111111111' } }],
    ['an unknown code', { filter: { code: '4111111111111111' } }],
    ['an actor that is too long', { filter: { actor: 'x'.repeat(193) } }],
    ['a limit of 0', { limit: 0 }],
    ['a limit of 101', { limit: 101 }],
    ['half a limit', { limit: 1.5 }],
    ['a made-up cursor', { nextToken: '4111111111111111' }],
  ])('refuses %s', async (_what, received) => {
    expect(await ask(answer, 'auditEvents', AUDITOR, received)).toMatchObject(INVALID);
  });

  test('takes a cursor for its own question, tenant and operation only, and none that was changed', async () => {
    const { nextToken } = await eventsAs(AUDITOR, { limit: 1 });
    const reply = (caller: typeof AUDITOR, received: object, operation = 'auditEvents' as const) =>
      ask(answer, operation, caller, received);
    expect(await reply(AUDITOR, { limit: 1, nextToken })).toHaveProperty('data');
    const cursor = nextToken ?? '';
    const [position = '', mac = ''] = cursor.split('.');
    const older = Buffer.from(position, 'base64url').toString().replace('20', '19');
    const forged = Buffer.from(older).toString('base64url');
    for (const [caller, received] of [
      [OTHER, { limit: 1, nextToken }],
      [AUDITOR, { limit: 1, nextToken, filter: { code: 'OK' } }],
      [AUDITOR, { limit: 1, nextToken: `${forged}.${mac}` }],
      [AUDITOR, { limit: 1, nextToken: position }],
      [AUDITOR, { limit: 1, nextToken: `${position}.${mac.slice(0, -1)}` }],
      [AUDITOR, { limit: 1, nextToken: 'x'.repeat(513) }],
    ] as const) {
      expect(await reply(caller, received)).toMatchObject(INVALID);
    }
    expect(await ask(answer, 'checkpoints', AUDITOR, { nextToken })).toMatchObject(INVALID);
  });

  test.each(['auditEvents', 'auditProof', 'checkpoints'] as const)(
    'answers %s to no other group and to no disabled auditor, and records that',
    async (operation) => {
      const groups = ['tokenizers', 'support', 'payment-staff', 'approvers', 'vault-admins'];
      const refused = { error: { code: 'NOT_AUTHORIZED' } };
      const received = { id: 'x' };
      expect(await ask(answer, operation, user(groups), received)).toMatchObject(refused);
      const disabled = user(['auditors'], 'acme', `disabled-${operation}`);
      const pk = { S: `acme#actor#disabled-${operation}` };
      const Item = { pk, disabled: { BOOL: true } };
      await vault.dynamodb.send(new PutItemCommand({ TableName: 'control', Item }));
      expect(await ask(answer, operation, disabled, received)).toMatchObject(refused);
      const { events } = await eventsAs(AUDITOR, { filter: { operation, code: 'NOT_AUTHORIZED' } });
      expect(events).toHaveLength(2);
    },
  );

  const checkpointsAs = async (caller: typeof AUDITOR, received: object = {}) =>
    (await ask(answer, 'checkpoints', caller, received)).data as CheckpointPage;

  test('shows every tenant the same signed checkpoints, in pages, and no count of events', async () => {
    const stored = sealing.checkpoints().reverse();
    const { checkpoints } = await checkpointsAs(AUDITOR);
    expect(checkpoints.map(({ sequence }) => sequence)).toEqual(
      stored.map(({ statement }) => statement.sequence),
    );
    for (const { statement, signature } of checkpoints) {
      const [text, bytes] = [Buffer.from(statement, 'base64'), Buffer.from(signature, 'base64')];
      expect(verify('sha256', text, sealing.publicKey, bytes)).toBe(true);
      expect(String(text)).not.toContain('count');
    }
    expect((await checkpointsAs(OTHER)).checkpoints).toEqual(checkpoints);
    const paged = [];
    for (let nextToken: string | null = null; ;) {
      const page = await checkpointsAs(AUDITOR, { limit: 2, nextToken });
      paged.push(...page.checkpoints);
      nextToken = page.nextToken;
      if (nextToken === null) break;
    }
    expect(paged).toEqual(checkpoints);
  });

  const proofOf = async (caller: typeof AUDITOR, id: string) =>
    (await ask(answer, 'auditProof', caller, { id })).data as AuditProofData | null;

  test('proves each sealed event of the tenant, by hashes alone', async () => {
    const sealed = (await trail()).filter(
      ({ tenant, operation }) =>
        tenant?.S === 'acme' && ['tokenize', 'release'].includes(operation?.S ?? ''),
    );
    expect(sealed).toHaveLength(6);
    for (const item of sealed) {
      const proof = await proofOf(AUDITOR, item.sk?.S ?? '');
      expect(Buffer.from(proof?.event ?? '', 'base64').toString()).toBe(canonicalEvent(item));
      const path = (proof?.path ?? []).map(({ side, hash }) => ({
        side: side === 'LEFT' ? ('LEFT' as const) : ('RIGHT' as const),
        hash: Buffer.from(hash, 'hex'),
      }));
      const leaf = leafHash(Buffer.from(proof?.event ?? '', 'base64'));
      expect(rootFrom(leaf, path).toString('hex')).toBe(proof?.checkpoint.root);
    }
  });

  test('proves nothing that is not there, not sealed, or another tenant’s', async () => {
    const items = await trail();
    const globex = items.find(({ tenant }) => tenant?.S === 'globex')?.sk?.S ?? '';
    expect(await proofOf(AUDITOR, globex)).toBeNull();
    expect(await proofOf(AUDITOR, '4111111111111111')).toBeNull();
    expect(await proofOf(AUDITOR, globex.replace('ATTEMPT', 'OUTCOME'))).toBeNull();
    const later = await eventsAs(AUDITOR, { limit: 1 });
    const own = await proofOf(AUDITOR, later.events[0]?.id ?? '');
    expect(own).toBeNull();
  });

  test('does not hand out a proof that leads elsewhere', async () => {
    const [item] = (await trail()).filter(({ operation }) => operation?.S === 'tokenize');
    vault.dynamodbWire.decide(({ body }) =>
      body.includes('"branches"')
        ? {
            edit: (got) => ({
              ...got,
              Item: { branches: { B: Buffer.alloc(64, 7).toString('base64') } },
            }),
          }
        : 'pass',
    );
    vault.lines.length = 0;
    const reply = await ask(answer, 'auditProof', AUDITOR, { id: item?.sk?.S ?? '' });
    vault.dynamodbWire.decide(null);
    expect(reply).toMatchObject({ error: { code: 'INTERNAL' } });
    expect(vault.lines.join()).toContain('"Tampering":1');
  });
});
