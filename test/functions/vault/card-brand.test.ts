import { cardBrandOf } from '../../../functions/vault/card-brand.ts';

describe('the brand of a PAN', () => {
  test.each([
    ['VISA', '4111111111111111'],
    ['MASTERCARD', '5555555555554444'],
    ['MASTERCARD', '2221000000000009'],
    ['MASTERCARD', '2720990000000007'],
    ['AMERICAN_EXPRESS', '378282246310005'],
    ['DISCOVER', '6011111111111117'],
    ['DINERS_CLUB', '30569309025904'],
    ['JCB', '3530111333300000'],
    ['UNIONPAY', '6200000000000005'],
    ['MAESTRO', '6759649826438453'],
  ])('is %s for the scheme’s own test number', (brand, pan) => {
    expect(cardBrandOf(pan)).toBe(brand);
  });

  test.each(['2220990000000005', '2721000000000004', '3527000000000000', '9999999999999995'])(
    'is not told for a number just outside the known ranges: %s',
    (pan) => {
      expect(cardBrandOf(pan)).toBeNull();
    },
  );
});
