import { buildSchema } from 'graphql';
import type { GraphQLScalarType } from 'graphql';
import { attachScalars } from '../../../local/appsync/scalars.ts';
import { PRELUDE } from './support.ts';

const SCHEMA = buildSchema(`${PRELUDE}\ntype Query { a: Int }`);
attachScalars(SCHEMA);

const scalar = (name: string) => SCHEMA.getType(name) as GraphQLScalarType;

test.each([
  ['AWSDate', ['2024-02-29', '1970-01-01Z', '1970-01-01+05:30', '1970-01-01-08:00:30']],
  ['AWSTime', ['12:30', '12:30:24.500', '12:30:24Z', '12:30:24-07:00:30']],
  ['AWSDateTime', ['1970-01-01T12:30Z', '1970-01-01T12:30:24.123456789+05:30']],
  ['AWSTimestamp', [0, -1, 1_700_000_000]],
  ['AWSEmail', ['ada@example.com', 'ada+tag@mail.example.co.uk']],
  ['AWSURL', ['https://example.com/a?b=c', 'ftp://example.com']],
  ['AWSPhone', ['+1 555 010 0000', '555-010-0000', '(555) 010-0000']],
  ['AWSIPAddress', ['192.0.2.1', '192.0.2.0/24', '2001:db8::1', '2001:db8::/32']],
  ['AWSJSON', ['{"a":1}', '"text"', '[1,2]']],
])('%s takes %j', (name, values) => {
  for (const value of values) expect(() => scalar(name).parseValue(value)).not.toThrow();
});

test.each([
  ['AWSDate', ['2023-02-29', '2023-13-01', '23-01-01', '2023-01-01T00:00Z', 1]],
  ['AWSTime', ['24:00', '12:60', '12', 'noon', 1]],
  ['AWSDateTime', ['1970-01-01T12:30', '1970-01-01', '1970-02-30T12:30Z', '1970-01-01T25:00Z', 1]],
  ['AWSTimestamp', ['0', 1.5, null]],
  ['AWSEmail', ['ada', 'ada@', '@example.com', 'a b@example.com', 1]],
  ['AWSURL', ['example.com', '//example.com', '', 1]],
  ['AWSPhone', ['phone', '12', '+', 1]],
  ['AWSIPAddress', ['192.0.2.256', '192.0.2.0/33', '2001:db8::/129', '1.2.3.4/8/8', 1]],
  ['AWSJSON', ['{a:1}', '', '{', 1]],
])('%s refuses %j without repeating it', (name, values) => {
  for (const value of values) {
    const text = JSON.stringify(value);
    let message = '';
    expect(() => {
      try {
        scalar(name).parseValue(value);
      } catch (error) {
        message = (error as Error).message;
        throw error;
      }
    }).toThrow();
    if (text.length > 3) expect(message).not.toContain(text.replaceAll('"', ''));
  }
});

test('AWSJSON is a document inside and a string outside', () => {
  expect(scalar('AWSJSON').parseValue('{"a":[1]}')).toEqual({ a: [1] });
  expect(scalar('AWSJSON').serialize({ a: [1] })).toBe('{"a":[1]}');
});

test('a result that is no date and time is refused without repeating it', () => {
  expect(() => scalar('AWSDateTime').serialize('4111111111111111')).toThrow(
    'Unable to serialize `<redacted>` as a valid DateTime Object.',
  );
});
