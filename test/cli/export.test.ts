import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { exportTrail } from '../../cli/export.ts';
import { searchFiles } from '../support/canary.ts';
import { runSealing } from '../support/sealing.ts';
import type { RunningSealing } from '../support/sealing.ts';
import { ask, PAYMENT, runVault, tokenized } from '../support/vault.ts';
import type { Item, RunningVault } from '../support/vault.ts';

const PAN = '4000056655665556';

describe('a trail that the vault wrote and the sealer sealed', () => {
  const root = mkdtempSync(join(tmpdir(), 'export-'));
  let vault: RunningVault;
  let sealing: RunningSealing;
  let exported = 0;

  beforeAll(async () => {
    vault = await runVault();
    sealing = await runSealing(vault);
    const answer = vault.start();
    const { token } = await tokenized(answer, 'PAN', PAN);
    await ask(answer, 'release', PAYMENT, { token, purpose: 'REFUND' });
    await ask(answer, 'token', PAYMENT, { token: PAN });
    await sealing.seal();
    writeFileSync(join(root, 'key.pem'), sealing.publicKey);
  });
  afterAll(async () => {
    await sealing.stop();
    await vault.stop();
    rmSync(root, { recursive: true });
  });

  const exportNow = async (checkpointTable: string | null = 'checkpoints') => {
    const out = join(root, String((exported += 1)));
    const s3 = new S3Client({});
    const names = { auditTable: 'audit', checkpointTable };
    const bucket = sealing.env.CHECKPOINT_BUCKET ?? '';
    const report = await exportTrail({ dynamodb: vault.dynamodb, s3, ...names, bucket }, out, {});
    s3.destroy();
    return { out, report };
  };
  const verify = (out: string, ...more: string[]) => {
    const words = ['--events', join(out, 'events'), '--checkpoints', join(out, 'checkpoints')];
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        ...['--import', 'tsx', 'cli/main.ts', 'verify', ...words],
        ...['--public-key', join(root, 'key.pem'), ...more],
      ],
      { encoding: 'utf8' },
    );
    return { status, stdout, stderr };
  };
  const firstEvent = async (): Promise<Item> => {
    const items = await vault.items('AUDIT_TABLE');
    const [first = {}] = items.sort((a, b) => ((a.sk?.S ?? '') < (b.sk?.S ?? '') ? -1 : 1));
    return first;
  };

  test('is exported whole, is sound, and holds no plaintext', async () => {
    const { out, report } = await exportNow();
    const checkpoints = sealing.checkpoints().length;
    expect(report).toEqual({ events: 6, unsealed: 0, checkpoints });
    const until = sealing.checkpoints().at(-1)?.statement.windowEnd ?? '';
    const { status, stdout } = verify(out, '--expect-until', until);
    expect(stdout).toContain('The trail is sound: 6 events in');
    expect(status).toBe(0);
    expect(searchFiles(out, { pan: PAN })).toEqual([]);
  });

  test('is not sound up to a time that was not sealed', async () => {
    const { out } = await exportNow();
    const { status, stderr } = verify(out, '--expect-until', '2099-01-01T00:00:00Z');
    expect(stderr).toContain('NOT SOUND. END_MISSING');
    expect(status).toBe(1);
  });

  test('is found out when an event was changed or removed in the table, with its line', async () => {
    const original = await firstEvent();
    const changed = { ...original, actor: { S: 'somebody-else' } } as Item;
    await vault.dynamodb.send(new PutItemCommand({ TableName: 'audit', Item: changed }));
    const { stderr } = verify((await exportNow()).out);
    expect(stderr).toMatch(/NOT SOUND\. EVENT_CHANGED.*first at \d{12}\.jsonl:1\./);
    const Key = { pk: original.pk ?? { S: '' }, sk: original.sk ?? { S: '' } };
    await vault.dynamodb.send(new DeleteItemCommand({ TableName: 'audit', Key }));
    const removed = verify((await exportNow()).out);
    expect(removed.stderr).toMatch(/NOT SOUND\. EVENT_REMOVED.*first at number 1 of the window/);
    await vault.dynamodb.send(new PutItemCommand({ TableName: 'audit', Item: original }));
    expect(verify((await exportNow()).out).status).toBe(0);
  });

  test('is sound while an event that came late waits for its seal, and once it has it', async () => {
    const original = await firstEvent();
    const attemptId = '00000000-0000-4000-8000-000000000000';
    const time = original.time?.S ?? '';
    const sk = `${time}#${attemptId}#ATTEMPT`;
    const place = { pk: { S: `${time.slice(0, 16)}Z#0` }, sk: { S: sk } };
    const tenantDay = { S: `acme#${time.slice(0, 10)}#0` };
    const late = { ...original, ...place, tenantDay, attemptId: { S: attemptId } } as Item;
    await vault.dynamodb.send(new PutItemCommand({ TableName: 'audit', Item: late }));
    // Without the hashes nobody can tell which one it is.
    expect(verify((await exportNow(null)).out).stderr).toContain('EVENT_INSERTED');
    const waiting = await exportNow();
    expect(waiting.report).toMatchObject({ events: 6, unsealed: 1 });
    expect(verify(waiting.out)).toMatchObject({ status: 0 });
    await sealing.seal({ minutesAhead: 4, env: { LATE_MINUTES: '10' } });
    const sealed = await exportNow();
    expect(sealed.report).toMatchObject({ events: 7, unsealed: 0 });
    expect(verify(sealed.out)).toMatchObject({ status: 0 });
  });

  test('cannot be checked without its key: the exit code tells that from a fault', () => {
    const { status, stderr } = verify(join(root, '1'), '--public-key', join(root, 'none.pem'));
    expect(stderr).not.toContain('NOT SOUND');
    expect(status).toBe(2);
  });
});
