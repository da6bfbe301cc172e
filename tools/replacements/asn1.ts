/**
 * Stands in for asn1.js in function bundles. The AWS Encryption SDK describes elliptic curve keys and
 * signatures with it when it loads, and encodes them for signed algorithm suites only; the vault's
 * suite has no signature. A message of a signed suite, which the vault never wrote, is refused.
 */
function refuse(): never {
  throw new Error('Signed algorithm suites are not supported.');
}

const asn1 = {
  define: () => ({ encode: refuse, decode: refuse }),
};

// eslint-disable-next-line no-restricted-syntax -- asn1.js is imported by its default export.
export default asn1;
