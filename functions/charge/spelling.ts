/** How deep a text may be wrapped in other texts and is still looked into. */
const MAX_LAYERS = 3;
/** Of a PAN's digits in a row: more than its scheme may be told by (PCI DSS 3.4.1). */
const TELLING_DIGITS = 7;
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

/** The text and all that it can be read as. */
function readings(text: string): Set<string> {
  const found = new Set([text, text.replaceAll(/\s/g, '')].map(unescaped));
  let outer: ReadonlySet<string> = found;
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
  const stretches = Array.from({ length: number.length - TELLING_DIGITS + 1 }, (_, at) =>
    number.slice(at, at + TELLING_DIGITS),
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
 * each inside the other.
 */
export function shows(
  text: string,
  { pan, cvc }: { readonly pan: string; readonly cvc: string | null },
) {
  return [...readings(text)].some(
    (reading) => showsNumber(reading, pan) || (cvc !== null && showsCode(reading, cvc)),
  );
}
