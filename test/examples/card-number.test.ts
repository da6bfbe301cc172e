import fc from 'fast-check';

import { holdsCardNumber } from '../../examples/card-number.ts';

const PAN = '4012888888881881';
const GROUPED = '4012 8888 8888 1881';

describe('a text holds a card number', () => {
  test.each([
    PAN,
    GROUPED,
    `card ${PAN}, please`,
    `${GROUPED} 12/28 123`,
    `${PAN} 12/28`,
    `2 ${PAN}`,
    `No. 7: ${GROUPED}`,
    `5 x ${PAN}x`,
    '4012-8888-8888-1881',
    '4012, 8888, 8888, 1881',
    '4012_8888_8888_1881',
    '4012\u00a08888\u20138888\t1881',
    '４０１２８８８８８８８８１８８１',
    'tok_4012888888881881abcdef',
    '3782 822463 10005',
    `${PAN}=2812`,
  ])('in %j', (text) => {
    expect(holdsCardNumber(text)).toBe(true);
  });

  test.each([
    '',
    'Two chairs',
    '2026-11-25T12:30:00.000Z',
    '2026-11-25 12:30:45',
    '4012 8888 8888 1882',
    'order 12345 of 2026',
    '40128888-8888-4188-8100-000000000000',
    '************1881',
  ])('and not in %j', (text) => {
    expect(holdsCardNumber(text)).toBe(false);
  });

  test('in between any words and small numbers, in any grouping', () => {
    const beside = fc.constantFrom('', '1 ', 'a ', '12/28 ', '(', 'no. 3, ');
    const separator = fc.constantFrom(' ', '-', '.', '/', ', ', '');
    fc.assert(
      fc.property(beside, separator, beside, (before, between, after) => {
        const grouped = (PAN.match(/.{4}/g) ?? []).join(between);
        expect(holdsCardNumber(`${before}${grouped} ${after}`)).toBe(true);
      }),
    );
  });
});
