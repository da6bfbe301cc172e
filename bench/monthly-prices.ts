/**
 * Prices in us-east-1 beside those of `prices.ts`, in dollars, a month where they are not of a use.
 * Read 2026-10, all quoted elsewhere than on the vendor's pages, which could not be read; no free tier, no
 * tax. Mutual TLS at CloudFront, transfer and support are left out.
 */
export const MONTHLY_PRICES = {
  /** https://aws.amazon.com/dynamodb/pricing/on-demand/ */
  storageGb: 0.25,
  recoveryGb: 0.2,
  /** https://aws.amazon.com/kms/pricing/ */
  key: 1,
  kmsCall: 3e-6,
  /** https://aws.amazon.com/waf/pricing/ */
  firewall: 5,
  firewallRule: 1,
  /** https://aws.amazon.com/privatelink/pricing/, an interface endpoint in one zone */
  endpointHour: 0.01,
  /** https://aws.amazon.com/cloudwatch/pricing/ */
  logGb: 0.5,
  alarm: 0.1,
  dashboard: 3,
  /** https://aws.amazon.com/cognito/pricing/, a user that signs in; Plus has threat protection */
  userEssentials: 0.015,
  userPlus: 0.02,
} as const;
