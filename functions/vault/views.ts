import { approvalId } from './approval.ts';
import type { Approval } from './approval.ts';
import type { BudgetLeftData } from './budget-data.ts';
import type { DetokenizationData, TokenData } from './event.ts';
import type { VaultRecord } from './record.ts';

/** A record with what the control table counts for it. */
export interface TokenView {
  readonly record: VaultRecord;
  /** Uses so far; 0 where they are not limited. */
  readonly uses: number;
}

/** What `Token` shows. */
export function tokenData({ record, uses }: TokenView): TokenData {
  const { token, dataClass, customClass, format, masked, created, maxUses } = record;
  const { brand, deterministic, expiresAt, state, metadata } = record;
  return {
    token,
    dataClass,
    customClass,
    format,
    masked,
    brand,
    deterministic,
    createdAt: created,
    expiresAt,
    maxUses,
    usesLeft: maxUses === null ? null : Math.max(0, maxUses - uses),
    state,
    metadata,
  };
}

/** What `Detokenization` shows before its plaintext is asked for. */
export function detokenizationData({
  record,
  purpose,
  budget,
  grant,
}: TokenView & {
  readonly purpose: string | null;
  readonly grant: Approval | null;
  readonly budget: BudgetLeftData;
}): DetokenizationData {
  const { token, dataClass, customClass, masked } = record;
  return {
    ...{ token, dataClass, customClass, masked, budget, purpose: purpose ?? '' },
    grant: grant === null ? null : approvalId(grant.number),
  };
}
