/**
 * Stands in for the AWS Encryption SDK's decoding of elliptic curve points in function bundles, which
 * computes with two curves when it loads. Only signed algorithm suites ask for it: see `asn1.ts`.
 */
function refuse(): never {
  throw new Error('Signed algorithm suites are not supported.');
}

export const decodeNamedCurves = Object.freeze({ prime256v1: refuse, secp384r1: refuse });
