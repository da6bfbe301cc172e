/** Reads members of what came from outside, once, without trusting its shape. */
export type Fields = Readonly<Record<string, unknown>>;

const NONE: Fields = Object.freeze({});

/** The members of an object; none for anything else. */
export function fieldsOf(received: unknown): Fields {
  if (typeof received !== 'object' || received === null) return NONE;
  return received as Fields;
}

export function listOf(received: unknown): readonly unknown[] {
  return Array.isArray(received) ? (received as readonly unknown[]) : [];
}

/** The text, or '' for anything else. */
export function textOf(received: unknown): string {
  return typeof received === 'string' ? received : '';
}
