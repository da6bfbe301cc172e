/**
 * What production is paid for by the month whether anybody uses it or not. The plan of a deployment and the
 * cost model reckon with these numbers; a test counts them in the templates.
 */
export const STANDING_PARTS = {
  keys: 5,
  /** Of the one firewall. */
  firewallRules: 8,
  /** Of the one interface endpoint, to KMS. */
  endpointZones: 3,
  alarms: 38,
  dashboards: 1,
} as const;
