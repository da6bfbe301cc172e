/**
 * The Luhn sum of a digit string modulo 10 (ISO/IEC 7812-1, annex B): 0 for a valid number. The
 * last digit counts once, every second digit from there twice with its digits added.
 */
export function luhnRemainder(digits: string): number {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const weighed = index % 2 === 0 ? digit : digit * 2;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10;
}
