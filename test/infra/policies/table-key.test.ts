import { tableKeyStatements } from '../../../infra/policies/table-key.ts';
import { parsePrincipal } from '../../../local/kms/arn.ts';
import { parsePolicy } from '../../../local/kms/policy-document.ts';
import { allows } from '../../../local/kms/policy.ts';

const STATEMENTS = tableKeyStatements({ account: '111111111111', region: 'us-east-1' });
const POLICY = parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: STATEMENTS }));
const VIA_DYNAMODB = {
  'kms:CallerAccount': '111111111111',
  'kms:ViaService': 'dynamodb.us-east-1.amazonaws.com',
};

function allowed(arn: string, action: string, context: Readonly<Record<string, string>>): boolean {
  return allows(POLICY, {
    principal: parsePrincipal(arn),
    action,
    resource: 'arn:aws:kms:us-east-1:111111111111:key/table',
    context: new Map(
      Object.entries(context).map(([key, value]) => [key.toLowerCase(), [value]] as const),
    ),
  });
}

describe('the table key', () => {
  const role = 'arn:aws:iam::111111111111:role/any';

  test('is used by DynamoDB for whoever uses a table', () => {
    expect(allowed(role, 'kms:Decrypt', VIA_DYNAMODB)).toBe(true);
  });

  test.each([
    ['directly', {}],
    [
      'through another service',
      { ...VIA_DYNAMODB, 'kms:ViaService': 's3.us-east-1.amazonaws.com' },
    ],
    [
      'in another region',
      { ...VIA_DYNAMODB, 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' },
    ],
    ['for another account', { ...VIA_DYNAMODB, 'kms:CallerAccount': '999999999999' }],
  ])('cannot be used %s', (_, context) => {
    expect(allowed(role, 'kms:Decrypt', context)).toBe(false);
  });

  test('can still be administered, so it locks nobody out', () => {
    expect(allowed('arn:aws:iam::111111111111:root', 'kms:PutKeyPolicy', {})).toBe(true);
  });

  test('contains no wildcard action', () => {
    const actions = STATEMENTS.flatMap(({ Action }) => Action ?? []);
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });
});
