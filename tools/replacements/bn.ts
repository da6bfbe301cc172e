const BYTE = 256;

/** An unsigned integer of at most 53 bits: message lengths. */
class UnsignedInteger {
  readonly #value: number;

  constructor(given: number | readonly number[]) {
    this.#value =
      typeof given === 'number' ? given : given.reduce((value, byte) => value * BYTE + byte, 0);
  }

  /** @throws Error above 2^53 - 1, as of bn.js */
  toNumber(): number {
    if (!Number.isSafeInteger(this.#value)) throw new Error('Number exceeds 53 bits.');
    return this.#value;
  }

  /** Big-endian; the library asks for no other order. */
  toArray(_order: 'be', length: number): number[] {
    const bytes = Array.from({ length }, () => 0);
    let rest = this.toNumber();
    for (let at = length - 1; at >= 0; at -= 1) {
      bytes[at] = rest % BYTE;
      rest = Math.floor(rest / BYTE);
    }
    return bytes;
  }
}

/**
 * Stands in for bn.js in function bundles. Without signed suites the AWS Encryption SDK uses it only to
 * read and write the 8 bytes of a message's length.
 */
// eslint-disable-next-line no-restricted-syntax -- bn.js is imported by its default export.
export default UnsignedInteger;
