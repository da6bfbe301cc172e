/** The card schemes whose number ranges are told apart. */
export const CARD_BRANDS = [
  'VISA',
  'MASTERCARD',
  'AMERICAN_EXPRESS',
  'DISCOVER',
  'DINERS_CLUB',
  'JCB',
  'UNIONPAY',
  'MAESTRO',
] as const;

export type CardBrand = (typeof CARD_BRANDS)[number];

/** First and last value of a PAN's first digits, as many as both have. */
type Range = readonly [first: string, last: string, brand: CardBrand];

/**
 * The schemes' issuer identification numbers (ISO/IEC 7812-1) as they publish them for merchants.
 * The first range that holds decides, so the narrow ones stand before those around them.
 */
const RANGES: readonly Range[] = [
  ['4', '4', 'VISA'],
  ['51', '55', 'MASTERCARD'],
  ['2221', '2720', 'MASTERCARD'],
  ['34', '34', 'AMERICAN_EXPRESS'],
  ['37', '37', 'AMERICAN_EXPRESS'],
  ['6011', '6011', 'DISCOVER'],
  ['644', '659', 'DISCOVER'],
  ['300', '305', 'DINERS_CLUB'],
  ['3095', '3095', 'DINERS_CLUB'],
  ['36', '36', 'DINERS_CLUB'],
  ['38', '39', 'DINERS_CLUB'],
  ['3528', '3589', 'JCB'],
  ['62', '62', 'UNIONPAY'],
  ['81', '81', 'UNIONPAY'],
  ['50', '50', 'MAESTRO'],
  ['56', '58', 'MAESTRO'],
  ['63', '63', 'MAESTRO'],
  ['67', '67', 'MAESTRO'],
];

/** The brand of a valid PAN, by its first digits; null for a range that is none of these. */
export function cardBrandOf(pan: string): CardBrand | null {
  const found = RANGES.find(([first, last]) => {
    const digits = pan.slice(0, first.length);
    return digits >= first && digits <= last;
  });
  return found?.[2] ?? null;
}

/** The part of all numbers that a brand has; 1 where none is told, since that may be any number. */
export function shareOf(brand: CardBrand | null): number {
  if (brand === null) return 1;
  const own = RANGES.filter(([, , one]) => one === brand);
  return own.reduce((sum, [first, last]) => {
    return sum + (Number(last) - Number(first) + 1) / 10 ** first.length;
  }, 0);
}

export function isCardBrand(name: unknown): name is CardBrand {
  return CARD_BRANDS.some((brand) => brand === name);
}
