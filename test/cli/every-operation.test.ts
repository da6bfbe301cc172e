import { S3Client } from '@aws-sdk/client-s3';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readPublicKey } from '../../cli/checkpoint-chain.ts';
import { eventFiles } from '../../cli/event-lines.ts';
import { exportTrail } from '../../cli/export.ts';
import { checkTrail } from '../../cli/trail-check.ts';
import type { KeyAdminOperation, Operation } from '../../functions/vault/event.ts';
import { runSealing } from '../support/sealing.ts';
import type { RunningSealing } from '../support/sealing.ts';
import { VAULT_OPERATIONS, send } from '../support/vault-operations.ts';
import { PAYMENT, ask, runVault, user } from '../support/vault.ts';
import type { Answer, RunningVault } from '../support/vault.ts';

const OPERATOR = user(['vault-admins'], 'acme', 'operator-1');
const AUDITOR = user(['auditors'], 'acme', 'auditor-1');

/** One way of each operation, and what is only recorded when a grant is used. */
const SENT = VAULT_OPERATIONS.filter(
  ({ name, operation }, at) =>
    name === 'release: under a grant' ||
    VAULT_OPERATIONS.findIndex((one) => one.operation === operation) === at,
);

const KEY_ADMINISTRATION: readonly [KeyAdminOperation, object][] = [
  ['createTenant', { input: { tenant: 'initech' } }],
  ['tenants', { limit: 1 }],
  ['rotateKeys', {}],
  ['startRewrap', {}],
  ['rewrapStatus', {}],
  ['eraseTenant', { input: { tenant: 'initech' } }],
];

/** All that an item of an event may hold: the trail of this suite holds each of them. */
const MEMBERS = [
  ...['dataClass', 'format', 'purpose', 'token', 'askedMac', 'tenant', 'keyVersion', 'job'],
  ...['grant', 'decision', 'ticketMac', 'budget', 'limit', 'event', 'from', 'to'],
  ...['cvcToken', 'processor', 'reference', 'charge'],
  ...['code', 'finding', 'severity'],
].sort();

interface ListedEvent {
  readonly operation: string;
  readonly items: readonly Record<string, unknown>[];
}

async function useAll(vault: RunningVault): Promise<void> {
  const [answer, admin] = [vault.start(), vault.startKeyAdmin()];
  for (const { operation, prepare } of SENT) await send(answer, operation, await prepare(answer));
  for (const [operation, received] of KEY_ADMINISTRATION) {
    expect(await ask(admin, operation, OPERATOR, received)).toHaveProperty('data');
  }
  await stealHoney(answer);
  const { data } = await ask(answer, 'auditEvents', AUDITOR, { limit: 1 });
  const { events } = data as { events: { id: string }[] };
  await ask(answer, 'auditProof', AUDITOR, { id: events[0]?.id });
  await ask(answer, 'me', { kind: 'service', roleArn: 'nobody' }, {});
}

async function stealHoney(answer: Answer): Promise<void> {
  const input = { dataClass: 'TEXT', plaintext: 'bait' };
  const { data } = await ask(answer, 'seedHoneyToken', OPERATOR, { input });
  const { token } = data as { token: string };
  const reply = await ask(answer, 'release', PAYMENT, { token, purpose: 'LEGAL' });
  expect(reply.error?.code).toBe('TOKEN_NOT_FOUND');
}

describe('a trail of every operation', () => {
  const root = mkdtempSync(join(tmpdir(), 'every-operation-'));
  const out = join(root, 'trail');
  let vault: RunningVault;
  let sealing: RunningSealing;

  beforeAll(async () => {
    vault = await runVault();
    sealing = await runSealing(vault);
    await useAll(vault);
    await sealing.seal();
    writeFileSync(join(root, 'key.pem'), sealing.publicKey);
    const s3 = new S3Client({});
    const names = { auditTable: 'audit', checkpointTable: 'checkpoints' };
    const bucket = sealing.env.CHECKPOINT_BUCKET ?? '';
    await exportTrail({ dynamodb: vault.dynamodb, s3, ...names, bucket }, out, {});
    s3.destroy();
  }, 60_000);
  afterAll(async () => {
    await sealing.stop();
    await vault.stop();
    rmSync(root, { recursive: true });
  });

  const check = () =>
    checkTrail(
      {
        events: eventFiles(join(out, 'events')),
        checkpoints: join(out, 'checkpoints'),
        publicKey: readPublicKey(join(root, 'key.pem')),
      },
      {},
    );
  const exported = () =>
    eventFiles(join(out, 'events')).flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => ({ file, line, event: JSON.parse(line) as ListedEvent })),
    );

  test('is sealed whole, of both functions, and verifies', async () => {
    const recorded = await vault.items('AUDIT_TABLE');
    expect(await check()).toMatchObject({ events: recorded.length, late: 0, flagged: 0 });
    const asked: readonly Operation[] = [
      ...SENT.map(({ operation }) => operation),
      ...KEY_ADMINISTRATION.map(([operation]) => operation),
    ];
    const sealed = new Set(exported().map(({ event }) => event.operation));
    expect([...sealed].sort()).toEqual([...new Set(asked)].sort());
  });

  test('holds each member that an event may have, and no other', () => {
    const names = exported().flatMap(({ event }) => event.items.flatMap(Object.keys));
    expect([...new Set(names)].sort()).toEqual(MEMBERS);
  });

  test.each(MEMBERS)('is found out when %s of an event is changed or left out', async (member) => {
    const holds = (item: object) => member in item;
    const found = exported().find(({ event }) => event.items.some(holds));
    if (found === undefined) throw new Error('No event has it.');
    const original = readFileSync(found.file, 'utf8');
    const tamper = (change: (item: Record<string, unknown>) => object) => {
      const items = found.event.items.map((item) => (holds(item) ? change(item) : item));
      const line = JSON.stringify({ ...found.event, items });
      writeFileSync(
        found.file,
        original.replace(found.line, () => line),
      );
    };
    tamper((item) => item);
    await expect(check()).resolves.toBeDefined();
    tamper((item) => ({ ...item, [member]: 'X' }));
    await expect(check()).rejects.toMatchObject({ kind: 'EVENT_CHANGED' });
    tamper((item) => ({ ...item, [member]: undefined }));
    await expect(check()).rejects.toMatchObject({ kind: 'EVENT_CHANGED' });
    writeFileSync(found.file, original);
  });

  test('shows auditors the same members', async () => {
    const shown = async (operation: Operation) => {
      const filter = { operation };
      const { data } = await ask(vault.start(), 'auditEvents', AUDITOR, { filter, limit: 100 });
      return (data as { events: ListedEvent[] }).events.flatMap(({ items }) => items);
    };
    expect(await shown('decideApproval')).toContainEqual(
      expect.objectContaining({
        grant: expect.stringMatching(/^approval-\d+$/) as string,
        decision: 'APPROVE',
        code: 'OK',
      }),
    );
    expect(await shown('requestApproval')).toContainEqual(
      expect.objectContaining({ ticketMac: expect.stringMatching(/^[\w-]{43}$/) as string }),
    );
    expect(await shown('setBudget')).toContainEqual(
      expect.objectContaining({ budget: 'PURPOSE/MIGRATION' }),
    );
    expect(await shown('eraseTenant')).toContainEqual(
      expect.objectContaining({ tenant: 'initech', code: 'OK' }),
    );
    expect(await shown('startRewrap')).toContainEqual(
      expect.objectContaining({ job: expect.stringMatching(/^[0-9a-f-]{36}$/) as string }),
    );
    expect(await shown('release')).toContainEqual(
      expect.objectContaining({ finding: 'HONEY_TOKEN', severity: 'HIGH' }),
    );
  });
});
