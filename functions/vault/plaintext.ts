import { inspect } from 'node:util';

const REDACTED = '[plaintext]';

/**
 * A value that must not be seen by accident. Printing, serializing, inspecting or comparing it as
 * text yields a fixed word; only `expose()` gives the value, and a test lists the files that may
 * call it.
 */
export class Plaintext {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  expose(): string {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [Symbol.toPrimitive](): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}
