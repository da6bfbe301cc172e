import type { DataClassRules } from './data-classes.ts';

const MAX_BYTES = 4096;

/**
 * Free text: 1 to 4,096 bytes of UTF-8 and well-formed Unicode; a lone surrogate would come back as
 * another text. Kept as received, without normalization. The mask is fixed and hides the length.
 * Equality is refused: a text may be a yes or a no.
 */
export const TEXT: DataClassRules = {
  normalize: (received) => received,
  isValid: (text) =>
    text !== '' && !/\p{Surrogate}/u.test(text) && Buffer.byteLength(text, 'utf8') <= MAX_BYTES,
  mask: () => '********',
  equality: 'REFUSED',
  formats: ['OPAQUE', 'UUID'],
  formatPreserving: null,
};
