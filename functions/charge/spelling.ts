/** How deep a text may be wrapped in other texts and is still looked into. */
const MAX_LAYERS = 3;
/** In a row, other than the first six: with the mask's last four they would leave little to guess. */
const TELLING_DIGITS = 6;
const MIN_LENGTH = 3;

function character(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

const ESCAPES: readonly (readonly [RegExp, number])[] = [
  [/\\u\{?([0-9a-f]{4,6})\}?/gi, 16],
  [/\\x([0-9a-f]{2})/gi, 16],
  [/&#x([0-9a-f]{1,6});?/gi, 16],
  [/&#([0-9]{1,7});?/g, 10],
  [/%([0-9a-f]{2})/gi, 16],
];

function unescapedOnce(text: string): string {
  return ESCAPES.reduce(
    (plain, [escape, base]) =>
      plain.replaceAll(escape, (_, digits: string) => character(parseInt(digits, base))),
    text,
  );
}

/** Without the escapes of JSON, JavaScript, HTML and URLs, also where they escape each other. */
function unescaped(text: string): string {
  let plain = text;
  for (let layer = 0; layer < MAX_LAYERS; layer += 1) plain = unescapedOnce(plain);
  return plain.normalize('NFKC');
}

function textsOf(run: string, encoding: 'base64' | 'hex'): string[] {
  const bytes = Buffer.from(run, encoding);
  const texts = (['latin1', 'utf8', 'utf16le'] as const).map((one) => bytes.toString(one));
  return texts.filter((one) => one.length >= MIN_LENGTH);
}

/** What stretches of the text say in base64 or hex, wherever a group of theirs may begin. */
function decoded(text: string): string[] {
  const bare = text.replaceAll(/[^A-Za-z0-9+/_]/g, '');
  const base64 = [bare, ...(text.match(/[A-Za-z0-9+/_-]+/g) ?? [])];
  const hex = [bare, ...(text.match(/[0-9a-f]+/gi) ?? [])];
  return [
    ...base64.flatMap((run) => [0, 1, 2, 3].flatMap((at) => textsOf(run.slice(at), 'base64'))),
    ...hex.flatMap((run) => [0, 1].flatMap((at) => textsOf(run.slice(at), 'hex'))),
  ];
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What stretches of the text say in base32 (RFC 4648 section 6), wherever a group may begin. */
function decodedBase32(text: string): string[] {
  const bits = (run: string) =>
    Array.from(run, (one) => BASE32.indexOf(one.toUpperCase()).toString(2).padStart(5, '0')).join(
      '',
    );
  const bytes = (run: string) => (bits(run).match(/[01]{8}/g) ?? []).map((one) => parseInt(one, 2));
  const runs = text.match(/[A-Z2-7]{5,}/gi) ?? [];
  return runs.flatMap((run) =>
    [0, 1, 2, 3, 4, 5, 6, 7].map((at) => Buffer.from(bytes(run.slice(at))).toString('latin1')),
  );
}

/** Stretches of the text as numbers in hex and in base 36, in which numbers of accounts are shortened. */
function numbersIn(text: string): string[] {
  const valueOf = (run: string, base: number) =>
    Array.from(run).reduce((sum, one) => sum * BigInt(base) + BigInt(parseInt(one, base)), 0n);
  const inBase = (base: number, shape: RegExp) =>
    (text.match(shape) ?? []).map((run) => valueOf(run, base).toString());
  return [...inBase(16, /[0-9a-f]+/gi), ...inBase(36, /[0-9a-z]+/gi)];
}

/** The text and all that it can be read as. */
function readings(text: string): Set<string> {
  const found = new Set([text, text.replaceAll(/\s/g, '')].map(unescaped));
  let outer: ReadonlySet<string> = new Set(found);
  for (const one of [...outer].flatMap(decodedBase32)) found.add(one);
  for (let layer = 0; layer < MAX_LAYERS; layer += 1) {
    const inner = new Set([...outer].flatMap(decoded).map(unescaped));
    for (const one of inner) found.add(one);
    outer = inner;
  }
  return found;
}

function showsNumber(reading: string, number: string): boolean {
  const digits = reading.replaceAll(/[^0-9]/g, '');
  const backwards = Array.from(digits).reverse().join('');
  const stretches = Array.from({ length: number.length - TELLING_DIGITS }, (_, before) =>
    number.slice(before + 1, before + 1 + TELLING_DIGITS),
  );
  return stretches.some((one) => digits.includes(one) || backwards.includes(one));
}

/** Of so few digits, only a run of exactly them tells anything. */
function showsCode(reading: string, code: string): boolean {
  const runs = [...(reading.match(/[0-9]+/g) ?? []), reading.replaceAll(/[^0-9]/g, '')];
  return runs.includes(code);
}

/**
 * Whether a text shows a card number, or more of it than anyone may see, or its verification code, in
 * any spelling: with separators, escaped as in JSON, URLs or HTML, in base64 or hex, backwards, and
 * each inside the other; in base32, or as a number in hex or base 36. A secret spelling there always is:
 * who means to hide what it was sent, can.
 */
export function shows(
  text: string,
  { pan, cvc }: { readonly pan: string; readonly cvc: string | null },
) {
  if (numbersIn(text).some((number) => number.includes(pan))) return true;
  return [...readings(text)].some(
    (reading) => showsNumber(reading, pan) || (cvc !== null && showsCode(reading, cvc)),
  );
}
