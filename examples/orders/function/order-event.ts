/** What the resolvers send to the function and what it answers. */

/** As the ID token says it. */
export interface CallerClaims {
  readonly subject: string;
  readonly tenant: string | null;
  readonly tokenUse: string | null;
  readonly groups: readonly string[];
}

export interface OrderArguments {
  readonly id: string;
}

export interface CreateOrderArguments {
  readonly token: string;
  readonly amount: number;
  readonly currency: string;
  readonly idempotencyKey: string;
}

export interface PayBillArguments {
  readonly orderId: string;
  readonly cvcToken?: string | null;
}

/** An event: nothing in it is believed but the caller, whom AppSync verified. */
export interface OrderEvent {
  readonly operation: string;
  readonly caller: CallerClaims;
  readonly arguments: Readonly<Record<string, unknown>>;
}

export interface PaymentData {
  readonly state: 'AUTHORIZED' | 'DECLINED' | 'FAILED' | 'UNKNOWN';
  readonly reference: string;
  readonly authorization: string | null;
  readonly masked: string | null;
}

export interface OrderData {
  readonly id: string;
  readonly state: 'OPEN' | 'PAID' | 'UNKNOWN';
  readonly amount: number;
  readonly currency: string;
  readonly createdAt: string;
  readonly payment: PaymentData | null;
}

export type OrderReply =
  | { readonly data: OrderData }
  | { readonly error: { readonly code: string; readonly message: string } };
