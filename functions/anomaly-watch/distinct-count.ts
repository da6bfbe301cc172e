import { createHash } from 'node:crypto';

/**
 * A sketch of a set of texts in one kilobyte: each text sets one bit, and the share of bits that are
 * still unset tells how many there were, to some percent up to about 20,000 (linear counting:
 * Whang, Vander-Zanden and Taylor, ACM TODS 15(2), 1990).
 */
export interface Sketch {
  /** Base64; '' while all bits are unset. */
  readonly bitmap: string;
  readonly set: number;
}

export const EMPTY_SKETCH: Sketch = { bitmap: '', set: 0 };

const BITS = 8192;

export function withTexts(sketch: Sketch, texts: readonly string[]): Sketch {
  const bits = sketch.bitmap === '' ? Buffer.alloc(BITS / 8) : Buffer.from(sketch.bitmap, 'base64');
  let { set } = sketch;
  for (const text of texts) {
    const place = createHash('sha256').update(text).digest().readUInt32BE() % BITS;
    const byte = bits[place >> 3] ?? 0;
    const bit = 1 << (place & 7);
    if ((byte & bit) === 0) set += 1;
    bits[place >> 3] = byte | bit;
  }
  return { bitmap: bits.toString('base64'), set };
}

/** About how many distinct texts a sketch has seen. */
export function distinctCount({ set }: Sketch): number {
  return Math.round(BITS * Math.log(BITS / Math.max(1, BITS - set)));
}
