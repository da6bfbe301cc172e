/**
 * Stands in for bn.js in function bundles. Of its numbers the AWS Encryption SDK needs whole ones that
 * are not negative: lengths in eight bytes, big-endian, and constants of elliptic curves, of which it
 * checks when it loads that they are what it expects. Reading and writing points, which bn.js does
 * beside that, is for signed algorithm suites, and those are refused as `asn1.ts` says.
 */
class BigNumber {
  readonly #value: bigint;

  /** A number, its digits in hexadecimal, or its bytes, big-endian. */
  constructor(given: number | bigint | string | readonly number[]) {
    if (Array.isArray(given)) this.#value = BigInt(`0x0${Buffer.from(given).toString('hex')}`);
    else this.#value = BigInt(typeof given === 'string' ? `0x${given}` : (given as number));
  }

  static mont(modulus: BigNumber): BigNumber {
    return modulus;
  }

  add(other: BigNumber): BigNumber {
    return new BigNumber(this.#value + other.#value);
  }

  div(other: BigNumber): BigNumber {
    return new BigNumber(this.#value / other.#value);
  }

  mod(other: BigNumber): BigNumber {
    return new BigNumber(this.#value % other.#value);
  }

  eq(other: BigNumber): boolean {
    return this.#value === other.#value;
  }

  bitLength(): number {
    return this.#value.toString(2).length;
  }

  /** @throws RangeError for what is no safe integer */
  toNumber(): number {
    if (this.#value > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError('Too large.');
    return Number(this.#value);
  }

  /** @throws RangeError for what does not fit into so many bytes */
  toArray(_endian: 'be', length: number): number[] {
    const digits = this.#value.toString(16).padStart(2 * length, '0');
    if (digits.length > 2 * length) throw new RangeError('Too large.');
    return [...Buffer.from(digits, 'hex')];
  }
}

// eslint-disable-next-line no-restricted-syntax -- bn.js is imported by its default export.
export default BigNumber;
