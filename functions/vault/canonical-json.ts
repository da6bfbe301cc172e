/** JSON without fractions: what RFC 8785 leaves open for numbers does not occur. */
export type CanonicalValue =
  | string
  | number
  | boolean
  | null
  | readonly CanonicalValue[]
  | { readonly [name: string]: CanonicalValue };

function memberOf([name, value]: readonly [string, CanonicalValue]): string {
  return `${JSON.stringify(name)}:${canonicalJson(value)}`;
}

function isList(value: CanonicalValue): value is readonly CanonicalValue[] {
  return Array.isArray(value);
}

/**
 * The one text of a value: names sorted by their UTF-16 code units, no white space (RFC 8785).
 * @throws TypeError for a number that is no safe integer
 */
export function canonicalJson(value: CanonicalValue): string {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new TypeError('Canonical JSON here holds whole numbers only.');
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(memberOf).join(',')}}`;
}
