import type { ChargeRequest } from './charge-event.ts';

/** A JSON body in which texts such as `{{pan}}` stand for values. */
export type Template = Readonly<Record<string, unknown>>;

type Values = Readonly<Record<string, string | number | null>>;

/** Those that a body must have; `{{cvc}}` it may have. */
const NEEDED = ['{{pan}}', '{{amount}}', '{{currency}}', '{{reference}}'];
const PLACEHOLDERS = new Set([...NEEDED, '{{cvc}}']);

function leavesOf(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(leavesOf)
    : [value];
}

/** A placeholder stands alone, so that no value is ever written into a text. */
export function isTemplate(received: unknown): received is Template {
  if (typeof received !== 'object' || received === null || Array.isArray(received)) return false;
  const texts = leavesOf(received).filter((leaf) => typeof leaf === 'string');
  const isKnown = texts.every((text) => PLACEHOLDERS.has(text) || !text.includes('{{'));
  return isKnown && NEEDED.every((name) => texts.includes(name));
}

/** Undefined leaves a member out: that of a code that did not come. */
function fill(template: unknown, values: Values): unknown {
  if (typeof template === 'string') {
    return PLACEHOLDERS.has(template) ? (values[template] ?? undefined) : template;
  }
  if (Array.isArray(template)) return template.map((one) => fill(one, values));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).map(([name, one]) => [name, fill(one, values)]),
  );
}

/** The body to send, as JSON text. Amounts are numbers, all else is text. */
export function bodyOf(template: Template, request: ChargeRequest): string {
  const { pan, cvc, amount, currency, reference } = request;
  return JSON.stringify(
    fill(template, {
      '{{pan}}': pan,
      '{{cvc}}': cvc,
      '{{amount}}': amount,
      '{{currency}}': currency,
      '{{reference}}': reference,
    }),
  );
}
