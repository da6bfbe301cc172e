/** Digits of the shortest number worth hiding: a social security number's. */
const HIDDEN_DIGITS = 9;

/**
 * A name a caller chose (a variable, a field, a type that does not exist), fit for a message. One
 * with so many digits may be a value in disguise and is replaced.
 */
export function safeName(name: string): string {
  const digits = name.replace(/\D/g, '').length;
  return digits >= HIDDEN_DIGITS || name.length > 128 ? '<redacted>' : name;
}
