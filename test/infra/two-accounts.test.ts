import { buildASTSchema, parse } from 'graphql';
import { readFileSync } from 'node:fs';
import { TWO_ACCOUNTS } from '../../infra/config/two-accounts.ts';
import { stacksOf } from '../../infra/deployment-plan.ts';
import type { StackTemplate } from '../../infra/proofs/stack-template.ts';
import { Damaged, part } from './gates/damage.ts';
import { synthesizeStacks } from './templates.ts';

const VAULT = TWO_ACCOUNTS.account;
const APPLICATION = TWO_ACCOUNTS.application?.account ?? '';

const STACKS = synthesizeStacks(TWO_ACCOUNTS);

const lastPart = ({ name }: StackTemplate): string => name.slice(name.lastIndexOf('-') + 1);

function stackNamed(name: string): StackTemplate {
  const found = STACKS.find((one) => lastPart(one) === name);
  if (found === undefined) throw new Error(`There is no stack ${name}.`);
  return found;
}

const arnsOf = (account: string, stack: string): string[] => {
  const found = JSON.stringify(stackNamed(stack).template).match(/arn:aws:[a-z0-9:/_-]+/gi) ?? [];
  return [...new Set(found)].filter((arn) => arn.includes(account));
};

const variables = (text: string): Record<string, unknown> => {
  const lambda = new Damaged(STACKS).properties('AWS::Lambda::Function', text);
  return part(lambda, 'Environment', 'Variables');
};

describe('a deployment in two accounts', () => {
  test('has every stack of the plan, the orders alone in the account of the application', () => {
    expect(STACKS.map(lastPart).sort()).toEqual([...stacksOf(TWO_ACCOUNTS)].sort());
    const there = STACKS.filter(({ account }) => account === APPLICATION);
    expect(there.map(lastPart)).toEqual(['orders']);
  });

  test('knows the service caller of the application without being told of it', () => {
    const callers = JSON.parse(String(variables('vault-function').SERVICE_CALLERS)) as unknown;
    expect(callers).toEqual([
      {
        ...{ account: VAULT, roleName: 'tokenization-production-orders-caller', tenant: 'acme' },
        ...{ groups: ['tokenizers'], charges: true },
      },
    ]);
    const caller = `arn:aws:iam::${VAULT}:role/tokenization-production-orders-caller`;
    expect(variables('Keeps orders').GATEWAY_ROLE_ARN).toBe(caller);
    expect(arnsOf(VAULT, 'orders')).toEqual([caller]);
  });

  test('tells the application where the gateway is by parameters, which no template holds', () => {
    const { template } = stackNamed('orders');
    const { Parameters } = template as unknown as { Parameters: Record<string, unknown> };
    const asked = Object.keys(Parameters).filter((name) => name !== 'BootstrapVersion');
    expect(asked.sort()).toEqual(['ClientId', 'GatewayUrl', 'UserPoolId']);
    expect(variables('Keeps orders').GATEWAY_ENDPOINT).toEqual({ Ref: 'GatewayUrl' });
    expect(Object.keys(stackNamed('gateway').template.Outputs ?? {})).toContain('GraphqlUrl');
    const identity = Object.keys(stackNamed('identity').template.Outputs ?? {});
    expect(identity).toEqual(expect.arrayContaining(['UserPoolId', 'ClientId']));
  });

  test('deploys the schema and the fields that the loopback runtime hosts', () => {
    const schema = new Damaged(STACKS).properties('AWS::AppSync::GraphQLSchema', 'payBill');
    expect(schema.Definition).toBe(readFileSync('examples/orders/schema.graphql', 'utf8'));
    const known = `scalar AWSDateTime ${String(schema.Definition)}`;
    expect(() => buildASTSchema(parse(known))).not.toThrow();
    const fields = Object.values(stackNamed('orders').template.Resources)
      .filter(({ Type }) => Type === 'AWS::AppSync::Resolver')
      .map(({ Properties: one }) => `${String(one?.TypeName)}.${String(one?.FieldName)}`);
    expect(fields.sort()).toEqual(['Mutation.createOrder', 'Mutation.payBill', 'Query.order']);
  });

  test('says where the page of the console is and what it has to know', () => {
    expect(Object.keys(stackNamed('console').template.Outputs ?? {})).toEqual(
      expect.arrayContaining(['ConsoleUrl', 'GraphqlUrl', 'UserPoolId', 'ClientId']),
    );
  });
});
