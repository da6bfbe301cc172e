import { DeleteItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';

import { isWrite } from '../../support/fault-proxy.ts';
import { later, rewrapBench } from '../../support/rewrap.ts';
import { ask, runVault, user } from '../../support/vault.ts';
import type { Item, RunningVault } from '../../support/vault.ts';
import type { Fate } from '../../support/wire-tap.ts';

const DENIED: Fate = { status: 400, type: 'AccessDeniedException' };

describe('a rewrap when something goes wrong', () => {
  let vault: RunningVault;
  let names = 0;

  beforeAll(async () => {
    vault = await runVault();
  });
  afterAll(() => vault.stop());
  afterEach(() => {
    vault.dynamodbWire.decide(null);
    vault.kmsWire.decide(null);
  });

  const prepared = async (count: number) => {
    const bench = await rewrapBench(vault, `fault-${String((names += 1))}`);
    const tenant = bench.tokenizer.tenant ?? '';
    const tokens = await Promise.all(Array.from({ length: count }, () => bench.tokenize()));
    const keyVersion = await bench.rotate();
    await bench.start();
    vault.lines.splice(0);
    return { bench, tenant, tokens, keyVersion };
  };
  const eventsOf = async (tenant: string): Promise<Item[]> =>
    (await vault.items('AUDIT_TABLE'))
      .filter(({ tenant: of, operation }) => of?.S === tenant && operation?.S === 'rewrapPage')
      .sort((a, b) => ((a.sk?.S ?? '') < (b.sk?.S ?? '') ? -1 : 1));
  const metrics = () =>
    vault.lines.flatMap((line) =>
      Object.keys(JSON.parse(line) as object).filter((name) => /^[A-Z]/.test(name)),
    );
  const edit = (tenant: string, token: string, expression: string, value: Item[string]) =>
    vault.dynamodb.send(
      new UpdateItemCommand({
        TableName: 'vault',
        Key: { pk: { S: `${tenant}#token#${token}` } },
        UpdateExpression: expression,
        ...(expression.startsWith('REMOVE')
          ? {}
          : { ExpressionAttributeValues: { ':value': value } }),
      }),
    );
  test('records each page before anything is done and after it, without any value', async () => {
    const { bench, tenant, tokens, keyVersion } = await prepared(3);
    vault.dynamodbWire.clear();
    await bench.run();
    const passages = [...vault.dynamodbWire.passages, ...vault.kmsWire.passages];
    const [attempt, outcome, ...others] = await eventsOf(tenant);
    expect(others).toEqual([]);
    expect([attempt?.kind?.S, outcome?.kind?.S]).toEqual(['ATTEMPT', 'OUTCOME']);
    for (const event of [attempt, outcome]) {
      expect([event?.actor?.S, event?.actorKind?.S, event?.attemptId?.S]).toEqual([
        'rewrap',
        'job',
        attempt?.attemptId?.S,
      ]);
      const listed = (event?.items?.L ?? []).map(({ M }) => M);
      expect(listed.map((item) => item?.token?.S).sort()).toEqual([...tokens].sort());
      expect(new Set(listed.map((item) => item?.keyVersion?.S))).toEqual(new Set([keyVersion]));
      expect(new Set(listed.map((item) => item?.job?.S))).toEqual(
        new Set([(await bench.status())?.id]),
      );
    }
    expect(outcome?.code?.S).toBe('OK');
    const writes = passages.filter(isWrite);
    expect(writes.map(({ operation }) => operation)).toEqual([
      'PutItem',
      ...Array<string>(3).fill('UpdateItem'),
      'PutItem',
      'TransactWriteItems',
    ]);
    const wire = passages.map(({ body, answer }) => body + (answer?.body ?? '')).join();
    const value = `value 1 of ${tenant}`;
    expect(wire).not.toContain(value);
    expect(wire).not.toContain(Buffer.from(value).toString('base64').slice(0, 16));
    expect(vault.lines).toEqual([]);
  });

  test('does nothing without the first event, and repeats a page without the second', async () => {
    const { bench, tenant, tokens } = await prepared(2);
    const before = await bench.records();
    const failAudit = (from: number) => {
      let puts = 0;
      vault.dynamodbWire.decide(({ operation, body }) => {
        const isEvent = operation === 'PutItem' && body.includes('rewrapPage');
        return isEvent && (puts += 1) >= from
          ? { status: 400, type: 'ValidationException' }
          : 'pass';
      });
    };
    failAudit(1);
    await bench.run();
    expect(await bench.records()).toEqual(before);
    expect(await bench.status()).toMatchObject({ state: 'WAITING', rewrapped: 0 });
    expect(metrics()).toEqual(['AuditFailure']);
    failAudit(2);
    await bench.run();
    expect(await bench.status()).toMatchObject({ state: 'WAITING', rewrapped: 0 });
    expect((await eventsOf(tenant)).map(({ kind }) => kind?.S)).toEqual(['ATTEMPT']);
    vault.dynamodbWire.decide(null);
    await bench.run();
    expect(await bench.status()).toMatchObject({ state: 'DONE', alreadyCurrent: 2, failed: 0 });
    await bench.removeOldVersions();
    for (const token of tokens) expect(await bench.release(token)).toHaveProperty('data');
  });

  test('leaves damaged and unknown records, counts and records them, and goes on', async () => {
    const { bench, tenant, tokens, keyVersion } = await prepared(8);
    const [flipped = '', masked = '', noMac = '', empty = '', other = ''] = tokens;
    const old = (await bench.records()).get(flipped)?.ciphertext?.B ?? new Uint8Array();
    const bytes = Buffer.from(old);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    await edit(tenant, flipped, 'SET ciphertext = :value', { B: bytes });
    await edit(tenant, masked, 'SET masked = :value', { S: 'shown' });
    await edit(tenant, noMac, 'REMOVE mac', { NULL: true });
    await edit(tenant, empty, 'REMOVE ciphertext', { NULL: true });
    const whole = (await bench.records()).get(other);
    const moved = { ...whole, pk: { S: `${tenant}#token#none-of-ours` } };
    await vault.dynamodb.send(new PutItemCommand({ TableName: 'vault', Item: moved }));
    await vault.dynamodb.send(
      new PutItemCommand({ TableName: 'vault', Item: { pk: { S: `${tenant}#token#` } } }),
    );
    const damaged = [flipped, masked, noMac, empty, 'none-of-ours', ''];
    const before = await bench.records();
    await bench.run();
    const after = await bench.records();
    for (const token of damaged) expect(after.get(token)).toEqual(before.get(token));
    expect(await bench.status()).toMatchObject({
      state: 'DONE',
      rewrapped: 4,
      failed: 6,
      census: [{ keyVersion, records: 4 }],
    });
    expect(metrics()).toEqual(Array(6).fill('Tampering'));
    const outcome = (await eventsOf(tenant)).find(({ kind }) => kind?.S === 'OUTCOME');
    const findings = (outcome?.items?.L ?? []).flatMap(({ M }) =>
      M?.finding === undefined ? [] : [[M.finding.S, M.token?.S, M.askedMac?.S?.length]],
    );
    expect(findings).toEqual(Array(6).fill(['TAMPERED', undefined, 43]));
  });

  test('counts what does not open where it is, in the census, too', async () => {
    const { bench, keyVersion } = await prepared(2);
    const [item] = (await bench.records()).values();
    const old = bench.versionOf(item);
    await bench.tokenize();
    await bench.removeOldVersions();
    await bench.run();
    const job = await bench.status();
    expect(job).toMatchObject({ state: 'DONE', rewrapped: 0, alreadyCurrent: 1, failed: 2 });
    expect(new Map(job?.census.map((one) => [one.keyVersion, one.records]))).toEqual(
      new Map([
        [old, 2],
        [keyVersion, 1],
      ]),
    );
    expect(metrics()).toEqual(['Tampering', 'Tampering']);
  });

  test.each<[string, string, Fate]>([
    ['is refused the key', 'KeyUnavailable', DENIED],
    ['gets no answer of KMS', 'Unavailable', { status: 503, type: 'ServiceUnavailable' }],
  ])('rests when it %s, says so, and goes on where it was', async (_what, metric, fate) => {
    const { bench } = await prepared(2);
    const before = await bench.records();
    vault.kmsWire.decide(({ body }) => (body.includes('branch:') ? fate : 'pass'));
    await bench.run();
    expect(await bench.records()).toEqual(before);
    expect(await bench.status()).toMatchObject({ state: 'WAITING', rewrapped: 0, failed: 0 });
    expect(new Set(metrics())).toEqual(new Set([metric]));
    vault.kmsWire.decide(null);
    await bench.run();
    expect(await bench.status()).toMatchObject({ state: 'DONE', rewrapped: 2 });
  });

  test.each(['UpdateItem', 'TransactWriteItems'])(
    'takes a lost answer of %s for the success it was',
    async (lossy) => {
      const { bench } = await prepared(2);
      let lost = 0;
      vault.dynamodbWire.decide(({ operation }) =>
        operation === lossy && lost++ === 0 ? 'lose-answer' : 'pass',
      );
      await bench.run();
      expect(lost).toBeGreaterThan(1);
      expect(await bench.status()).toMatchObject({ state: 'DONE', rewrapped: 2, failed: 0 });
    },
  );

  test('lets a tokenizing whose answer got lost find its own record, though it was moved', async () => {
    const bench = await rewrapBench(vault, 'fault-retried');
    const old = vault.start();
    await bench.tokenize({}, old);
    const keyVersion = await bench.rotate();
    await bench.start();
    const runs: Promise<void>[] = [];
    let isHeld = false;
    vault.dynamodbWire.decide(({ operation, body }) => {
      const isRecord = operation === 'PutItem' && body.includes('"TableName":"vault"');
      if (!isRecord || isHeld) return 'pass';
      isHeld = true;
      return { held: () => runs.push(bench.run()) };
    });
    const token = await bench.tokenize({}, old);
    expect(runs).toHaveLength(1);
    await Promise.all(runs);
    const records = await bench.records();
    expect(records.size).toBe(2);
    expect(bench.versionOf(records.get(token))).toBe(keyVersion);
    expect(await bench.status()).toMatchObject({ state: 'DONE', rewrapped: 2 });
  });

  test('believes no checkpoint that was edited: it stands still and alarms until it is started anew', async () => {
    const { bench, tenant } = await prepared(2);
    const first = await bench.status();
    const Key = { pk: { S: `${tenant}#rewrap` } };
    await vault.dynamodb.send(
      new UpdateItemCommand({
        TableName: 'control',
        Key,
        UpdateExpression: 'SET #state = :done',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':done': { S: 'DONE' } },
      }),
    );
    const before = await bench.records();
    await bench.run();
    expect(await bench.records()).toEqual(before);
    expect(metrics()).toContain('Tampering');
    await expect(bench.status()).rejects.toThrow('INTERNAL');
    expect((await bench.start()).id).not.toBe(first?.id);
    await bench.run();
    expect(await bench.status()).toMatchObject({ state: 'DONE', rewrapped: 2 });
  });

  test('is queued again by who asks for it, and leaves the queue when it is done', async () => {
    const { bench, tenant } = await prepared(1);
    const queue = async () =>
      (await vault.items('CONTROL_TABLE')).find(({ pk }) => pk?.S === '_system#rewrap')?.tenants
        ?.SS;
    const Key = { pk: { S: '_system#rewrap' } };
    await vault.dynamodb.send(new DeleteItemCommand({ TableName: 'control', Key }));
    await bench.run();
    expect(await bench.status()).toMatchObject({ state: 'WAITING' });
    await bench.start();
    await bench.run();
    expect(await bench.status()).toMatchObject({ state: 'DONE', rewrapped: 1 });
    expect((await queue()) ?? []).not.toContain(tenant);
    // As if the job had ended between the look and the queueing of who asked for it.
    await vault.dynamodb.send(
      new UpdateItemCommand({
        TableName: 'control',
        Key,
        UpdateExpression: 'ADD tenants :tenants',
        ExpressionAttributeValues: { ':tenants': { SS: [tenant] } },
      }),
    );
    await bench.run();
    expect((await queue()) ?? []).not.toContain(tenant);
    expect(await bench.status()).toMatchObject({ state: 'DONE', rewrapped: 1 });
  });

  test('pauses for a disabled tenant, and goes on by itself', async () => {
    const { bench, tenant } = await prepared(1);
    const pk = { S: `${tenant}#tenant` };
    await vault.dynamodb.send(
      new PutItemCommand({ TableName: 'control', Item: { pk, disabled: { BOOL: true } } }),
    );
    const before = await bench.records();
    await bench.run();
    expect(await bench.records()).toEqual(before);
    await vault.dynamodb.send(new DeleteItemCommand({ TableName: 'control', Key: { pk } }));
    expect(await bench.status()).toMatchObject({ state: 'PAUSED', rewrapped: 0 });
    await bench.run();
    expect(await bench.status()).toMatchObject({ state: 'DONE', rewrapped: 1 });
  });

  test('ends with the tenant that is erased', async () => {
    const { bench, tenant } = await prepared(1);
    const operator = user(['vault-admins'], 'acme', 'operator-1');
    const input = { tenant };
    const warm = vault.startRewrap({ clock: later });
    const erased = await ask(vault.startKeyAdmin(), 'eraseTenant', operator, { input });
    expect(erased.data).toHaveProperty('signature');
    const before = await bench.records();
    await warm('run-1');
    expect(await bench.records()).toEqual(before);
    const queue = (await vault.items('CONTROL_TABLE')).find(({ pk }) => pk?.S === '_system#rewrap');
    expect(queue?.tenants?.SS ?? []).not.toContain(tenant);
  });
});
