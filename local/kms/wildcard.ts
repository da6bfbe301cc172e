/**
 * Whether `pattern` covers all of `text`; `*` stands for any characters, also none, and `?` for
 * one. Takes at most pattern × text steps, whatever the pattern (a regular expression would not).
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  let at = 0;
  let inPattern = 0;
  let retryPattern = -1;
  let retryText = 0;
  while (at < text.length) {
    const wanted = pattern[inPattern];
    if (wanted === '*') {
      retryPattern = inPattern++;
      retryText = at;
    } else if (wanted === '?' || wanted === text[at]) {
      inPattern++;
      at++;
    } else if (retryPattern >= 0) {
      inPattern = retryPattern + 1;
      at = ++retryText;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(inPattern));
}

const ARN_PARTS = 6;

/** As `matchesWildcard`, for each of the six parts of an ARN by itself. */
export function matchesArn(pattern: string, text: string): boolean {
  const wanted = arnParts(pattern);
  const parts = arnParts(text);
  return (
    parts.length === ARN_PARTS &&
    wanted.length === ARN_PARTS &&
    parts.every((part, index) => matchesWildcard(wanted[index] ?? '', part))
  );
}

/** `arn`, partition, service, region, account and the resource, which may hold colons. */
export function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  if (parts.length < ARN_PARTS) return parts;
  return [...parts.slice(0, ARN_PARTS - 1), parts.slice(ARN_PARTS - 1).join(':')];
}
