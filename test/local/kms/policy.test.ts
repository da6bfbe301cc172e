import fc from 'fast-check';

import { parsePrincipal } from '../../../local/kms/arn.ts';
import { allows } from '../../../local/kms/policy.ts';
import { parsePolicy } from '../../../local/kms/policy-document.ts';
import { matchesArn, matchesWildcard } from '../../../local/kms/wildcard.ts';

const KEY = 'arn:aws:kms:us-east-1:000000000000:key/k';
const VAULT = 'arn:aws:iam::000000000000:role/vault';
const ROOT = { AWS: 'arn:aws:iam::000000000000:root' };

const allow = (part: object) => ({
  Effect: 'Allow',
  Principal: '*',
  Action: 'kms:*',
  Resource: '*',
  ...part,
});
const deny = (part: object) => allow({ ...part, Effect: 'Deny' });
const under = (Condition: object) => allow({ Condition });
const parse = (...Statement: object[]) =>
  parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement }));

interface Question {
  readonly principal?: string;
  readonly action?: string;
  readonly context?: Readonly<Record<string, string[]>>;
}

const refusalOf = (policy: string): unknown => {
  try {
    parsePolicy(policy);
    return null;
  } catch (error) {
    return error;
  }
};
const documentOf = (statement: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statement });

const decide = (statements: object[], question: Question = {}) =>
  allows(parse(...statements), {
    principal: parsePrincipal(question.principal ?? VAULT),
    action: question.action ?? 'kms:Decrypt',
    resource: KEY,
    context: new Map(
      Object.entries(question.context ?? {}).map(([name, values]) => [name.toLowerCase(), values]),
    ),
  });

describe('a key policy decides by effect', () => {
  test('nothing said is refused', () => {
    expect(decide([allow({ Action: 'kms:Encrypt' })])).toBe(false);
  });
  test('a deny wins over any number of allows, in either order', () => {
    expect(decide([allow({}), deny({})])).toBe(false);
    expect(decide([deny({}), allow({})])).toBe(false);
  });
  test('a deny about something else does not count', () => {
    expect(decide([allow({}), deny({ Action: 'kms:Encrypt' })])).toBe(true);
  });
});

describe('a key policy decides by principal', () => {
  const session = 'arn:aws:sts::000000000000:assumed-role/vault/run';
  test.each<[string, unknown, string, boolean]>([
    ['the role itself', { AWS: VAULT }, VAULT, true],
    ['one of several', { AWS: [`${VAULT}2`, VAULT] }, VAULT, true],
    ['another role', { AWS: VAULT }, `${VAULT}2`, false],
    ['everyone', '*', VAULT, true],
    ['everyone of AWS', { AWS: '*' }, VAULT, true],
    ['the account by its root', ROOT, VAULT, true],
    ['the account by its number', { AWS: '000000000000' }, VAULT, true],
    ['another account', { AWS: 'arn:aws:iam::111111111111:root' }, VAULT, false],
    ['the role, for its session', { AWS: VAULT }, session, true],
    ['the session itself', { AWS: session }, session, true],
    ['one session, for another', { AWS: session }, `${session}2`, false],
    ['a service', { Service: 'dynamodb.amazonaws.com' }, VAULT, false],
  ])('%s', (_title, Principal, principal, expected) => {
    expect(decide([allow({ Principal })], { principal })).toBe(expected);
  });
});

describe('a key policy decides by action and resource', () => {
  test.each<[string, object, boolean]>([
    ['by its name', { Action: 'kms:Decrypt' }, true],
    ['by its name in any case', { Action: 'KMS:decrypt' }, true],
    ['by a wildcard', { Action: ['kms:Describe*', 'kms:De*pt'] }, true],
    ['by one unknown letter', { Action: 'kms:Decryp?' }, true],
    ['by all of every service', { Action: '*' }, true],
    ['not by a longer name', { Action: 'kms:DecryptX' }, false],
    ['not by a shorter name', { Action: 'kms:Decryp' }, false],
    ['by what NotAction leaves', { Action: undefined, NotAction: ['kms:Put*'] }, true],
    ['not by what NotAction names', { Action: undefined, NotAction: 'kms:D*' }, false],
    ['by its own ARN', { Resource: KEY }, true],
    ['by an ARN with a wildcard', { Resource: 'arn:aws:kms:*:000000000000:key/*' }, true],
    ['not by the ARN of another key', { Resource: `${KEY}2` }, false],
  ])('%s', (_title, part, expected) => {
    expect(decide([allow(part)])).toBe(expected);
  });
});

/** One condition, what the request has, and whether an allow under that condition applies. */
type ConditionCase = [operator: string, wanted: unknown, actual: string[] | null, holds: boolean];

describe('a condition', () => {
  const arn = 'arn:aws:iam::000000000000:role/vault';
  const cases: ConditionCase[] = [
    ['StringEquals', 'a', ['a'], true],
    ['StringEquals', ['b', 'a'], ['a'], true],
    ['StringEquals', 'A', ['a'], false],
    ['StringEquals', 'a*', ['ab'], false],
    ['StringEquals', 'a', null, false],
    ['StringNotEquals', 'a', ['b'], true],
    ['StringNotEquals', ['a', 'b'], ['b'], false],
    ['StringNotEquals', 'a', null, true],
    ['StringLike', 'a*c?', ['abbcd'], true],
    ['StringLike', 'a*', ['ba'], false],
    ['StringLike', '*', null, false],
    ['StringNotLike', 'a*', ['b'], true],
    ['StringNotLike', 'a*', ['ab'], false],
    ['StringNotLike', '*', null, true],
    ['StringEqualsIfExists', 'a', null, true],
    ['StringEqualsIfExists', 'a', ['b'], false],
    ['StringNotEqualsIfExists', 'a', null, true],
    ['ArnEquals', arn, [arn], true],
    ['ArnEquals', 'arn:aws:iam::*:role/v*', [arn], true],
    ['ArnLike', 'arn:aws:iam::0*:*', [arn], true],
    ['ArnLike', 'arn:aws:*:*:*:role/vaults', [arn], false],
    ['ArnLike', arn, ['vault'], false],
    ['ArnLike', arn, null, false],
    ['ArnNotEquals', arn, [arn], false],
    ['ArnNotEquals', [arn, `${arn}2`], [`${arn}3`], true],
    ['ArnNotLike', 'arn:aws:iam::*:role/v*', [arn], false],
    ['ArnNotLike', arn, null, true],
    ['ArnNotEqualsIfExists', arn, [arn], false],
    ['Bool', true, ['true'], true],
    ['Bool', 'True', ['false'], false],
    ['Bool', 'false', null, false],
    ['BoolIfExists', 'false', null, true],
    ['Null', 'true', null, true],
    ['Null', 'true', ['a'], false],
    ['Null', false, ['a'], true],
    ['Null', 'false', null, false],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'b'], true],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['c'], false],
    ['ForAnyValue:StringEquals', 'a', null, false],
    ['ForAnyValue:StringNotEquals', 'a', ['a', 'b'], true],
    ['ForAnyValue:StringNotEquals', 'a', null, false],
    ['ForAllValues:StringEquals', ['a', 'b'], ['b', 'a'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
    ['ForAllValues:StringLike', 'a*', ['ab', 'ac'], true],
    ['ForAllValues:StringEquals', 'a', null, true],
    ['ForAllValues:StringNotEquals', 'a', ['b', 'a'], false],
    ['ForAnyValue:StringEqualsIfExists', 'a', null, true],
  ];

  test.each(cases)('%s %j over %j: %s', (operator, wanted, actual, expected) => {
    const statement = under({ [operator]: { 'kms:Test': wanted } });
    expect(decide([statement], { context: { 'kms:Test': actual ?? [] } })).toBe(expected);
    // An empty value and an absent key are the same to a policy.
    if (actual === null) expect(decide([statement])).toBe(expected);
  });

  test('holds only when each of its operators and keys does', () => {
    const both = { StringEquals: { 'kms:A': '1', 'kms:B': '2' }, Null: { 'kms:C': 'true' } };
    const context = { 'kms:A': ['1'], 'kms:B': ['2'] };
    expect(decide([under(both)], { context })).toBe(true);
    expect(decide([under(both)], { context: { ...context, 'kms:B': ['3'] } })).toBe(false);
    expect(decide([under(both)], { context: { ...context, 'kms:C': [''] } })).toBe(false);
  });

  test('finds its key in any case', () => {
    const statement = under({ StringEquals: { 'KMS:encryptioncontext:Tenant': 'acme' } });
    const context = { 'kms:EncryptionContext:tenant': ['acme'] };
    expect(decide([statement], { context })).toBe(true);
  });
});

describe('a key policy is refused as malformed', () => {
  test.each<[string, object]>([
    ['an unknown operator', under({ StringMatches: { 'kms:A': 'a' } })],
    ['an operator we lack', under({ IpAddress: { 'aws:SourceIp': '127.0.0.1' } })],
    ['an unknown prefix', under({ 'ForSomeValues:StringEquals': { 'kms:A': 'a' } })],
    ['Null with IfExists', under({ NullIfExists: { 'kms:A': 'true' } })],
    ['Null with a text', under({ Null: { 'kms:A': 'yes' } })],
    ['Bool with a text', under({ Bool: { 'kms:A': 'yes' } })],
    ['ArnLike without an ARN', under({ ArnLike: { 'aws:PrincipalArn': 'vault' } })],
    ['no condition value', under({ StringEquals: { 'kms:A': [] } })],
    ['a number as value', under({ StringEquals: { 'kms:A': 1 } })],
    ['a policy variable', under({ StringEquals: { 'kms:A': '${aws:username}' } })],
    ['a key without service', under({ StringEquals: { tenant: 'a' } })],
    ['a set without set operator', under({ StringEquals: { 'kms:EncryptionContextKeys': 'a' } })],
    ['a condition that is a list', allow({ Condition: [] })],
    ['no effect', allow({ Effect: undefined })],
    ['no principal', allow({ Principal: undefined })],
    ['an empty principal', allow({ Principal: {} })],
    ['a wildcard in a principal', allow({ Principal: { AWS: 'arn:aws:iam::1*:role/x' } })],
    ['NotPrincipal', allow({ NotPrincipal: '*' })],
    ['no action', allow({ Action: undefined })],
    ['Action with NotAction', allow({ NotAction: 'kms:Encrypt' })],
    ['an action of another service', allow({ Action: 's3:GetObject' })],
    ['no resource', allow({ Resource: undefined })],
    ['NotResource', allow({ NotResource: KEY })],
    ['an empty list', allow({ Action: [] })],
  ])('for %s', (_title, statement) => {
    expect(refusalOf(documentOf(statement))).toMatchObject({
      type: 'MalformedPolicyDocumentException',
    });
  });

  test.each(['', 'null', '[]', '{}', '{"Version":"2012-10-17","Statement":[]}', '{"Statement":1}'])(
    'for a document that is none: %s',
    (text) => {
      expect(refusalOf(text)).toMatchObject({ type: 'MalformedPolicyDocumentException' });
    },
  );

  test('for more than 32 KB', () => {
    expect(refusalOf(' '.repeat(32_769))).toMatchObject({ type: 'LimitExceededException' });
  });
});

describe('a wildcard pattern', () => {
  test('means the same as a regular expression', () => {
    const letters = (...alphabet: string[]) =>
      fc.array(fc.constantFrom(...alphabet), { maxLength: 8 }).map((list) => list.join(''));
    fc.assert(
      fc.property(letters('a', 'b', '*', '?'), letters('a', 'b'), (pattern, text) => {
        const expression = pattern.replaceAll('*', '.*').replaceAll('?', '.');
        expect(matchesWildcard(pattern, text)).toBe(new RegExp(`^${expression}$`).test(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('is answered at once also when it is made to take long', () => {
    const started = performance.now();
    expect(matchesWildcard(`${'a*'.repeat(500)}b`, 'a'.repeat(5000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test('does not reach over the colons of an ARN', () => {
    expect(matchesArn('arn:aws:kms:*:key/k', KEY)).toBe(false);
    expect(matchesArn('arn:aws:kms:*:*:key/*', KEY)).toBe(true);
  });
});
