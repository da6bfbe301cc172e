/** Repeatable choices: the same seed gives the same inputs, so that a failure can be run again. */
export interface Draw {
  /** Uniform over 0..bound-1. */
  below(bound: number): number;
  pick<Value>(values: readonly Value[]): Value;
  /** True once in `times`. */
  rarely(times: number): boolean;
  /** Characters of an alphabet. */
  text(alphabet: string, length: number): string;
}

/** Mulberry32: small, and good enough for choosing test inputs. */
export function createDraw(seed: number): Draw {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  return {
    below,
    pick: (values) => {
      const value = values[below(values.length)];
      if (value === undefined) throw new Error('There is nothing to pick from.');
      return value;
    },
    rarely: (times) => below(times) === 0,
    text: (alphabet, length) =>
      Array.from({ length }, () => alphabet.charAt(below(alphabet.length))).join(''),
  };
}

/** What an input hides and no answer may show. */
export interface Secret {
  /** 16 digits that pass Luhn. */
  readonly pan: string;
  readonly word: string;
}

export function drawSecret(draw: Draw): Secret {
  const digits = `4${draw.text('0123456789', 14)}`;
  const sum = Array.from(digits, Number).reduce((total, digit, at) => {
    const doubled = at % 2 === 0 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  const pan = `${digits}${String((10 - (sum % 10)) % 10)}`;
  return { pan, word: `canary${draw.text('abcdefghijkmnopqrstuvwxyz', 12)}` };
}
