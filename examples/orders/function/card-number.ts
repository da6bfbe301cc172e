const SHORTEST = 12;
const LONGEST = 19;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The Luhn check of ISO/IEC 7812-1, annex B. */
function passesLuhn(digits: string): boolean {
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, place) => {
      const value = Number(digit) * (place % 2 === 0 ? 1 : 2);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}

/** Whether a text looks like a card number as people write one. A UUID does not, whatever its digits. */
export function looksLikeCard(text: string): boolean {
  if (UUID.test(text)) return false;
  const runs = text.normalize('NFKC').match(/[0-9](?:[ ._/-]*[0-9])*/g) ?? [];
  return runs
    .map((run) => run.replaceAll(/[^0-9]/g, ''))
    .some((digits) => digits.length >= SHORTEST && digits.length <= LONGEST && passesLuhn(digits));
}
