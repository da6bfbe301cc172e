import fc from 'fast-check';
import { PRODUCTION } from '../../../infra/config/production.ts';
import { roleArn, tableArn } from '../../../infra/names.ts';
import type { FunctionId } from '../../../infra/names.ts';
import { isAllowed } from '../../../infra/proofs/evaluation.ts';
import type { World } from '../../../infra/proofs/evaluation.ts';
import { parsePolicy } from '../../../infra/proofs/parsed-statement.ts';
import {
  dynamodbEndpointStatements,
  kmsEndpointStatements,
} from '../../../infra/policies/endpoints.ts';
import { guardrailStatements } from '../../../infra/policies/guardrail.ts';
import { rootKeyStatements } from '../../../infra/policies/root-key.ts';
import { tableStatements } from '../../../infra/policies/table-policy.ts';
import { parsePrincipal } from '../../../local/kms/arn.ts';
import { parsePolicy as parseKeyPolicy } from '../../../local/kms/policy-document.ts';
import { allows } from '../../../local/kms/policy.ts';
import { oracleAllows } from './oracle.ts';
import type { Documents, Json } from './oracle.ts';

const { account, region } = PRODUCTION;
const ENDPOINT = 'vpce-1';
const KEY_ARN = `arn:aws:kms:${region}:${account}:key/root`;
const role = (id: FunctionId) => roleArn(PRODUCTION, id);

const ROOT_KEY = rootKeyStatements({
  account,
  vaultRoleArn: role('vault'),
  rewrapRoleArn: role('rewrap'),
  keyAdminRoleArn: role('keyAdmin'),
  keyStoreName: 'store',
  endpointId: ENDPOINT,
});

const json = (statements: readonly object[]): Json[] =>
  JSON.parse(JSON.stringify(statements)) as Json[];

const sometimes = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });

const principals = fc.constantFrom(
  ...(['vault', 'rewrap', 'keyAdmin', 'anomalyWatch'] as const).map(role),
  `arn:aws:iam::${account}:role/zz-administrator`,
  'arn:aws:iam::999999999999:role/zz-administrator',
  `arn:aws:iam::${account}:role/cdk-hnb659fds-cfn-exec-role-${account}-${region}`,
);

const contexts = fc.record({
  'aws:sourcevpce': sometimes(ENDPOINT, ENDPOINT, 'vpce-2'),
  'kms:encryptioncontext:tablename': sometimes('store', 'store', 'other'),
  'kms:encryptioncontext:branch-key-id': sometimes('acme'),
  'kms:encryptioncontext:type': sometimes('beacon:ACTIVE', 'branch:ACTIVE'),
  'kms:reencryptonsamekey': sometimes('true', 'false'),
  'dynamodb:leadingkeys': sometimes('a#finding', 'a#event'),
});

const actions = fc.constantFrom(
  ...['kms:Decrypt', 'kms:Encrypt', 'kms:ReEncryptTo', 'kms:PutKeyPolicy', 'kms:DescribeKey'],
  ...['kms:GenerateDataKeyWithoutPlaintext', 'kms:NotYet', 'dynamodb:PutItem', 'dynamodb:Scan'],
  ...['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutResourcePolicy', 'dynamodb:NotYet'],
  ...['iam:PassRole', 'sts:AssumeRole', 'lambda:InvokeFunction', 'lambda:UpdateFunctionCode'],
);

function asked(arn: string, given: Readonly<Record<string, string | undefined>>) {
  const owner = arn.split(':')[4] ?? '';
  const context: Record<string, string | undefined> = {
    ...given,
    'aws:principalarn': arn,
    'kms:calleraccount': owner,
    'aws:resourceaccount': account,
  };
  const entries = Object.entries(context).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, [value]] as const],
  );
  return { owner, entries };
}

/** Policies of which each takes part, so that a difference in any shows. */
function worlds(): { name: string; world: World; documents: Documents; resource: string }[] {
  const table = tableArn(PRODUCTION, 'audit');
  const parts = [
    {
      ...{ name: 'the root key', resource: KEY_ARN, policy: ROOT_KEY, decides: true },
      through: kmsEndpointStatements(PRODUCTION),
    },
    {
      ...{ name: 'the audit table', resource: table, decides: false },
      policy: tableStatements(PRODUCTION, 'audit', ENDPOINT),
      through: dynamodbEndpointStatements(PRODUCTION),
    },
    {
      ...{ name: 'the vault function’s role', resource: role('vault'), decides: false },
      policy: [],
      through: [],
    },
  ];
  return parts.map(({ name, resource, policy, through, decides }) => {
    const guardrails = guardrailStatements(PRODUCTION);
    const common = { resourceAccount: account, resourceDecides: decides };
    const parse = (statements: readonly object[]) => parsePolicy({ Statement: json(statements) });
    const endpoint = { id: ENDPOINT, statements: parse(through) };
    return {
      ...{ name, resource },
      world: { ...common, resource: parse(policy), guardrails: parse(guardrails), endpoint },
      documents: {
        ...{ ...common, resource: json(policy), guardrails: json(guardrails) },
        endpoint: { id: ENDPOINT, statements: json(through) },
      },
    };
  });
}

describe('the evaluator of the prover', () => {
  test.each(worlds())('decides as a second one that was written apart, of $name', (part) => {
    const tally = { allowed: 0, refused: 0 };
    fc.assert(
      fc.property(principals, actions, contexts, (arn, action, given) => {
        const { owner, entries } = asked(arn, given);
        const decided = isAllowed(part.world, {
          principal: { arn, account: owner },
          ...{ action: action.toLowerCase(), resource: part.resource, context: new Map(entries) },
        });
        const context = Object.fromEntries(entries);
        const question = { arn, account: owner, action, resource: part.resource, context };
        expect(decided).toBe(oracleAllows(part.documents, question));
        tally[decided ? 'allowed' : 'refused'] += 1;
      }),
      { numRuns: 1000 },
    );
    expect(Math.min(tally.allowed, tally.refused)).toBeGreaterThan(10);
  });

  test('decides of a key as the evaluator of the loopback KMS', () => {
    const policy = parseKeyPolicy(JSON.stringify({ Statement: ROOT_KEY, Version: '2012-10-17' }));
    const world: World = {
      resource: parsePolicy({ Statement: json(ROOT_KEY) }),
      ...{ resourceDecides: true, resourceAccount: account },
    };
    const ofKms = actions.filter((action) => action.startsWith('kms:'));
    fc.assert(
      fc.property(principals, ofKms, contexts, (arn, action, given) => {
        const { owner, entries } = asked(arn, given);
        const context = new Map(entries);
        const request = { principal: { arn, account: owner }, resource: KEY_ARN, context };
        const theirs = { principal: parsePrincipal(arn), action, resource: KEY_ARN, context };
        expect(isAllowed(world, { ...request, action: action.toLowerCase() })).toBe(
          allows(policy, theirs),
        );
      }),
      { numRuns: 1000 },
    );
  });
});
