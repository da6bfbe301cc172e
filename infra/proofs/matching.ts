/** `*` stands for any text, `?` for any character. */
const expressions = new Map<string, RegExp>();

export function isLike(text: string, pattern: string): boolean {
  if (text === pattern || pattern === '*') return true;
  if (!hasWildcard(pattern)) return false;
  const known = expressions.get(pattern);
  if (known !== undefined) return known.test(text);
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  const source = escaped.replaceAll('*', '[\\s\\S]*').replaceAll('?', '[\\s\\S]');
  const expression = new RegExp(`^${source}$`);
  expressions.set(pattern, expression);
  return expression.test(text);
}

/** Each of the six parts of an ARN is compared on its own, the last with all colons that it has. */
export function isArnLike(arn: string, pattern: string): boolean {
  if (arn === pattern) return true;
  if (!hasWildcard(pattern)) return false;
  const [parts, patterns] = [arnParts(arn), arnParts(pattern)];
  return patterns.length === 6 && patterns.every((part, at) => isLike(parts[at] ?? '', part));
}

function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

const hasWildcard = (pattern: string): boolean => pattern.includes('*') || pattern.includes('?');
