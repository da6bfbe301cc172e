import { verify } from 'node:crypto';

import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';

import { canonicalEvent } from '../../../functions/vault/canonical-event.ts';
import { hashOf } from '../../../functions/vault/checkpoint.ts';
import { leafHash, rootOf } from '../../../functions/vault/merkle-tree.ts';
import { NO_PREVIOUS } from '../../../functions/vault/statement.ts';
import { runSealing } from '../../support/sealing.ts';
import type { RunningSealing } from '../../support/sealing.ts';
import { ask, runVault, tokenized, TOKENIZER } from '../../support/vault.ts';
import type { Answer, Item, RunningVault } from '../../support/vault.ts';

describe('the audit sealer', () => {
  let vault: RunningVault;
  let answer: Answer;
  let sealing: RunningSealing;

  beforeEach(async () => {
    vault = await runVault();
    sealing = await runSealing(vault);
    answer = vault.start();
  });
  afterEach(async () => {
    await sealing.stop();
    await vault.stop();
  });

  const events = async () =>
    (await vault.items('AUDIT_TABLE')).sort((a, b) => ((a.sk?.S ?? '') < (b.sk?.S ?? '') ? -1 : 1));
  const rootOfItems = (items: readonly Item[]) =>
    rootOf(items.map((item) => leafHash(canonicalEvent(item)))).toString('hex');
  const counted = (name: string) =>
    sealing.lines
      .map((line) => JSON.parse(line) as Record<string, number>)
      .reduce((sum, line) => sum + (line[name] ?? 0), 0);
  const inWindows = async () => {
    const items = await events();
    return sealing.checkpoints().map(({ statement }) => {
      const { windowStart, windowEnd } = statement;
      return items.filter(({ sk }) => (sk?.S ?? '') >= windowStart && (sk?.S ?? '') < windowEnd);
    });
  };

  test('seals every closed window: signed, chained, without a gap, over all events in order', async () => {
    await tokenized(answer, 'PAN', '4111111111111111');
    await ask(answer, 'me', TOKENIZER, {});
    await ask(answer, 'me', { kind: 'service', roleArn: 'nobody' }, {});
    const report = await sealing.seal();
    const checkpoints = sealing.checkpoints();
    expect(report).toEqual({
      sealed: checkpoints.length,
      head: checkpoints.length - 1,
      isBehind: false,
    });
    expect(checkpoints.length).toBeGreaterThanOrEqual(4);
    let [previous, end] = [NO_PREVIOUS, sealing.env.TRAIL_BEGIN];
    for (const [at, { statement, statementText, signature }] of checkpoints.entries()) {
      expect(statement).toMatchObject({ sequence: at, previous, windowStart: end });
      const bytes = Buffer.from(signature, 'base64');
      expect(verify('sha256', Buffer.from(statementText), sealing.publicKey, bytes)).toBe(true);
      [previous, end] = [hashOf(statementText), statement.windowEnd];
    }
    const windows = await inWindows();
    expect(windows.map(rootOfItems)).toEqual(checkpoints.map(({ statement }) => statement.root));
    expect(windows.flat()).toHaveLength(6);
    expect(checkpoints.map(({ details }) => details.count)).toEqual(
      windows.map((one) => one.length),
    );
    expect(counted('WindowSealed')).toBe(checkpoints.length);
  });

  test('leaves a window open until its grace period is over', async () => {
    await sealing.seal({ minutesAhead: 0 });
    const [newest] = sealing.checkpoints().slice(-1);
    const sealedUpTo = Date.parse(newest?.statement.windowEnd ?? sealing.env.TRAIL_BEGIN ?? '');
    expect(sealedUpTo + 30_000).toBeLessThanOrEqual(Date.now());
    expect(sealedUpTo + 90_000).toBeGreaterThan(Date.now() - 5000);
  });

  test('seals what came late with the next window, once, and says so', async () => {
    await tokenized(answer, 'TEXT', 'note');
    await sealing.seal();
    const before = sealing.checkpoints().length;
    const [first] = await events();
    const attemptId = '00000000-0000-4000-8000-000000000000';
    const time = first?.time?.S ?? '';
    const sk = `${time}#${attemptId}#OUTCOME`;
    const late = {
      ...first,
      ...{ attemptId: { S: attemptId }, kind: { S: 'OUTCOME' }, sk: { S: sk } },
      pk: { S: `${time.slice(0, 16)}Z#0` },
      tenantDay: { S: `acme#${time.slice(0, 10)}#0` },
    } as Item;
    await vault.dynamodb.send(new PutItemCommand({ TableName: 'audit', Item: late }));
    await sealing.seal({ minutesAhead: 4, env: { LATE_MINUTES: '10' } });
    const [next, ...others] = sealing.checkpoints().slice(before);
    expect(next?.details).toMatchObject({ late: [sk], count: 1, missing: 0 });
    expect(next?.statement.root).toBe(rootOfItems([late]));
    expect(others.flatMap(({ details }) => details.late)).toEqual([]);
    expect(counted('LateEvent')).toBe(1);
  });

  test('flags an attempt to which no outcome came, and counts it', async () => {
    vault.dynamodbWire.decide(({ body }) =>
      body.includes('"audit"') && body.includes('OUTCOME')
        ? { status: 400, type: 'AccessDeniedException' }
        : 'pass',
    );
    await ask(answer, 'me', TOKENIZER, {});
    vault.dynamodbWire.decide(null);
    await ask(answer, 'me', TOKENIZER, {});
    const [lonely] = await events();
    await sealing.seal();
    const flagged = sealing.checkpoints().flatMap(({ details }) => details.flagged);
    expect(flagged).toEqual([lonely?.sk?.S]);
    expect(counted('AttemptWithoutOutcome')).toBe(1);
  });

  test('notices at once when an event that was just sealed is changed or gone', async () => {
    await tokenized(answer, 'TEXT', 'note');
    await ask(answer, 'me', TOKENIZER, {});
    await sealing.seal();
    const [first, second] = await events();
    const Key = { pk: first?.pk ?? { S: '' }, sk: first?.sk ?? { S: '' } };
    await vault.dynamodb.send(new DeleteItemCommand({ TableName: 'audit', Key }));
    const changed = { ...second, actor: { S: 'somebody-else' } } as Item;
    await vault.dynamodb.send(new PutItemCommand({ TableName: 'audit', Item: changed }));
    await sealing.seal({ minutesAhead: 4, env: { LATE_MINUTES: '10' } });
    const [newest] = sealing.checkpoints().slice(-1);
    expect(newest?.details.missing).toBe(2);
    expect(counted('SealedEventMissing')).toBe(2);
  });

  test('takes no sealed event for a late one because hashes were damaged or removed, and alarms', async () => {
    await tokenized(answer, 'TEXT', 'note');
    await ask(answer, 'me', TOKENIZER, {});
    await sealing.seal();
    const before = sealing.checkpoints().length;
    const chunks = (await vault.items('CHECKPOINT_TABLE')).filter(({ leaves }) => leaves?.B);
    for (const { pk = { S: '' }, sk = { S: '' } } of chunks) {
      const Key = { pk, sk };
      await vault.dynamodb.send(new DeleteItemCommand({ TableName: 'checkpoints', Key }));
    }
    await sealing.seal({ minutesAhead: 4, env: { LATE_MINUTES: '10' } });
    const [next] = sealing.checkpoints().slice(before);
    expect(next?.details).toMatchObject({ late: [], count: 0 });
    expect(counted('SealedEventMissing')).toBeGreaterThan(0);
    expect(counted('LateEvent')).toBe(0);
  });

  test('does not seal what no vault wrote so, and counts it', async () => {
    await ask(answer, 'me', TOKENIZER, {});
    const [first] = await events();
    const planted = { ...first, sk: { S: 'zzz' } } as Item;
    await vault.dynamodb.send(new PutItemCommand({ TableName: 'audit', Item: planted }));
    await sealing.seal();
    expect(sealing.checkpoints().reduce((sum, { details }) => sum + details.count, 0)).toBe(2);
    expect(counted('MalformedEvent')).toBe(1);
  });

  test('catches up window by window, over as many runs as it takes, and says that it was late', async () => {
    await tokenized(answer, 'TEXT', 'note');
    let left = 3;
    const minutesAhead = 6;
    const first = await sealing.seal({ minutesAhead, mayGoOn: () => left-- > 0 });
    expect(first).toEqual({ sealed: 3, head: 2, isBehind: true });
    const second = await sealing.seal({ minutesAhead });
    expect(second).toMatchObject({ isBehind: false });
    expect(sealing.checkpoints()).toHaveLength((second.head ?? 0) + 1);
    expect(counted('SealerLate')).toBe(2);
  });

  test('does not fork the chain when four run at once', async () => {
    await tokenized(answer, 'TEXT', 'note');
    const reports = await Promise.all([1, 2, 3, 4].map(() => sealing.seal()));
    const checkpoints = sealing.checkpoints();
    expect(new Set(reports.map(({ head }) => head))).toEqual(new Set([checkpoints.length - 1]));
    checkpoints.reduce((previous, { statement, statementText }) => {
      expect(statement.previous).toBe(previous);
      return hashOf(statementText);
    }, NO_PREVIOUS);
    expect((await inWindows()).map(rootOfItems)).toEqual(
      checkpoints.map(({ statement }) => statement.root),
    );
  });

  test('takes an answer that got lost for no failure', async () => {
    let lost = 0;
    sealing.s3Wire.decide(({ request }) =>
      request.startsWith('PUT') && lost++ % 2 === 0 ? 'lose-answer' : 'pass',
    );
    const { head } = await sealing.seal();
    expect(lost).toBeGreaterThan(1);
    expect(sealing.checkpoints()).toHaveLength((head ?? 0) + 1);
  });

  test('goes on after a crash between any two of its writes', async () => {
    await tokenized(answer, 'TEXT', 'note');
    const copies = async () =>
      (await vault.items('CHECKPOINT_TABLE')).filter(({ pk }) => pk?.S === 'checkpoint');
    for (let writes = 0; writes < 8; writes += 1) {
      let done = 0;
      const dieing = (isWrite: boolean) => {
        if (done >= writes) return 'cut' as const;
        if (!isWrite) return 'pass' as const;
        done += 1;
        return done === writes ? ('lose-answer' as const) : ('pass' as const);
      };
      vault.dynamodbWire.decide(({ operation }) => dieing(operation === 'PutItem'));
      sealing.s3Wire.decide(({ request }) => dieing(request.startsWith('PUT')));
      await sealing.seal({ mayGoOn: () => done < writes }).catch(() => null);
      vault.dynamodbWire.decide(null);
      sealing.s3Wire.decide(null);
    }
    const { head } = await sealing.seal();
    const checkpoints = sealing.checkpoints();
    expect(checkpoints).toHaveLength((head ?? 0) + 1);
    expect(await copies()).toHaveLength(checkpoints.length);
    expect((await inWindows()).map(rootOfItems)).toEqual(
      checkpoints.map(({ statement }) => statement.root),
    );
  });
});
