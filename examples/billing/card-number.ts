/** Digits with the separators that people put between them, as long as a card number may be. */
const DIGITS = /\d(?:[ .-]?\d){11,18}/g;

function passesLuhn(digits: string): boolean {
  const sum = Array.from(digits)
    .reverse()
    .map((digit, place) => Number(digit) * (place % 2 === 0 ? 1 : 2))
    .reduce((total, value) => total + (value > 9 ? value - 9 : value), 0);
  return sum % 10 === 0;
}

/**
 * Whether a text holds what could be a card number: 12 to 19 digits that pass the Luhn check (ISO/IEC
 * 7812). The page asks before it sends a text, the server before it takes one: people type card
 * numbers into any field.
 */
export function holdsCardNumber(text: string): boolean {
  return [...text.matchAll(DIGITS)].some(([found]) => passesLuhn(found.replaceAll(/\D/g, '')));
}
