/**
 * What the vault sends to the charge function and what it answers: the only contract between them.
 */

/** The event: one charge, with the values themselves. It is sent synchronously and kept nowhere. */
export interface ChargeRequest {
  /** One of the configuration's. */
  readonly processor: string;
  /** Under which the processor knows the charge; the same for each try of it. */
  readonly reference: string;
  /** In minor units, 1 to 99,999,999. */
  readonly amount: number;
  /** ISO 4217, such as `EUR`. */
  readonly currency: string;
  readonly pan: string;
  readonly cvc: string | null;
}

export const CHARGE_STATES = ['AUTHORIZED', 'DECLINED', 'FAILED', 'UNKNOWN'] as const;

/**
 * How a charge ended. FAILED: nothing was charged, since the processor was not reached or refused the
 * request as such. UNKNOWN: it may have been.
 */
export type ChargeState = (typeof CHARGE_STATES)[number];

export interface ChargeOutcome {
  readonly state: ChargeState;
  /** The processor's code, 1 to 64 of `AUTHORIZATION`'s characters; null where it gave none to keep. */
  readonly authorization: string | null;
}

export const AUTHORIZATION = /^[A-Za-z0-9_-]{1,64}$/;
