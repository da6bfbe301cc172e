import type { ChargeState } from '../charge/charge-event.ts';
import type { BudgetId } from './budget-limits.ts';
import type { DataClass, TokenFormat } from './data-classes.ts';
import type { Operation } from './event.ts';
import type { Actor, Tenant } from './identity.ts';
import type { TenantKeys } from './keys.ts';
import type { Purpose } from './policy.ts';
import type { Standing } from './standing.ts';

/** Work of our own that no caller asks for: one page of a rewrap. */
export type JobOperation = 'rewrapPage';

/** What the audit trail needs to know of a call, also of one whose caller is not known. */
export interface Trail {
  readonly operation: Operation | JobOperation | 'UNKNOWN';
  /** The Lambda request id. */
  readonly requestId: string;
  /** As received; the audit trail keeps what is an IP address. */
  readonly sourceIps: readonly unknown[];
  readonly actor: Actor | null;
  readonly tenant: Tenant | null;
  readonly keys: TenantKeys | null;
  /** Being read since the tenant was known; never rejects. Nothing is done before it is there. */
  readonly standing: Promise<Standing> | null;
}

/** What is done for a tenant and by an actor that are known. */
export interface Deed extends Trail {
  readonly actor: Actor;
  readonly tenant: Tenant;
  readonly keys: TenantKeys;
  readonly standing: Promise<Standing>;
}

/** A call whose tenant and actor are known: what every operation works for. */
export interface Call extends Deed {
  readonly operation: Operation;
}

/** What is known of an item, for the audit trail. Nothing in it is a caller's free text but `asked` and `ticket`. */
export interface Subject {
  /** The stretch of the trail that was asked for: instants that some clock has shown. */
  readonly from?: string;
  readonly to?: string;
  /** The id of an event of this tenant. */
  readonly event?: string;
  readonly dataClass?: DataClass;
  readonly format?: TokenFormat;
  readonly purpose?: Purpose;
  /** A token of this tenant: made by this call or resolved by it. */
  readonly token?: string;
  /** A tenant of ours that the call is about; the caller's own is on the event itself. */
  readonly tenant?: string;
  /** A version of a branch key. */
  readonly keyVersion?: string;
  /** A rewrap job of this tenant, by its id. */
  readonly job?: string;
  /** The approval that is made, decided or used; one of the tenant's. */
  readonly grant?: string;
  readonly decision?: 'APPROVE' | 'REJECT';
  /** What the caller wrote as ticket of a request; recorded as its HMAC only. */
  readonly ticket?: string;
  /** The budget that is set, and to what: items `per minute/per day`. */
  readonly budget?: BudgetId;
  readonly limit?: string;
  /** The token of the card verification code that a charge uses; of this tenant. */
  readonly cvcToken?: string;
  /** Who is charged: one of the configuration's. */
  readonly processor?: string;
  /** Under which the processor knows the charge. */
  readonly reference?: string;
  /** How the charge ended. */
  readonly charge?: ChargeState;
  /** What was asked for as a token, tenant, actor or event but is none known (yet); recorded as its HMAC only. */
  readonly asked?: string;
}
