/** A customer who does not exist: the name is put together, the card is from a test range. */
export interface Customer {
  readonly name: string;
  readonly pan: string;
  readonly ssn: string;
  readonly email: string;
}

const FIRST = 'Ada Bela Chidi Dana Emre Fatima Goran Hana Ines Jun Kofi Lena Mira Noor Omar Priya';
const LAST =
  'Abara Brandt Costa Dufour Eklund Farkas Gomez Haddad Ito Jansen Kaur Lopez Moreau Nowak';

/** The card schemes' published test ranges: prefix and length. */
const TEST_RANGES = [
  ['411111', 16],
  ['555555', 16],
  ['601111', 16],
  ['378282', 15],
] as const;

const HEADER = 'name,pan,ssn,email';

/** The same customers for the same seed, on every machine. */
export function makeCustomers(count: number, seed: number): Customer[] {
  const random = mulberry32(seed);
  return Array.from({ length: count }, (_, number) => makeCustomer(random, number));
}

export function toCsv(customers: readonly Customer[]): string {
  const rows = customers.map(({ name, pan, ssn, email }) => [name, pan, ssn, email].join(','));
  return `${[HEADER, ...rows].join('\n')}\n`;
}

/**
 * Reads the file that `toCsv` writes.
 *
 * @throws Error when it is another file; the message names the line, not what it holds.
 */
export function parseCsv(text: string): Customer[] {
  const [header, ...rows] = text.trimEnd().split('\n');
  if (header !== HEADER) throw new Error(`The first line must be: ${HEADER}`);
  return rows.map((row, index) => {
    const [name, pan, ssn, email, ...rest] = row.split(',');
    if (!name || !pan || !ssn || !email || rest.length > 0) {
      throw new Error(`Line ${index + 2} does not have four columns.`);
    }
    return { name, pan, ssn, email };
  });
}

type Random = (below: number) => number;

/** A small generator with a fixed sequence; nothing secret depends on it. */
function mulberry32(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

function makeCustomer(random: Random, number: number): Customer {
  const first = pick(FIRST.split(' '), random);
  const last = pick(LAST.split(' '), random);
  return {
    name: `${first} ${last}`,
    pan: makePan(random),
    ssn: `8${digits(random, 2)}-${1 + random(9)}${random(10)}-${1 + random(9)}${digits(random, 3)}`,
    email: `${first}.${last}.${number}@customers.example`.toLowerCase(),
  };
}

function makePan(random: Random): string {
  const [prefix, length] = pick(TEST_RANGES, random);
  const body = `${prefix}${digits(random, length - prefix.length - 1)}`;
  return `${body}${luhnDigit(body)}`;
}

/** The check digit of ISO/IEC 7812-1, annex B. */
function luhnDigit(body: string): number {
  const sum = Array.from(body)
    .reverse()
    .reduce((total, digit, position) => {
      const value = position % 2 === 0 ? Number(digit) * 2 : Number(digit);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return (10 - (sum % 10)) % 10;
}

function digits(random: Random, count: number): string {
  return Array.from({ length: count }, () => random(10)).join('');
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[random(items.length)] as Item;
}
