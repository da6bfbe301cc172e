import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A place where a value was found that should be nowhere. Names the canary, never the value. */
export interface Finding {
  readonly canary: string;
  readonly encoding: string;
  readonly place: string;
}

/** Texts or bytes by name; each must be long enough not to occur by chance. */
export type Canaries = Readonly<Record<string, string | Buffer>>;

interface Needle {
  readonly canary: string;
  readonly encoding: string;
  readonly bytes: Buffer;
}

/** Searches every file below a folder, whatever its format: database pages and journals too. */
export function searchFiles(folder: string, canaries: Canaries): Finding[] {
  const needles = needlesOf(canaries);
  return filesBelow(folder).flatMap((path) =>
    searchBytes(readFileSync(path), relative(folder, path), needles),
  );
}

/** Searches one text, such as a log line or a response. */
export function searchText(text: string, place: string, canaries: Canaries): Finding[] {
  return searchBytes(Buffer.from(text), place, needlesOf(canaries));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

function searchBytes(content: Buffer, place: string, needles: readonly Needle[]): Finding[] {
  const bare = Buffer.from(withoutSeparators(content.toString('latin1')), 'latin1');
  return needles
    .filter(({ bytes, encoding }) => (encoding === 'bare' ? bare : content).includes(bytes))
    .map(({ canary, encoding }) => ({ canary, encoding, place }));
}

function needlesOf(canaries: Canaries): Needle[] {
  return Object.entries(canaries).flatMap(([canary, value]) =>
    (typeof value === 'string' ? encodingsOfText(value) : encodingsOfBytes(value)).map(
      ([encoding, bytes]) => ({ canary, encoding, bytes }),
    ),
  );
}

function encodingsOfBytes(bytes: Buffer): [string, Buffer][] {
  const hex = bytes.toString('hex');
  return [
    ['bytes', bytes],
    ['hex', Buffer.from(hex)],
    ['HEX', Buffer.from(hex.toUpperCase())],
    ...[0, 1, 2].flatMap((offset) => base64At(bytes, offset)),
  ];
}

function encodingsOfText(value: string): [string, Buffer][] {
  const utf8 = Buffer.from(value);
  const utf16 = Buffer.from(value, 'utf16le');
  const hex = utf8.toString('hex');
  const text = (encoding: string, form: string): [string, Buffer] => [encoding, Buffer.from(form)];
  return [
    text('utf-8', value),
    ['utf-16le', utf16],
    ['utf-16be', Buffer.from(utf16).swap16()],
    text('hex', hex),
    text('HEX', hex.toUpperCase()),
    ...[0, 1, 2].flatMap((offset) => base64At(utf8, offset)),
    ...[...new Set([encodeURIComponent(value), percentEncoded(utf8)])].map((form) =>
      text('url', form),
    ),
    text('bare', withoutSeparators(value)),
    text('json', JSON.stringify(value).slice(1, -1)),
  ];
}

/**
 * How a value looks inside a longer base64 text in which it starts `offset` bytes after a boundary
 * of three: only the letters that no neighbour has a share in.
 */
function base64At(bytes: Buffer, offset: number): [string, Buffer][] {
  const padded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  const first = Math.ceil((offset * 8) / 6);
  const last = Math.floor(((offset + bytes.length) * 8) / 6);
  const stable = padded.slice(first, last);
  return [
    ['base64', Buffer.from(stable)],
    ['base64url', Buffer.from(stable.replaceAll('+', '-').replaceAll('/', '_'))],
  ];
}

function percentEncoded(bytes: Buffer): string {
  return Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join(
    '',
  );
}

function withoutSeparators(text: string): string {
  return text.replaceAll(/[ \-./_]/g, '');
}
