import { randomInt, randomUUID } from 'node:crypto';

/** Unpredictable choices. Injected, so that a test can make tokens collide. */
export interface RandomSource {
  /** Uniform over 0..bound-1 (rejection sampling, no modulo bias). */
  below(bound: number): number;
  /** A version 4 UUID. */
  uuid(): string;
}

export const SECURE_RANDOM: RandomSource = {
  below: (bound) => randomInt(bound),
  uuid: () => randomUUID(),
};

/** `length` characters drawn uniformly from `alphabet`. */
export function drawText(random: RandomSource, alphabet: string, length: number): string {
  let text = '';
  while (text.length < length) text += alphabet.charAt(random.below(alphabet.length));
  return text;
}
