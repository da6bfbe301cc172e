import type { DataClassRules } from './data-classes.ts';

/**
 * Card verification code: 3 or 4 ASCII digits. Sensitive authentication data (PCI DSS 4.0.1, 3.3):
 * it is kept apart from all other values, for an hour at most, and only a charge uses it.
 *
 * OPAQUE only, and the mask is fixed: of 11,000 values any hint would be too much, the length too.
 * Equality is refused for the same reason.
 */
export const CVC: DataClassRules = {
  normalize: (received) => received,
  isValid: (code) => /^[0-9]{3,4}$/.test(code),
  mask: () => '***',
  equality: 'REFUSED',
  formats: ['OPAQUE'],
  formatPreserving: null,
};
