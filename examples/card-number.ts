const SHORTEST = 12;
const LONGEST = 19;
const UUID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi;
/** Groups of digits with what people put between them: no letter, and no colon as in times of day. */
const RUN = /[0-9]+(?:[^\p{L}\p{N}:]{1,3}[0-9]+)*/gu;

/** The Luhn check of ISO/IEC 7812-1, annex B. */
function passesLuhn(digits: string): boolean {
  const sum = Array.from(digits)
    .reverse()
    .map((digit, place) => Number(digit) * (place % 2 === 0 ? 1 : 2))
    .reduce((total, value) => total + (value > 9 ? value - 9 : value), 0);
  return sum % 10 === 0;
}

/** What neighbouring groups come to, one after the other: a card number may stand beside its expiry. */
function joined(groups: readonly string[]): string[] {
  return groups.flatMap((_, from) =>
    groups
      .slice(from, from + LONGEST)
      .map((_, more) => groups.slice(from, from + more + 1).join('')),
  );
}

/**
 * Whether a text holds what could be a card number as people write one, alone or beside other numbers:
 * groups of digits that come to 12 to 19 and pass the Luhn check. A UUID is none, whatever its digits.
 */
export function holdsCardNumber(text: string): boolean {
  const runs = text.normalize('NFKC').replaceAll(UUID, 'id').match(RUN) ?? [];
  return runs
    .flatMap((run) => joined(run.split(/[^0-9]+/)))
    .some((digits) => {
      const isLong = digits.length >= SHORTEST && digits.length <= LONGEST;
      return isLong && passesLuhn(digits);
    });
}
