import { readFileSync } from 'node:fs';

import { buildSchema, isObjectType } from 'graphql';

import { GROUPS } from '../../infra/groups.ts';
import { makeUserOfAllGroups, serviceCaller } from '../support/callers.ts';
import { expectDocument, markdownTable } from '../support/docs.ts';
import { newDataDir, removeDataDir, startGateway } from '../support/gateway.ts';
import type { RunningGateway } from '../support/gateway.ts';
import { callerFor, callerWith, signIn } from '../support/graphql.ts';
import type { Answer, Caller } from '../support/graphql.ts';
import { userOf } from '../support/users.ts';
import { FIELDS } from './authorization-fields.ts';
import type { GuardedField } from './authorization-fields.ts';

const COLUMNS = [
  ...GROUPS,
  'service (tokenizers)',
  'other tenant, all groups',
  'access token',
  'signed out',
];

const INTRODUCTION = `# Authorization matrix

Every field of the API, asked for by a caller of each group, by a service that signs with IAM and
acts for \`tokenizers\`, by a user of another tenant who is in all groups, with an access token in
place of the ID token, and signed out. \`acme\` is the operator's tenant, whose administrators
look after tenants. Written by asking: \`npm run docs:matrix\` runs
\`test/e2e/authorization.test.ts\`, which fails when an answer is not the one that stands here.
**yes** is an answer without an error; anything else is the code of the refusal. The purposes, which
are decided by data class, come on top: here an e-mail address is asked for to help a customer.

`;

const NOT_FOUND = new Set(['TOKEN_NOT_FOUND', 'APPROVAL_NOT_FOUND']);
const PLAINTEXT = 'authorization@e2e.example';
const CARD = '4111111111111111';
const RECEIVED = new RegExp(`${PLAINTEXT}|${CARD}`);

function fieldsOfSchema(): string[] {
  const files = ['schema/appsync.graphql', 'schema/schema.graphql'];
  const schema = buildSchema(files.map((path) => readFileSync(path, 'utf8')).join('\n'));
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  return types
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));
}

describe('each field and each caller', () => {
  const dataDir = newDataDir();
  let gateway: RunningGateway;
  let tokenizer: Caller;
  const ask = new Map<string, Pick<Caller, 'query'>>();

  beforeAll(async () => {
    gateway = await startGateway({ dataDir });
    const ready = await makeUserOfAllGroups(gateway.ready, dataDir, 'globex');
    for (const group of GROUPS) ask.set(group, await callerFor(ready, userOf(group)));
    ask.set('service (tokenizers)', { query: serviceCaller(ready, dataDir) });
    ask.set('other tenant, all groups', await callerFor(ready, 'globex-everything'));
    const { accessToken } = await signIn(ready, userOf('payment-staff'));
    ask.set('access token', callerWith(ready, accessToken));
    ask.set('signed out', callerWith(ready, ''));
    tokenizer = await callerFor(ready, userOf('tokenizers'));
  });
  afterAll(async () => {
    await gateway.stop();
    removeDataDir(dataDir);
  });

  let made = 0;
  const makeTenant = async (tenant: string): Promise<string> => {
    const document = 'mutation($tenant: ID!) { createTenant(input: { tenant: $tenant }) { name } }';
    const answer = await ask.get('vault-admins')?.query(document, { tenant });
    expect(answer?.errors).toEqual([]);
    return tenant;
  };
  const variables = async (makesTenant: boolean, isOfCard: boolean) => {
    const number = (made += 1);
    const plaintext = isOfCard ? CARD : `${number}.${PLAINTEXT}`;
    const dataClass = isOfCard ? 'PAN' : 'EMAIL';
    const { data } = await tokenizer.query(
      `mutation($plaintext: String!, $dataClass: DataClass!) {
        tokenize(input: { dataClass: $dataClass, plaintext: $plaintext,
        metadata: [{ key: "order", value: "A-1" }] }) { token } }`,
      { plaintext, dataClass },
    );
    const { token } = data?.tokenize as { token: string };
    return {
      token,
      plaintext,
      key: `key-${number}`,
      ...(makesTenant ? { tenant: await makeTenant(`tenant-${number}`) } : {}),
    };
  };

  const verdictOf = ({ status, errors, data }: Answer): string => {
    const codes = errors.map(({ errorType }) => errorType ?? `status ${status}`);
    const items = (Object.values(data ?? {}).flat() as ({ code?: string } | null)[]).flatMap(
      (item) => item?.code ?? [],
    );
    const [first = 'yes'] = [...codes, ...items];
    return first;
  };

  const rowOf = async ({
    field,
    document,
    isRefusalShown,
    makesTenant = false,
    isOfCard = false,
  }: GuardedField): Promise<string[]> => {
    const verdicts = COLUMNS.map(async (column) => {
      const needed = document.includes('$') ? await variables(makesTenant, isOfCard) : {};
      const answer = await ask.get(column)?.query(document, needed);
      if (answer === undefined) throw new Error(`Nobody asks as ${column}`);
      const verdict = verdictOf(answer);
      if (verdict !== 'yes') expect(answer.text).not.toMatch(RECEIVED);
      return isRefusalShown === true && NOT_FOUND.has(verdict) ? 'yes' : verdict;
    });
    return [field, ...(await Promise.all(verdicts))];
  };

  test('are all of the schema', () => {
    expect(FIELDS.map(({ field }) => field).sort()).toEqual(fieldsOfSchema().sort());
  });

  test('get the answer that the matrix in docs/ says', async () => {
    const rows = [['Field', ...COLUMNS]];
    for (const field of FIELDS) rows.push(await rowOf(field));
    expectDocument('docs/authorization-matrix.md', INTRODUCTION + markdownTable(rows));
    const verdicts = new Map(rows.slice(1).map(([field, ...row]) => [field, row] as const));
    for (const row of verdicts.values()) {
      expect(row.at(-1)).toBe('UnauthorizedException');
      expect(row.at(-2)).toBe('TENANT_REQUIRED');
    }
    const releasing = (verdicts.get('Detokenization.plaintext') ?? []).map((one) => one === 'yes');
    expect(COLUMNS.filter((_, at) => releasing[at])).toEqual(['support', 'payment-staff']);
  }, 300_000);
});
