import { buildSchema } from 'graphql';
import type { GraphQLEnumType } from 'graphql';
import { readFileSync } from 'node:fs';

import { DATA_CLASS_NAMES, TOKEN_FORMATS } from '../../../functions/vault/data-classes.ts';
import { ERROR_CODES, VaultError, asVaultError } from '../../../functions/vault/errors.ts';
import { GROUPS, PURPOSES } from '../../../functions/vault/policy.ts';

const files = ['schema/appsync.graphql', 'schema/schema.graphql'];
const schema = buildSchema(files.map((file) => readFileSync(file, 'utf8')).join('\n'));

const namesOf = (type: string) =>
  (schema.getType(type) as GraphQLEnumType).getValues().map(({ name }) => name);

test('the vault knows exactly the names that the schema publishes', () => {
  expect([...ERROR_CODES].sort()).toEqual(namesOf('ErrorCode').sort());
  expect([...DATA_CLASS_NAMES].sort()).toEqual(namesOf('DataClass').sort());
  expect([...TOKEN_FORMATS].sort()).toEqual(namesOf('TokenFormat').sort());
  expect([...PURPOSES].sort()).toEqual(namesOf('Purpose').sort());
});

test('every group that the schema names is one the vault decides about', () => {
  const text = readFileSync('schema/schema.graphql', 'utf8');
  const lists = [...text.matchAll(/cognito_groups:\s*\[([^\]]*)\]/g)].map(([, list = '']) => list);
  const named = new Set(
    lists.flatMap((list) => [...list.matchAll(/"([^"]+)"/g)].map(([, name]) => name)),
  );
  expect([...named].sort()).toEqual([...GROUPS].sort());
});

describe('an error that is not ours', () => {
  const named = (name: string, more: object = {}) =>
    Object.assign(new Error('secret'), { name, ...more });

  test.each([
    named('ThrottlingException'),
    named('ProvisionedThroughputExceededException'),
    named('TimeoutError'),
    named('Error', { code: 'ECONNREFUSED' }),
    named('Whatever', { $metadata: { httpStatusCode: 503 } }),
    named('DisabledException', { $metadata: { httpStatusCode: 400 } }),
    named('AccessDeniedException', { $metadata: { httpStatusCode: 400 } }),
  ])('of a service that could not answer is TEMPORARILY_UNAVAILABLE', (error) => {
    expect(asVaultError(error).code).toBe('TEMPORARILY_UNAVAILABLE');
  });

  test.each([
    named('TypeError'),
    named('ValidationException', { $metadata: { httpStatusCode: 400 } }),
    'a string',
    null,
  ])('of any other kind is INTERNAL', (error) => {
    expect(asVaultError(error).code).toBe('INTERNAL');
  });

  test('leaves nothing of its message in ours', () => {
    expect(asVaultError(named('TypeError')).message).not.toContain('secret');
  });
});

test('our own error stays what it is', () => {
  const error = new VaultError('TOKEN_NOT_FOUND', 'TAMPERED');
  expect(asVaultError(error)).toBe(error);
});
