/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** What an approver says. */
export type ApprovalDecision =
  /** Yes. */
  | 'APPROVE'
  /** No. */
  | 'REJECT';

/** A decision about another person's request. */
export type ApprovalDecisionInput = {
  /** Yes or no. */
  readonly decision: ApprovalDecision;
  /** The request. */
  readonly id: string;
};

/** A request for plaintexts beyond what one may have alone. */
export type ApprovalInput = {
  /** How many plaintexts of any tokens, 1 to 10,000; instead of `tokens`. */
  readonly count?: number | null | undefined;
  /** 1 to 128 characters. A repeated request with the same key within 24 hours is the same request. */
  readonly idempotencyKey?: string | null | undefined;
  /** How long the grant is to last from its approval on, 1 to 480 minutes. */
  readonly minutes: number;
  /** Why they are needed. */
  readonly purpose: Purpose;
  /** For the approver, 1 to 500 characters. What looks like a PAN or an SSN is refused. */
  readonly reason: string;
  /** The ticket or case that asks for it, 1 to 64 characters. What looks like a PAN or an SSN is refused. */
  readonly ticket: string;
  /** 1 to 50 different tokens, each of which the caller may resolve for the purpose now. The grant is for them only, and for as many plaintexts as there are tokens. */
  readonly tokens?: ReadonlyArray<string> | null | undefined;
};

/** Where a request for approval stands. */
export type ApprovalState =
  /** It is a grant: its requester may use it. */
  | 'APPROVED'
  /** Its time is over. */
  | 'EXPIRED'
  /** An approver said no. */
  | 'REJECTED'
  /** Nobody has decided yet. After a day undecided it is EXPIRED. */
  | 'REQUESTED'
  /** It was withdrawn, or the grant was ended. */
  | 'REVOKED'
  /** All of its plaintexts were handed out. */
  | 'USED_UP';

/** Which events of the audit trail are asked for. What is left out or null leaves it open. */
export type AuditEventFilter = {
  /** The actor's id. */
  readonly actor?: string | null | undefined;
  /** The outcome: `OK`, `PARTIAL` or one of ErrorCode; `ANOMALY` of findings. Attempts have none. */
  readonly code?: string | null | undefined;
  /** From this moment on. A day before `to` if absent; at most 31 days before it. */
  readonly from?: string | null | undefined;
  /** The operation's name, such as `release`, which is the field `plaintext`. */
  readonly operation?: string | null | undefined;
  /** Up to this moment, itself left out. Now if absent. */
  readonly to?: string | null | undefined;
};

/** Whether an event says what is about to be done, what came of it, or what is unusual about it. */
export type AuditEventKind =
  /** Written before anything is done. */
  | 'ATTEMPT'
  /** Written when an actor was found to do what is unusual for it. */
  | 'FINDING'
  /** Written after it. An attempt without outcome reads: possibly done. */
  | 'OUTCOME';

/** A budget to set for the caller's tenant. */
export type BudgetInput = {
  /** What is counted; with PURPOSE only PLAINTEXT, and that if absent. */
  readonly kind?: BudgetKind | null | undefined;
  /** Items in a day (UTC), 0 to 100,000,000. */
  readonly perDay: number;
  /** Items in a clock minute (UTC), 0 to 100,000,000. */
  readonly perMinute: number;
  /** The purpose; with PURPOSE only, and required there. */
  readonly purpose?: Purpose | null | undefined;
  /** Whose items are counted. */
  readonly scope: BudgetScope;
};

/** What a budget counts, item by item. */
export type BudgetKind =
  /** Charges that are not repetitions, whatever came of them. */
  | 'CHARGE'
  /** Masked views: `token` and `detokenize`, whether or not `plaintext` is selected then. */
  | 'MASKED'
  /** Values handed out. */
  | 'PLAINTEXT';

/** Whose items a budget counts. */
export type BudgetScope =
  /** What every actor of the tenant has for himself. */
  | 'ACTOR'
  /** What all actors of the tenant have together for plaintexts of one purpose. */
  | 'PURPOSE'
  /** What all actors of the tenant have together. */
  | 'TENANT';

/** A card scheme, told by a PAN's first digits. */
export type CardBrand =
  /** American Express; its PANs have 15 digits. */
  | 'AMERICAN_EXPRESS'
  /** Diners Club. */
  | 'DINERS_CLUB'
  /** Discover. */
  | 'DISCOVER'
  /** JCB. */
  | 'JCB'
  /** Maestro. */
  | 'MAESTRO'
  /** Mastercard. */
  | 'MASTERCARD'
  /** UnionPay. */
  | 'UNIONPAY'
  /** Visa. */
  | 'VISA';

/** A card that is to be charged. */
export type ChargeInput = {
  /** In minor units of the currency, such as cents: 1 to 99,999,999. */
  readonly amount: number;
  /** ISO 4217, such as `EUR`; one that the processor takes. */
  readonly currency: string;
  /** The token of the card verification code. It is removed before the charge is sent, whatever comes of it. */
  readonly cvcToken?: string | null | undefined;
  /** 1 to 128 characters. For 30 days the same key goes with the same request only, and is told how that ended; it is never charged again. */
  readonly idempotencyKey: string;
  /** Who is to charge it, by the name that the configuration gives to a processor of this tenant. */
  readonly processor: string;
  /** PAYMENT. It is recorded. */
  readonly purpose: Purpose;
  /** The token of a PAN. A charge takes one of its uses, where they are limited. */
  readonly token: string;
};

/** How a charge ended. */
export type ChargeState =
  /** The processor authorized it. */
  | 'AUTHORIZED'
  /** The processor declined it. */
  | 'DECLINED'
  /** Nothing was charged: the processor was not reached, or refused the request as such. What it used of the token and the code is used; another try needs another key. */
  | 'FAILED'
  /** It may have been charged: the processor did not answer in time or not clearly, or the vault failed meanwhile. Ask the processor by `reference` before charging again. */
  | 'UNKNOWN';

/** What a value is. Each class has its own validation, normalization, mask, equality rule and allowed purposes. */
export type DataClass =
  /** US bank account number: 4 to 17 digits. Spaces and hyphens are dropped. Its tokens are random where it has 4 to 7 digits. */
  | 'BANK_ACCOUNT'
  /** A class that the tenant defines; `customClass` names it. */
  | 'CUSTOM'
  /** Card verification code, 3 or 4 digits. Kept for at most an hour, never shown and never released: only a charge uses it, once. */
  | 'CVC'
  /** Date of birth as YYYY-MM-DD, not in the future. */
  | 'DATE_OF_BIRTH'
  /** E-mail address (RFC 5321), at most 254 characters. The domain is folded to lower case, international ones to their ASCII form. */
  | 'EMAIL'
  /** International bank account number (ISO 13616): length by country, check digits by mod 97. Spaces are dropped, letters folded to upper case. */
  | 'IBAN'
  /** A person's name, at most 200 characters. White space is folded. */
  | 'NAME'
  /** Primary account number: 12 to 19 digits that pass the Luhn check (ISO/IEC 7812). Spaces and hyphens are dropped. */
  | 'PAN'
  /** Telephone number in E.164 form, with `+` and country code. */
  | 'PHONE'
  /** US bank routing number: 9 digits with the ABA check digit. */
  | 'ROUTING_NUMBER'
  /** US social security number: 9 digits, issued areas only. Hyphens and spaces are dropped. */
  | 'SSN'
  /** Free text, at most 4,096 bytes of UTF-8. */
  | 'TEXT';

/** A token whose value is asked for. */
export type DetokenizeInput = {
  /** The id of an approved request of the caller's own, for more plaintexts than one may have alone. Each plaintext takes one of its count in place of the actor's budget. */
  readonly grant?: string | null | undefined;
  /** 1 to 128 characters. Within 24 hours the same key goes with the same request only; each repetition is authorized and recorded anew. */
  readonly idempotencyKey?: string | null | undefined;
  /** Why the value is needed. It is recorded. */
  readonly purpose: Purpose;
  /** The token, as `tokenize` returned it. */
  readonly token: string;
};

/** Why an operation, or one item of a batch, was refused. On single operations it is the error's `errorType`. */
export type ErrorCode =
  /** The token has no uses left. */
  | 'ALREADY_USED'
  /** The request was decided or withdrawn already, or its time is over. */
  | 'APPROVAL_CLOSED'
  /** No such request for approval, or none that the caller may know of. */
  | 'APPROVAL_NOT_FOUND'
  /** More plaintexts at once than one may have alone, or a grant that does not fit: unknown, another's, for other tokens or another purpose, over or used up. */
  | 'APPROVAL_REQUIRED'
  /** A batch holds at most 50 items. */
  | 'BATCH_TOO_LARGE'
  /** A budget for this kind of request is used up for now: that of the actor, of the tenant or of the purpose. */
  | 'BUDGET_EXCEEDED'
  /** The same idempotency key came with another request within 24 hours. */
  | 'IDEMPOTENCY_CONFLICT'
  /** The vault failed. The attempt is in the audit trail. */
  | 'INTERNAL'
  /** The request breaks a rule of this API, such as an empty batch. */
  | 'INVALID_INPUT'
  /** The plaintext is no valid value of its data class. */
  | 'INVALID_PLAINTEXT'
  /** None of the actor's groups may do this. */
  | 'NOT_AUTHORIZED'
  /** This purpose is not open to the actor's groups for this data class. */
  | 'PURPOSE_NOT_ALLOWED'
  /** A service the vault relies on did not answer in time. Nothing was done that a retry would do twice. */
  | 'TEMPORARILY_UNAVAILABLE'
  /** A tenant of this name was erased. The name is never given again. */
  | 'TENANT_ERASED'
  /** There is no such tenant. */
  | 'TENANT_NOT_FOUND'
  /** The caller's identity names no tenant, or is not an ID token. */
  | 'TENANT_REQUIRED'
  /** No such token, or none that the caller may know of. */
  | 'TOKEN_NOT_FOUND'
  /** The value's deterministic token is revoked. Restore it, or ask for a random token. */
  | 'TOKEN_REVOKED'
  /** No unused token of this format was found. Use OPAQUE. */
  | 'TOKEN_SPACE_EXHAUSTED';

/** A token that nobody has a reason to use. */
export type HoneyTokenInput = {
  /** The tenant's name for the class; with CUSTOM only, and required there. */
  readonly customClass?: string | null | undefined;
  /** What the value is. Not CVC. */
  readonly dataClass: DataClass;
  /** How the token is to look. OPAQUE if absent. */
  readonly format?: TokenFormat | null | undefined;
  /** Notes like those of real tokens beside it; at most 10. */
  readonly metadata?: ReadonlyArray<MetadataInput> | null | undefined;
  /** A made-up value of the class, never a real one. Send it as a variable. */
  readonly plaintext: string;
};

/** Work on the keys of the caller's own tenant. */
export type KeyWorkInput = {
  /** 1 to 128 characters. A repeated request with the same key within 24 hours has no further effect. */
  readonly idempotencyKey?: string | null | undefined;
};

/** One note on a token: for labels and references, never for sensitive values. */
export type MetadataInput = {
  /** 1 to 40 letters, digits, `.`, `_` or `-`, starting with a letter. Unique on its token. */
  readonly key: string;
  /** 1 to 200 characters. What looks like a PAN or an SSN is refused. */
  readonly value: string;
};

/** On which side of ours a hash stands. */
export type ProofSide =
  /** Before ours. */
  | 'LEFT'
  /** After ours. */
  | 'RIGHT';

/** Why plaintext is asked for. Which purposes are allowed depends on the actor's groups and the data class. */
export type Purpose =
  /** To answer a chargeback. */
  | 'CHARGEBACK'
  /** To help a customer. */
  | 'CUSTOMER_SUPPORT'
  /** To look into suspected fraud. */
  | 'FRAUD_REVIEW'
  /** To meet a legal duty. */
  | 'LEGAL'
  /** To move records to or from another system. */
  | 'MIGRATION'
  /** To take a payment. */
  | 'PAYMENT'
  /** To return a payment. */
  | 'REFUND';

/** How far a rewrap job is. */
export type RewrapState =
  /** It went by every record. */
  | 'DONE'
  /** The tenant is disabled. It goes on by itself once the tenant is enabled. */
  | 'PAUSED'
  /** It is under way, run by run. */
  | 'RUNNING'
  /** It begins at `notBefore`, when no writer uses an older version any more. */
  | 'WAITING';

/** A tenant that is to be made or erased. */
export type TenantInput = {
  /** 1 to 128 characters. Within 24 hours the same key goes with the same request only. */
  readonly idempotencyKey?: string | null | undefined;
  /** Its name: 2 to 63 characters, lower-case letters, digits and `-`, starting with a letter. */
  readonly tenant: string;
};

/** What a tenant's callers may do. */
export type TenantState =
  /** All that their groups allow. */
  | 'ACTIVE'
  /** Nothing, until the tenant is enabled again. */
  | 'DISABLED'
  /** Nothing, for good. Its keys are being destroyed; once they are, it is not listed any more. */
  | 'ERASED';

/** How a token looks. */
export type TokenFormat =
  /** Same length and alphabet as the value, yet never a valid value of its class. Not offered by CVC, BANK_ACCOUNT, NAME, DATE_OF_BIRTH and TEXT. */
  | 'FORMAT_PRESERVING'
  /** `tok_`, 128 random bits or more, and a checksum: recognisable without a look-up. The default of every class. */
  | 'OPAQUE'
  /** A random UUID (RFC 9562, version 4). */
  | 'UUID';

/** Whether a token resolves. */
export type TokenState =
  /** It resolves. */
  | 'ACTIVE'
  /** It was revoked and may be restored. */
  | 'REVOKED';

/** A token that is to change its state. */
export type TokenStateInput = {
  /** 1 to 128 characters. A repeated request with the same key within 24 hours has no further effect. */
  readonly idempotencyKey?: string | null | undefined;
  /** The token, as `tokenize` returned it. */
  readonly token: string;
};

/** A value to exchange for a token. */
export type TokenizeInput = {
  /** The tenant's name for the class; with CUSTOM only, and required there. */
  readonly customClass?: string | null | undefined;
  /** What the value is. */
  readonly dataClass: DataClass;
  /** Whether the same value is to get the same token again. If absent: true for PAN, IBAN, EMAIL and BANK_ACCOUNT without `expiresAt` and `maxUses`, false otherwise. SSN, PHONE and CUSTOM need the tenant's consent; all other classes refuse it, as do `expiresAt` and `maxUses`. So do values so short that all like them can be tried, and for them it is false if absent: a PAN of 12 digits, or one that is short for its brand (Visa below 14, most others below 15), a BANK_ACCOUNT of 4 to 7 digits, a PHONE of 7 or fewer after the country code, an EMAIL of 6 characters. */
  readonly deterministic?: boolean | null | undefined;
  /** When the token ceases to resolve; in the future. CVC: within an hour, and that if absent. */
  readonly expiresAt?: string | null | undefined;
  /** How the token is to look. OPAQUE if absent. */
  readonly format?: TokenFormat | null | undefined;
  /** 1 to 128 characters. A repeated request with the same key within 24 hours gives the same token and does not count against the equality budget. Who sends other requests with keys in use 20 times in an hour gets BUDGET_EXCEEDED for these keys until the next. */
  readonly idempotencyKey?: string | null | undefined;
  /** How often the value may be released or used; 1 to 1,000,000. */
  readonly maxUses?: number | null | undefined;
  /** At most 10 notes. */
  readonly metadata?: ReadonlyArray<MetadataInput> | null | undefined;
  /** The value, at most 4,096 bytes of UTF-8. Send it as a variable, never as a literal in the document. */
  readonly plaintext: string;
};

export type RequestApprovalMutationVariables = Exact<{
  input: ApprovalInput;
}>;


export type RequestApprovalMutation = { readonly requestApproval: { readonly id: string, readonly state: ApprovalState, readonly requester: string, readonly purpose: Purpose, readonly tokens: ReadonlyArray<string> | null, readonly count: number, readonly used: number, readonly minutes: number, readonly ticket: string, readonly reason: string, readonly requestedAt: string, readonly endsAt: string, readonly decidedBy: string | null, readonly decidedAt: string | null } };

export type DecideApprovalMutationVariables = Exact<{
  input: ApprovalDecisionInput;
}>;


export type DecideApprovalMutation = { readonly decideApproval: { readonly id: string, readonly state: ApprovalState, readonly requester: string, readonly purpose: Purpose, readonly tokens: ReadonlyArray<string> | null, readonly count: number, readonly used: number, readonly minutes: number, readonly ticket: string, readonly reason: string, readonly requestedAt: string, readonly endsAt: string, readonly decidedBy: string | null, readonly decidedAt: string | null } };

export type RevokeApprovalMutationVariables = Exact<{
  id: string;
}>;


export type RevokeApprovalMutation = { readonly revokeApproval: { readonly id: string, readonly state: ApprovalState, readonly requester: string, readonly purpose: Purpose, readonly tokens: ReadonlyArray<string> | null, readonly count: number, readonly used: number, readonly minutes: number, readonly ticket: string, readonly reason: string, readonly requestedAt: string, readonly endsAt: string, readonly decidedBy: string | null, readonly decidedAt: string | null } };

export type ApprovalsQueryVariables = Exact<{
  limit?: number | null | undefined;
  nextToken?: string | null | undefined;
}>;


export type ApprovalsQuery = { readonly approvals: { readonly nextToken: string | null, readonly approvals: ReadonlyArray<{ readonly id: string, readonly state: ApprovalState, readonly requester: string, readonly purpose: Purpose, readonly tokens: ReadonlyArray<string> | null, readonly count: number, readonly used: number, readonly minutes: number, readonly ticket: string, readonly reason: string, readonly requestedAt: string, readonly endsAt: string, readonly decidedBy: string | null, readonly decidedAt: string | null }> } };

export type ApprovalFieldsFragment = { readonly id: string, readonly state: ApprovalState, readonly requester: string, readonly purpose: Purpose, readonly tokens: ReadonlyArray<string> | null, readonly count: number, readonly used: number, readonly minutes: number, readonly ticket: string, readonly reason: string, readonly requestedAt: string, readonly endsAt: string, readonly decidedBy: string | null, readonly decidedAt: string | null };

export type AuditEventsQueryVariables = Exact<{
  filter?: AuditEventFilter | null | undefined;
  limit?: number | null | undefined;
  nextToken?: string | null | undefined;
}>;


export type AuditEventsQuery = { readonly auditEvents: { readonly nextToken: string | null, readonly events: ReadonlyArray<{ readonly id: string, readonly kind: AuditEventKind, readonly attemptId: string, readonly time: string, readonly operation: string, readonly requestId: string, readonly actor: string | null, readonly actorKind: string | null, readonly groups: ReadonlyArray<string>, readonly sourceIps: ReadonlyArray<string>, readonly code: string | null, readonly count: number, readonly items: ReadonlyArray<{ readonly dataClass: DataClass | null, readonly format: TokenFormat | null, readonly purpose: Purpose | null, readonly token: string | null, readonly tenant: string | null, readonly keyVersion: string | null, readonly job: string | null, readonly grant: string | null, readonly decision: ApprovalDecision | null, readonly budget: string | null, readonly limit: string | null, readonly askedMac: string | null, readonly ticketMac: string | null, readonly event: string | null, readonly cvcToken: string | null, readonly processor: string | null, readonly reference: string | null, readonly charge: ChargeState | null, readonly from: string | null, readonly to: string | null, readonly code: string | null, readonly finding: string | null, readonly severity: string | null }> }> } };

export type AuditProofQueryVariables = Exact<{
  id: string;
}>;


export type AuditProofQuery = { readonly auditProof: { readonly id: string, readonly event: string, readonly leafHash: string, readonly path: ReadonlyArray<{ readonly side: ProofSide, readonly hash: string }>, readonly checkpoint: { readonly sequence: number, readonly windowStart: string, readonly windowEnd: string, readonly root: string, readonly previous: string, readonly statement: string, readonly signature: string, readonly keyId: string } } | null };

export type CheckpointsQueryVariables = Exact<{
  limit?: number | null | undefined;
  nextToken?: string | null | undefined;
}>;


export type CheckpointsQuery = { readonly checkpoints: { readonly nextToken: string | null, readonly checkpoints: ReadonlyArray<{ readonly sequence: number, readonly windowStart: string, readonly windowEnd: string, readonly root: string, readonly previous: string, readonly statement: string, readonly signature: string, readonly keyId: string }> } };

export type BudgetsQueryVariables = Exact<{
  limit?: number | null | undefined;
  nextToken?: string | null | undefined;
}>;


export type BudgetsQuery = { readonly budgets: { readonly minuteEndsAt: string, readonly dayEndsAt: string, readonly nextToken: string | null, readonly budgets: ReadonlyArray<{ readonly scope: BudgetScope, readonly kind: BudgetKind, readonly purpose: Purpose | null, readonly perMinute: number, readonly perDay: number, readonly leftThisMinute: number, readonly leftToday: number }>, readonly changes: ReadonlyArray<{ readonly scope: BudgetScope, readonly kind: BudgetKind, readonly purpose: Purpose | null, readonly changedAt: string, readonly changedBy: string, readonly fromPerMinute: number | null, readonly fromPerDay: number | null, readonly toPerMinute: number, readonly toPerDay: number }> } };

export type SetBudgetMutationVariables = Exact<{
  input: BudgetInput;
}>;


export type SetBudgetMutation = { readonly setBudget: { readonly budgets: ReadonlyArray<{ readonly scope: BudgetScope, readonly kind: BudgetKind, readonly purpose: Purpose | null, readonly perMinute: number, readonly perDay: number }> } };

export type ChargeMutationVariables = Exact<{
  input: ChargeInput;
}>;


export type ChargeMutation = { readonly charge: { readonly reference: string, readonly state: ChargeState, readonly authorization: string | null, readonly masked: string | null, readonly brand: CardBrand | null, readonly chargedAt: string } };

export type DetokenizeMutationVariables = Exact<{
  input: DetokenizeInput;
}>;


export type DetokenizeMutation = { readonly detokenize: { readonly token: string, readonly dataClass: DataClass, readonly masked: string } };

export type ReleaseMutationVariables = Exact<{
  input: DetokenizeInput;
}>;


export type ReleaseMutation = { readonly detokenize: { readonly token: string, readonly dataClass: DataClass, readonly masked: string, readonly plaintext: string | null } };

export type ReleaseBatchMutationVariables = Exact<{
  inputs: ReadonlyArray<DetokenizeInput> | DetokenizeInput;
}>;


export type ReleaseBatchMutation = { readonly detokenizeBatch: ReadonlyArray<
    | { readonly __typename: 'Detokenization', readonly token: string, readonly dataClass: DataClass, readonly masked: string, readonly plaintext: string | null }
    | { readonly __typename: 'VaultError', readonly code: ErrorCode, readonly message: string }
  > };

export type SeedHoneyTokenMutationVariables = Exact<{
  input: HoneyTokenInput;
}>;


export type SeedHoneyTokenMutation = { readonly seedHoneyToken: { readonly token: string, readonly dataClass: DataClass, readonly format: TokenFormat, readonly masked: string, readonly createdAt: string } };

export type RotateKeysMutationVariables = Exact<{
  input?: KeyWorkInput | null | undefined;
}>;


export type RotateKeysMutation = { readonly rotateKeys: { readonly keyVersion: string, readonly rotatedAt: string, readonly usedByAllFrom: string } };

export type StartRewrapMutationVariables = Exact<{
  input?: KeyWorkInput | null | undefined;
}>;


export type StartRewrapMutation = { readonly startRewrap: { readonly id: string, readonly state: RewrapState, readonly keyVersion: string, readonly startedAt: string, readonly notBefore: string } };

export type RewrapStatusQueryVariables = Exact<{ [key: string]: never; }>;


export type RewrapStatusQuery = { readonly rewrapStatus: { readonly id: string, readonly state: RewrapState, readonly keyVersion: string, readonly startedAt: string, readonly notBefore: string, readonly updatedAt: string, readonly endedAt: string | null, readonly rewrapped: number, readonly alreadyCurrent: number, readonly failed: number, readonly census: ReadonlyArray<{ readonly keyVersion: string, readonly records: number }> } | null };

export type KnownTokenQueryVariables = Exact<{
  dataClass: DataClass;
  plaintext: string;
  purpose: Purpose;
  customClass?: string | null | undefined;
}>;


export type KnownTokenQuery = { readonly knownToken: { readonly token: string, readonly dataClass: DataClass, readonly format: TokenFormat, readonly masked: string, readonly createdAt: string } | null };

export type CreateTenantMutationVariables = Exact<{
  input: TenantInput;
}>;


export type CreateTenantMutation = { readonly createTenant: { readonly name: string, readonly state: TenantState, readonly createdAt: string, readonly keyVersion: string } };

export type TenantsQueryVariables = Exact<{
  limit?: number | null | undefined;
  nextToken?: string | null | undefined;
}>;


export type TenantsQuery = { readonly tenants: { readonly nextToken: string | null, readonly items: ReadonlyArray<{ readonly name: string, readonly state: TenantState, readonly createdAt: string, readonly keyVersion: string, readonly keyVersionSince: string }> } };

export type EraseTenantMutationVariables = Exact<{
  input: TenantInput;
}>;


export type EraseTenantMutation = { readonly eraseTenant: { readonly tenant: string, readonly inaccessibleSince: string, readonly irrecoverableFrom: string, readonly statement: string, readonly signature: string, readonly keyId: string } };

export type RevokeTokenMutationVariables = Exact<{
  input: TokenStateInput;
}>;


export type RevokeTokenMutation = { readonly revokeToken: { readonly token: string, readonly state: TokenState } };

export type RestoreTokenMutationVariables = Exact<{
  input: TokenStateInput;
}>;


export type RestoreTokenMutation = { readonly restoreToken: { readonly token: string, readonly state: TokenState } };

export type EraseTokenMutationVariables = Exact<{
  input: TokenStateInput;
}>;


export type EraseTokenMutation = { readonly eraseToken: { readonly token: string, readonly inaccessibleSince: string, readonly irrecoverableFrom: string, readonly statement: string, readonly signature: string, readonly keyId: string } };

export type TokenQueryVariables = Exact<{
  token: string;
}>;


export type TokenQuery = { readonly token: { readonly token: string, readonly dataClass: DataClass, readonly format: TokenFormat, readonly masked: string, readonly createdAt: string } | null };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { readonly me: { readonly id: string, readonly tenant: string, readonly groups: ReadonlyArray<string> } };

export type TokenizeMutationVariables = Exact<{
  input: TokenizeInput;
}>;


export type TokenizeMutation = { readonly tokenize: { readonly token: string, readonly dataClass: DataClass, readonly format: TokenFormat, readonly masked: string, readonly createdAt: string } };

export type TokenizeBatchMutationVariables = Exact<{
  inputs: ReadonlyArray<TokenizeInput> | TokenizeInput;
}>;


export type TokenizeBatchMutation = { readonly tokenizeBatch: ReadonlyArray<
    | { readonly __typename: 'Token', readonly token: string, readonly dataClass: DataClass, readonly format: TokenFormat, readonly masked: string, readonly createdAt: string }
    | { readonly __typename: 'VaultError', readonly code: ErrorCode, readonly message: string }
  > };

import type { TypedDocument } from '../typed-document.ts';

export const RequestApprovalDocument = `mutation RequestApproval($input: ApprovalInput!) {
  requestApproval(input: $input) {
    ...ApprovalFields
  }
}

fragment ApprovalFields on Approval {
  id
  state
  requester
  purpose
  tokens
  count
  used
  minutes
  ticket
  reason
  requestedAt
  endsAt
  decidedBy
  decidedAt
}` as TypedDocument<RequestApprovalMutation, RequestApprovalMutationVariables>;

export const DecideApprovalDocument = `mutation DecideApproval($input: ApprovalDecisionInput!) {
  decideApproval(input: $input) {
    ...ApprovalFields
  }
}

fragment ApprovalFields on Approval {
  id
  state
  requester
  purpose
  tokens
  count
  used
  minutes
  ticket
  reason
  requestedAt
  endsAt
  decidedBy
  decidedAt
}` as TypedDocument<DecideApprovalMutation, DecideApprovalMutationVariables>;

export const RevokeApprovalDocument = `mutation RevokeApproval($id: ID!) {
  revokeApproval(id: $id) {
    ...ApprovalFields
  }
}

fragment ApprovalFields on Approval {
  id
  state
  requester
  purpose
  tokens
  count
  used
  minutes
  ticket
  reason
  requestedAt
  endsAt
  decidedBy
  decidedAt
}` as TypedDocument<RevokeApprovalMutation, RevokeApprovalMutationVariables>;

export const ApprovalsDocument = `query Approvals($limit: Int, $nextToken: String) {
  approvals(limit: $limit, nextToken: $nextToken) {
    approvals {
      ...ApprovalFields
    }
    nextToken
  }
}

fragment ApprovalFields on Approval {
  id
  state
  requester
  purpose
  tokens
  count
  used
  minutes
  ticket
  reason
  requestedAt
  endsAt
  decidedBy
  decidedAt
}` as TypedDocument<ApprovalsQuery, ApprovalsQueryVariables>;

export const AuditEventsDocument = `query AuditEvents($filter: AuditEventFilter, $limit: Int, $nextToken: String) {
  auditEvents(filter: $filter, limit: $limit, nextToken: $nextToken) {
    events {
      id
      kind
      attemptId
      time
      operation
      requestId
      actor
      actorKind
      groups
      sourceIps
      code
      count
      items {
        dataClass
        format
        purpose
        token
        tenant
        keyVersion
        job
        grant
        decision
        budget
        limit
        askedMac
        ticketMac
        event
        cvcToken
        processor
        reference
        charge
        from
        to
        code
        finding
        severity
      }
    }
    nextToken
  }
}` as TypedDocument<AuditEventsQuery, AuditEventsQueryVariables>;

export const AuditProofDocument = `query AuditProof($id: ID!) {
  auditProof(id: $id) {
    id
    event
    leafHash
    path {
      side
      hash
    }
    checkpoint {
      sequence
      windowStart
      windowEnd
      root
      previous
      statement
      signature
      keyId
    }
  }
}` as TypedDocument<AuditProofQuery, AuditProofQueryVariables>;

export const CheckpointsDocument = `query Checkpoints($limit: Int, $nextToken: String) {
  checkpoints(limit: $limit, nextToken: $nextToken) {
    checkpoints {
      sequence
      windowStart
      windowEnd
      root
      previous
      statement
      signature
      keyId
    }
    nextToken
  }
}` as TypedDocument<CheckpointsQuery, CheckpointsQueryVariables>;

export const BudgetsDocument = `query Budgets($limit: Int, $nextToken: String) {
  budgets(limit: $limit, nextToken: $nextToken) {
    budgets {
      scope
      kind
      purpose
      perMinute
      perDay
      leftThisMinute
      leftToday
    }
    minuteEndsAt
    dayEndsAt
    changes {
      scope
      kind
      purpose
      changedAt
      changedBy
      fromPerMinute
      fromPerDay
      toPerMinute
      toPerDay
    }
    nextToken
  }
}` as TypedDocument<BudgetsQuery, BudgetsQueryVariables>;

export const SetBudgetDocument = `mutation SetBudget($input: BudgetInput!) {
  setBudget(input: $input) {
    budgets {
      scope
      kind
      purpose
      perMinute
      perDay
    }
  }
}` as TypedDocument<SetBudgetMutation, SetBudgetMutationVariables>;

export const ChargeDocument = `mutation Charge($input: ChargeInput!) {
  charge(input: $input) {
    reference
    state
    authorization
    masked
    brand
    chargedAt
  }
}` as TypedDocument<ChargeMutation, ChargeMutationVariables>;

export const DetokenizeDocument = `mutation Detokenize($input: DetokenizeInput!) {
  detokenize(input: $input) {
    token
    dataClass
    masked
  }
}` as TypedDocument<DetokenizeMutation, DetokenizeMutationVariables>;

export const ReleaseDocument = `mutation Release($input: DetokenizeInput!) {
  detokenize(input: $input) {
    token
    dataClass
    masked
    plaintext
  }
}` as TypedDocument<ReleaseMutation, ReleaseMutationVariables>;

export const ReleaseBatchDocument = `mutation ReleaseBatch($inputs: [DetokenizeInput!]!) {
  detokenizeBatch(inputs: $inputs) {
    __typename
    ... on Detokenization {
      token
      dataClass
      masked
      plaintext
    }
    ... on VaultError {
      code
      message
    }
  }
}` as TypedDocument<ReleaseBatchMutation, ReleaseBatchMutationVariables>;

export const SeedHoneyTokenDocument = `mutation SeedHoneyToken($input: HoneyTokenInput!) {
  seedHoneyToken(input: $input) {
    token
    dataClass
    format
    masked
    createdAt
  }
}` as TypedDocument<SeedHoneyTokenMutation, SeedHoneyTokenMutationVariables>;

export const RotateKeysDocument = `mutation RotateKeys($input: KeyWorkInput) {
  rotateKeys(input: $input) {
    keyVersion
    rotatedAt
    usedByAllFrom
  }
}` as TypedDocument<RotateKeysMutation, RotateKeysMutationVariables>;

export const StartRewrapDocument = `mutation StartRewrap($input: KeyWorkInput) {
  startRewrap(input: $input) {
    id
    state
    keyVersion
    startedAt
    notBefore
  }
}` as TypedDocument<StartRewrapMutation, StartRewrapMutationVariables>;

export const RewrapStatusDocument = `query RewrapStatus {
  rewrapStatus {
    id
    state
    keyVersion
    startedAt
    notBefore
    updatedAt
    endedAt
    rewrapped
    alreadyCurrent
    failed
    census {
      keyVersion
      records
    }
  }
}` as TypedDocument<RewrapStatusQuery, RewrapStatusQueryVariables>;

export const KnownTokenDocument = `query KnownToken($dataClass: DataClass!, $plaintext: String!, $purpose: Purpose!, $customClass: String) {
  knownToken(
    dataClass: $dataClass
    plaintext: $plaintext
    purpose: $purpose
    customClass: $customClass
  ) {
    token
    dataClass
    format
    masked
    createdAt
  }
}` as TypedDocument<KnownTokenQuery, KnownTokenQueryVariables>;

export const CreateTenantDocument = `mutation CreateTenant($input: TenantInput!) {
  createTenant(input: $input) {
    name
    state
    createdAt
    keyVersion
  }
}` as TypedDocument<CreateTenantMutation, CreateTenantMutationVariables>;

export const TenantsDocument = `query Tenants($limit: Int, $nextToken: String) {
  tenants(limit: $limit, nextToken: $nextToken) {
    items {
      name
      state
      createdAt
      keyVersion
      keyVersionSince
    }
    nextToken
  }
}` as TypedDocument<TenantsQuery, TenantsQueryVariables>;

export const EraseTenantDocument = `mutation EraseTenant($input: TenantInput!) {
  eraseTenant(input: $input) {
    tenant
    inaccessibleSince
    irrecoverableFrom
    statement
    signature
    keyId
  }
}` as TypedDocument<EraseTenantMutation, EraseTenantMutationVariables>;

export const RevokeTokenDocument = `mutation RevokeToken($input: TokenStateInput!) {
  revokeToken(input: $input) {
    token
    state
  }
}` as TypedDocument<RevokeTokenMutation, RevokeTokenMutationVariables>;

export const RestoreTokenDocument = `mutation RestoreToken($input: TokenStateInput!) {
  restoreToken(input: $input) {
    token
    state
  }
}` as TypedDocument<RestoreTokenMutation, RestoreTokenMutationVariables>;

export const EraseTokenDocument = `mutation EraseToken($input: TokenStateInput!) {
  eraseToken(input: $input) {
    token
    inaccessibleSince
    irrecoverableFrom
    statement
    signature
    keyId
  }
}` as TypedDocument<EraseTokenMutation, EraseTokenMutationVariables>;

export const TokenDocument = `query Token($token: ID!) {
  token(token: $token) {
    token
    dataClass
    format
    masked
    createdAt
  }
}` as TypedDocument<TokenQuery, TokenQueryVariables>;

export const MeDocument = `query Me {
  me {
    id
    tenant
    groups
  }
}` as TypedDocument<MeQuery, MeQueryVariables>;

export const TokenizeDocument = `mutation Tokenize($input: TokenizeInput!) {
  tokenize(input: $input) {
    token
    dataClass
    format
    masked
    createdAt
  }
}` as TypedDocument<TokenizeMutation, TokenizeMutationVariables>;

export const TokenizeBatchDocument = `mutation TokenizeBatch($inputs: [TokenizeInput!]!) {
  tokenizeBatch(inputs: $inputs) {
    __typename
    ... on Token {
      token
      dataClass
      format
      masked
      createdAt
    }
    ... on VaultError {
      code
      message
    }
  }
}` as TypedDocument<TokenizeBatchMutation, TokenizeBatchMutationVariables>;

/** Every code of the schema. */
export const ERROR_CODES: readonly ErrorCode[] = [
  'ALREADY_USED',
  'APPROVAL_CLOSED',
  'APPROVAL_NOT_FOUND',
  'APPROVAL_REQUIRED',
  'BATCH_TOO_LARGE',
  'BUDGET_EXCEEDED',
  'IDEMPOTENCY_CONFLICT',
  'INTERNAL',
  'INVALID_INPUT',
  'INVALID_PLAINTEXT',
  'NOT_AUTHORIZED',
  'PURPOSE_NOT_ALLOWED',
  'TEMPORARILY_UNAVAILABLE',
  'TENANT_ERASED',
  'TENANT_NOT_FOUND',
  'TENANT_REQUIRED',
  'TOKEN_NOT_FOUND',
  'TOKEN_REVOKED',
  'TOKEN_SPACE_EXHAUSTED',
];

/** The inputs that may have an idempotency key. */
export const KEYED_INPUTS: readonly string[] = [
  'ApprovalInput',
  'ChargeInput',
  'DetokenizeInput',
  'KeyWorkInput',
  'TenantInput',
  'TokenStateInput',
  'TokenizeInput',
];
