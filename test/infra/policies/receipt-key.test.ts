import { KEY_ADMINISTRATION } from '../../../infra/policies/key-administration.ts';
import { receiptKeyStatements } from '../../../infra/policies/receipt-key.ts';
import type { Statement } from '../../../infra/policies/statement.ts';
import { parsePrincipal } from '../../../local/kms/arn.ts';
import { parsePolicy } from '../../../local/kms/policy-document.ts';
import { allows } from '../../../local/kms/policy.ts';

const ACCOUNT = '111111111111';
const VAULT = `arn:aws:iam::${ACCOUNT}:role/vault`;
const KEY_ADMIN = `arn:aws:iam::${ACCOUNT}:role/key-admin`;
const ENDPOINT = 'vpce-0123456789abcdef0';

const OTHERS = [
  `arn:aws:iam::${ACCOUNT}:root`,
  `arn:aws:iam::${ACCOUNT}:role/Administrator`,
  `arn:aws:iam::${ACCOUNT}:role/vault-2`,
  'arn:aws:iam::999999999999:role/vault',
];

/** What uses a key, and one action that KMS does not have yet. */
const USES = [
  'kms:CreateGrant',
  'kms:Decrypt',
  'kms:DeriveSharedSecret',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:ReplicateKey',
  'kms:Sign',
  'kms:Verify',
  'kms:ActionOfTheFuture',
];

const SIGNING = {
  'aws:SourceVpce': ENDPOINT,
  'kms:SigningAlgorithm': 'ECDSA_SHA_256',
  'kms:MessageType': 'RAW',
};

type Context = Readonly<Record<string, string>>;

const STATEMENTS = receiptKeyStatements({
  account: ACCOUNT,
  signerRoleArns: [VAULT, KEY_ADMIN],
  endpointId: ENDPOINT,
});
const EVERYTHING: Statement = {
  Sid: 'Everything',
  Effect: 'Allow',
  Principal: '*',
  Action: ['kms:*'],
  Resource: '*',
};
const LAYERS: [string, readonly Statement[]][] = [
  ['the whole policy', STATEMENTS],
  ['its allows alone', STATEMENTS.filter(({ Effect }) => Effect === 'Allow')],
  [
    'its denies alone, with everything allowed to everyone',
    [EVERYTHING, ...STATEMENTS.filter(({ Effect }) => Effect === 'Deny')],
  ],
];

/** Decides with the evaluator of the loopback KMS. */
function decide(statements: readonly Statement[]) {
  const policy = parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
  return (arn: string, action: string, context: Context = SIGNING): boolean => {
    const values = Object.entries({ ...context, 'aws:PrincipalArn': arn });
    return allows(policy, {
      principal: parsePrincipal(arn),
      action,
      resource: `arn:aws:kms:us-east-1:${ACCOUNT}:key/receipt`,
      context: new Map(values.map(([key, value]) => [key.toLowerCase(), [value]])),
    });
  };
}

function without(key: keyof typeof SIGNING): Context {
  return Object.fromEntries(Object.entries(SIGNING).filter(([name]) => name !== key));
}

describe.each(LAYERS)('the receipt key under %s', (_, statements) => {
  const allowed = decide(statements);
  const usesOf = (arn: string, context?: Context) =>
    USES.filter((action) => allowed(arn, action, context));

  test.each([VAULT, KEY_ADMIN])('%s may sign and use the key in no other way', (arn) => {
    expect(usesOf(arn)).toEqual(['kms:Sign']);
  });

  test.each(OTHERS)('%s cannot use the key', (arn) => {
    expect(usesOf(arn)).toEqual([]);
  });

  test.each([
    ['from outside the endpoint', without('aws:SourceVpce')],
    ['through another endpoint', { ...SIGNING, 'aws:SourceVpce': 'vpce-9' }],
    ['by another algorithm', { ...SIGNING, 'kms:SigningAlgorithm': 'ECDSA_SHA_384' }],
    ['without naming the algorithm', without('kms:SigningAlgorithm')],
    ['of a digest, whose message nobody saw', { ...SIGNING, 'kms:MessageType': 'DIGEST' }],
    ['without saying what is signed', without('kms:MessageType')],
  ])('neither of them can sign %s', (__, context) => {
    expect([...usesOf(VAULT, context), ...usesOf(KEY_ADMIN, context)]).toEqual([]);
  });

  test('the account can read the public key and change the policy', () => {
    const root = `arn:aws:iam::${ACCOUNT}:root`;
    const needed = [...KEY_ADMINISTRATION, 'kms:GetPublicKey'];
    expect(needed.filter((action) => !allowed(root, action, {}))).toEqual([]);
  });
});

test('the receipt key policy without an endpoint says the same but for the network path', () => {
  const allowed = decide(
    receiptKeyStatements({ account: ACCOUNT, signerRoleArns: [VAULT, KEY_ADMIN] }),
  );
  const local = without('aws:SourceVpce');
  expect(USES.filter((action) => allowed(VAULT, action, local))).toEqual(['kms:Sign']);
  expect(OTHERS.filter((arn) => allowed(arn, 'kms:Sign', local))).toEqual([]);
});
