import { expectDocument, markdownTable } from '../../support/docs.ts';
import { withProxy } from '../../support/fault-proxy.ts';
import { countCosts, roundTo } from '../../support/storage-units.ts';
import type { Costs } from '../../support/storage-units.ts';
import { VAULT_OPERATIONS, codesOf, send } from '../../support/vault-operations.ts';
import type { VaultOperation } from '../../support/vault-operations.ts';
import { runVault } from '../../support/vault.ts';
import type { RunningVault } from '../../support/vault.ts';

const HEAD = [
  'Operation',
  'Calls',
  'Writes',
  'Write units',
  'Of these audit',
  'Read units',
  'Units per item',
];

const INTRODUCTION = `# Storage costs

What each operation asks of DynamoDB, counted at the wire by
\`test/functions/vault/storage-costs.test.ts\`, which fails when this table is stale;
\`npm run docs:costs\` writes it. The vault's keys are cached, values are short, no call is retried.

A write unit is 1 KB of an item, doubled in a transaction; a read unit is 4 KB read strongly
consistently, half of that eventually consistently, and an item that is not there costs as one of up
to 4 KB ([AWS](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html)).
Sizes are of the items as they passed. _Writes_ are calls that write. The audit trail costs two
events a call, which a batch shares, each written into the index of tenants as well.

`;

describe('the cost of storage', () => {
  let vault: RunningVault;
  beforeAll(async () => {
    vault = await runVault();
  });
  afterAll(() => vault.stop());

  const costsOf = ({ operation, prepare }: VaultOperation): Promise<Costs & { items: number }> =>
    withProxy(vault, async ({ answer, wire }) => {
      const received = await prepare(answer);
      wire.clear();
      const codes = codesOf(await send(answer, operation, received));
      expect(new Set(codes)).toEqual(new Set(['OK']));
      return { ...countCosts(wire.passages), items: codes.length };
    });

  test('is what the table in docs/ says', async () => {
    const rows: string[][] = [HEAD];
    for (const operation of VAULT_OPERATIONS) {
      const { calls, writes, writeUnits, auditUnits, readUnits, items } = await costsOf(operation);
      rows.push([
        operation.name,
        ...[calls, writes, writeUnits, auditUnits, readUnits].map(String),
        roundTo(2, (writeUnits + readUnits) / items),
      ]);
    }
    expectDocument('docs/storage-costs.md', INTRODUCTION + markdownTable(rows));
  }, 120_000);
});
