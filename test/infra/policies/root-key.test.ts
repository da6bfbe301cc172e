import { KEY_ADMINISTRATION } from '../../../infra/policies/key-administration.ts';
import { rootKeyStatements } from '../../../infra/policies/root-key.ts';
import type { Statement } from '../../../infra/policies/root-key.ts';
import { parsePrincipal } from '../../../local/kms/arn.ts';
import { parsePolicy } from '../../../local/kms/policy-document.ts';
import { allows } from '../../../local/kms/policy.ts';

const ACCOUNT = '111111111111';
const VAULT = `arn:aws:iam::${ACCOUNT}:role/vault`;
const KEY_ADMIN = `arn:aws:iam::${ACCOUNT}:role/key-admin`;
const KEY_STORE = 'the-key-store';
const ENDPOINT = 'vpce-0123456789abcdef0';
const KEY_ARN = `arn:aws:kms:us-east-1:${ACCOUNT}:key/root`;

const OTHERS = [
  `arn:aws:iam::${ACCOUNT}:root`,
  `arn:aws:iam::${ACCOUNT}:role/Administrator`,
  `arn:aws:iam::${ACCOUNT}:role/vault-2`,
  `arn:aws:iam::${ACCOUNT}:user/somebody`,
  'arn:aws:iam::999999999999:role/vault',
];

/** What uses a key, and one action that KMS does not have yet. */
const USES = [
  'kms:CreateGrant',
  'kms:Decrypt',
  'kms:DeriveSharedSecret',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyPair',
  'kms:GenerateDataKeyPairWithoutPlaintext',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:GenerateMac',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:ReplicateKey',
  'kms:Sign',
  'kms:Verify',
  'kms:VerifyMac',
  'kms:ActionOfTheFuture',
];

const ROW = {
  'aws:SourceVpce': ENDPOINT,
  'kms:ReEncryptOnSameKey': 'true',
  'kms:EncryptionContext:tablename': KEY_STORE,
  'kms:EncryptionContext:branch-key-id': 'tenant-acme',
  'kms:EncryptionContext:type': 'branch:ACTIVE',
};
const BEACON_ROW = { ...ROW, 'kms:EncryptionContext:type': 'beacon:ACTIVE' };

type Context = Readonly<Record<string, string>>;

const STATEMENTS = rootKeyStatements({
  account: ACCOUNT,
  vaultRoleArn: VAULT,
  keyAdminRoleArn: KEY_ADMIN,
  keyStoreName: KEY_STORE,
  endpointId: ENDPOINT,
});

const ALLOW_EVERYTHING: Statement = {
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
    [ALLOW_EVERYTHING, ...STATEMENTS.filter(({ Effect }) => Effect === 'Deny')],
  ],
];

/** Decides with the evaluator of the loopback KMS. */
function decide(statements: readonly Statement[]) {
  const policy = parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
  return (arn: string, action: string, context: Context = ROW): boolean => {
    const values = Object.entries({ ...context, 'aws:PrincipalArn': arn });
    return allows(policy, {
      principal: parsePrincipal(arn),
      action,
      resource: KEY_ARN,
      context: new Map(values.map(([key, value]) => [key.toLowerCase(), [value]])),
    });
  };
}

function without(key: keyof typeof ROW): Context {
  return Object.fromEntries(Object.entries(ROW).filter(([name]) => name !== key));
}

describe.each(LAYERS)('the root key under %s', (_, statements) => {
  const allowed = decide(statements);
  const usesOf = (arn: string, context?: Context) =>
    USES.filter((action) => allowed(arn, action, context));

  test('the vault role may decrypt a row of the key store and use the key in no other way', () => {
    expect(usesOf(VAULT)).toEqual(['kms:Decrypt']);
  });

  test('the key-admin role may make and re-wrap branch keys and never decrypts one', () => {
    expect(usesOf(KEY_ADMIN)).toEqual([
      'kms:GenerateDataKeyWithoutPlaintext',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
    ]);
  });

  test('the key-admin role reads beacon keys, and nothing can be turned into one', () => {
    expect(usesOf(KEY_ADMIN, BEACON_ROW)).toEqual([
      'kms:Decrypt',
      'kms:GenerateDataKeyWithoutPlaintext',
    ]);
    expect(usesOf(KEY_ADMIN, without('kms:EncryptionContext:type'))).not.toContain('kms:Decrypt');
  });

  test.each(OTHERS)('%s cannot use the key', (arn) => {
    expect(usesOf(arn)).toEqual([]);
  });

  test.each([
    ['from outside the endpoint', without('aws:SourceVpce')],
    ['through another endpoint', { ...ROW, 'aws:SourceVpce': 'vpce-9' }],
    ['without a key store', without('kms:EncryptionContext:tablename')],
    ['for another key store', { ...ROW, 'kms:EncryptionContext:tablename': 'another' }],
    ['without a branch key', without('kms:EncryptionContext:branch-key-id')],
  ])('neither role can use the key %s', (__, context) => {
    expect([...usesOf(VAULT, context), ...usesOf(KEY_ADMIN, context)]).toEqual([]);
  });

  test('a branch key cannot be re-wrapped under another key', () => {
    const elsewhere = { ...ROW, 'kms:ReEncryptOnSameKey': 'false' };
    expect(usesOf(KEY_ADMIN, elsewhere)).toEqual(['kms:GenerateDataKeyWithoutPlaintext']);
  });

  test('the account can still change the policy, so the key locks nobody out', () => {
    const refused = KEY_ADMINISTRATION.filter(
      (action) => !allowed(`arn:aws:iam::${ACCOUNT}:root`, action, {}),
    );
    expect(refused).toEqual([]);
  });
});

describe('the root key policy', () => {
  test('contains no wildcard action', () => {
    const actions = STATEMENTS.flatMap(({ Action, NotAction }) => Action ?? NotAction);
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  test('lets no administrator use the key', () => {
    expect(KEY_ADMINISTRATION.filter((action) => USES.includes(action))).toEqual([]);
  });

  test('without an endpoint says the same but for the network path', () => {
    const allowed = decide(
      rootKeyStatements({
        account: ACCOUNT,
        vaultRoleArn: VAULT,
        keyAdminRoleArn: KEY_ADMIN,
        keyStoreName: KEY_STORE,
      }),
    );
    const local = without('aws:SourceVpce');
    expect(USES.filter((action) => allowed(VAULT, action, local))).toEqual(['kms:Decrypt']);
    expect(allowed(VAULT, 'kms:Decrypt', {})).toBe(false);
    expect(OTHERS.filter((arn) => allowed(arn, 'kms:Decrypt', local))).toEqual([]);
  });
});
