import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

import { branchKeyIdOf } from '../../../functions/vault/branch-keys.ts';
import { createEnvelope } from '../../../functions/vault/envelope.ts';
import type { Tenant } from '../../../functions/vault/identity.ts';
import { Plaintext } from '../../../functions/vault/plaintext.ts';
import { runVault } from '../../support/vault.ts';
import type { Item, RunningVault } from '../../support/vault.ts';
import { KINDS, newBranchKeys } from './envelopes.ts';

const ACME = 'acme' as Tenant;
const CONTEXT = { token: 'tok_1' };

/** Another value of the same type. */
function edited(value: AttributeValue): AttributeValue {
  if (value.N !== undefined) return { N: '2' };
  if (value.B === undefined) return { S: `${String(value.S)}x` };
  const bytes = Buffer.from(value.B);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  return { B: bytes };
}

/** The row with each of its attributes edited, with each removed, and with one more. */
function editedRows({ 'branch-key-id': id, type, ...others }: Item): [what: string, row: Item][] {
  const keys = { 'branch-key-id': id, type } as Item;
  const without = (name: string) =>
    Object.fromEntries(Object.entries(others).filter(([one]) => one !== name));
  return [
    ...Object.entries(others).map(([name, value]): [string, Item] => [
      `${name} edited`,
      { ...keys, ...others, [name]: edited(value) },
    ]),
    ...Object.keys(others).map((name): [string, Item] => [
      `${name} removed`,
      { ...keys, ...without(name) },
    ]),
    ['one attribute more', { ...keys, ...others, 'aws-crypto-ec:more': { S: 'x' } }],
  ];
}

describe.each(KINDS)('rows of the key store, with the %s envelope,', (kind) => {
  let vault: RunningVault;

  beforeAll(async () => {
    vault = await runVault();
  });
  afterAll(() => vault.stop());

  const put = (row: Item) =>
    vault.dynamodb.send(new PutItemCommand({ TableName: 'keys', Item: row }));
  const rowOf = async (tenant: string, type: string): Promise<Item> => {
    const rows = await vault.items('KEY_STORE_TABLE');
    const found = rows.find(
      (row) => row['branch-key-id']?.S === branchKeyIdOf(tenant) && row.type?.S?.startsWith(type),
    );
    if (found === undefined) throw new Error('There is no such row.');
    return found;
  };
  const newEnvelope = () => createEnvelope(kind, newBranchKeys(vault));
  const seal = () => newEnvelope().seal(ACME, CONTEXT, new Plaintext('note'));

  test('seal nothing when anything about the active version was edited', async () => {
    const row = await rowOf('acme', 'branch:ACTIVE');
    const foreign = await rowOf('globex', 'branch:ACTIVE');
    const moved: [string, Item] = [
      'the row of another',
      { ...foreign, 'branch-key-id': { S: 'tenant/acme' } },
    ];
    const sealed: string[] = [];
    for (const [what, changed] of [...editedRows(row), moved]) {
      await put(changed);
      await seal().then(
        () => sealed.push(what),
        () => null,
      );
    }
    await put(row);
    expect(sealed).toEqual([]);
    await expect(seal()).resolves.toBeInstanceOf(Uint8Array);
  });

  test('open nothing when anything about the version was edited', async () => {
    const sealed = await seal();
    const row = await rowOf('acme', 'branch:version');
    const foreign = await rowOf('globex', 'branch:version');
    const moved: [string, Item] = [
      'the row of another',
      { ...foreign, 'branch-key-id': { S: 'tenant/acme' }, type: row.type ?? { S: '' } },
    ];
    const outcomes: unknown[] = [];
    const changes = [...editedRows(row), moved];
    for (const [, changed] of changes) {
      await put(changed);
      outcomes.push(
        await newEnvelope()
          .open(ACME, CONTEXT, sealed)
          .catch((error: unknown) => error),
      );
    }
    await put(row);
    expect(outcomes).toHaveLength(changes.length);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ code: 'TOKEN_NOT_FOUND', finding: 'UNDECRYPTABLE' });
    }
    expect((await newEnvelope().open(ACME, CONTEXT, sealed)).expose()).toBe('note');
  });
});
