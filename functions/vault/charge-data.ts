export interface ChargeArguments {
  readonly token: string;
  readonly cvcToken?: string | null;
  readonly processor: string;
  readonly amount: number;
  readonly currency: string;
  readonly purpose: string;
  readonly idempotencyKey: string;
}

/** Answers `charge`. `masked` and `brand` are null once the token no longer resolves. */
export interface ChargeData {
  readonly reference: string;
  readonly state: string;
  readonly authorization: string | null;
  readonly processor: string;
  readonly amount: number;
  readonly currency: string;
  readonly token: string;
  readonly masked: string | null;
  readonly brand: string | null;
  readonly chargedAt: string;
}
