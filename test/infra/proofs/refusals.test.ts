import { Assembly } from '../../../infra/proofs/assembly.ts';
import { parsePolicy } from '../../../infra/proofs/parsed-statement.ts';
import { policiesOf } from '../../../infra/proofs/policies.ts';
import { Refusal } from '../../../infra/proofs/refusal.ts';
import { representatives } from '../../../infra/proofs/request-classes.ts';
import type { TemplateResource } from '../../../infra/proofs/stack-template.ts';

const ALLOW = { Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' };

const policy = (more: object) => () => parsePolicy({ Statement: [{ ...ALLOW, ...more }] });

function policiesIn(Resources: Record<string, TemplateResource>) {
  const stack = { name: 'keys', account: '111111111111', region: 'us-east-1' };
  return () => policiesOf(new Assembly([{ ...stack, template: { Resources } }]));
}

const key = (KeyPolicy: unknown) =>
  policiesIn({ Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy } } });

describe('nothing is proved of', () => {
  test.each([
    ['an unknown operator', policy({ Condition: { StringEqual: { 'aws:SourceVpce': 'vpce-1' } } })],
    ['an operator on numbers', policy({ Condition: { NumericLessThan: { 'aws:age': '1' } } })],
    ['a policy variable', policy({ Resource: 'arn:aws:s3:::${aws:username}' })],
    ['everyone but some', policy({ NotPrincipal: { AWS: '*' } })],
    [
      'a principal of a kind that is not known',
      policy({ Principal: { CanonicalUser: 'example.com' } }),
    ],
    ['a misspelt effect', policy({ Effect: 'Alow' })],
    ['an action and its opposite', policy({ NotAction: 'kms:Encrypt' })],
    ['a member of a statement that nobody knows', policy({ Conditions: {} })],
  ])('%s', (_, parse) => {
    expect(parse).toThrow(Refusal);
  });

  test.each([
    ['an import', { 'Fn::ImportValue': 'elsewhere' }],
    ['a parameter', { Ref: 'Parameter' }],
    ['an attribute that is not known', { 'Fn::GetAtt': ['Key', 'Colour'] }],
    [
      'the output of a stack that is not there',
      { 'Fn::GetStackOutput': { StackName: 'x', OutputName: 'y' } },
    ],
    ['a condition of the template', { 'Fn::If': ['Is', 'a', 'b'] }],
  ])('a policy with %s', (_, Resource) => {
    expect(key({ Statement: [{ ...ALLOW, Principal: '*', Resource }] })).toThrow(Refusal);
  });

  test('a role with a managed policy', () => {
    const Properties = {
      AssumeRolePolicyDocument: { Statement: [] },
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
    };
    expect(policiesIn({ Role: { Type: 'AWS::IAM::Role', Properties } })).toThrow(
      'managed policies',
    );
  });

  test('a kind of resource whose policy nobody reads', () => {
    const Properties = { ResourcePolicy: { Statement: [ALLOW] } };
    const secret = policiesIn({ Secret: { Type: 'AWS::SecretsManager::Secret', Properties } });
    expect(secret).toThrow('AWS::SecretsManager::Secret is not read');
  });

  test('a pattern with more than one wildcard, of which no text stands for all', () => {
    expect(() => representatives(['a*b*c'])).toThrow(Refusal);
  });
});

describe('the texts that stand for all', () => {
  test('are each literal, one of each pattern, one of every two that overlap, and another', () => {
    const texts = representatives(['one', 'a*', '*b']);
    expect(texts).toContain('one');
    expect(texts.some((text) => text.startsWith('a') && text.endsWith('b'))).toBe(true);
    expect(texts.some((text) => text.startsWith('a') && !text.endsWith('b'))).toBe(true);
    expect(texts.some((text) => !text.startsWith('a') && text.endsWith('b'))).toBe(true);
    expect(texts.some((text) => !/^(one|a.*|.*b)$/.test(text))).toBe(true);
  });
});
