import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import {
  AuditEventsDocument,
  AuditProofDocument,
  CheckpointsDocument,
  TokenizeDocument,
} from '../../client/generated/operations.ts';
import { newDataDir, removeDataDir, startGateway } from '../support/gateway.ts';
import type { RunningGateway } from '../support/gateway.ts';
import { callerFor } from '../support/graphql.ts';
import type { Caller } from '../support/graphql.ts';

const SEALED_WITHIN_MS = 25_000;

describe('the audit trail of a running gateway', () => {
  const dataDir = newDataDir();
  let gateway: RunningGateway;
  let auditor: Caller;

  beforeAll(async () => {
    gateway = await startGateway({ dataDir });
    auditor = await callerFor(gateway.ready, 'acme-auditor');
  });
  afterAll(async () => {
    await gateway.stop();
    removeDataDir(dataDir);
  });

  const cli = (...words: string[]) => {
    const arguments_ = ['--import', 'tsx', 'cli/main.ts', ...words];
    return spawnSync(process.execPath, arguments_, { encoding: 'utf8' });
  };

  test('shows an auditor what was done, by whom', async () => {
    const tokenizer = await callerFor(gateway.ready, 'acme-tokenizer');
    await tokenizer.run(TokenizeDocument, {
      input: { dataClass: 'PAN', plaintext: '4111111111111111' },
    });
    const { data } = await auditor.run(AuditEventsDocument, { filter: { operation: 'tokenize' } });
    const events = data?.auditEvents.events ?? [];
    expect(events.map(({ kind, code }) => [kind, code])).toEqual([
      ['OUTCOME', 'OK'],
      ['ATTEMPT', null],
    ]);
    const { data: proof } = await auditor.run(AuditProofDocument, { id: events[0]?.id ?? '' });
    // Its window is still open.
    expect(proof?.auditProof).toBeNull();
  });

  test('is sealed by its own schedule; an export of it is sound', async () => {
    const sealed = async () => {
      const { data } = await auditor.run(CheckpointsDocument, { limit: 1 });
      return data?.checkpoints.checkpoints[0];
    };
    const deadline = Date.now() + SEALED_WITHIN_MS;
    while ((await sealed()) === undefined && Date.now() < deadline) await delay(100);
    const newest = await sealed();
    expect(newest).toMatchObject({ keyId: expect.stringContaining(':key/') as string });
    const out = join(dataDir, 'exported');
    expect(cli('export', '--data-dir', dataDir, '--out', out)).toMatchObject({ status: 0 });
    const checked = cli(
      ...['verify', '--events', join(out, 'events'), '--checkpoints', join(out, 'checkpoints')],
      ...['--public-key', join(dataDir, 'checkpoint-key.pem')],
      ...['--expect-until', newest?.windowEnd ?? ''],
    );
    expect(checked.stderr).toBe('');
    expect(checked.stdout).toContain('The trail is sound');
    expect(checked.status).toBe(0);
  });
});
