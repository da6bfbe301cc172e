/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
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

export type JobViewFragment = { readonly state: RewrapState, readonly keyVersion: string, readonly startedAt: string, readonly notBefore: string, readonly updatedAt: string, readonly endedAt: string | null, readonly rewrapped: number, readonly alreadyCurrent: number, readonly failed: number, readonly census: ReadonlyArray<{ readonly keyVersion: string, readonly records: number }> };

export type KeyVersionsQueryVariables = Exact<{ [key: string]: never; }>;


export type KeyVersionsQuery = { readonly rewrapStatus: { readonly state: RewrapState, readonly keyVersion: string, readonly startedAt: string, readonly notBefore: string, readonly updatedAt: string, readonly endedAt: string | null, readonly rewrapped: number, readonly alreadyCurrent: number, readonly failed: number, readonly census: ReadonlyArray<{ readonly keyVersion: string, readonly records: number }> } | null };

export type RotateMutationVariables = Exact<{
  input?: KeyWorkInput | null | undefined;
}>;


export type RotateMutation = { readonly rotateKeys: { readonly keyVersion: string, readonly rotatedAt: string, readonly usedByAllFrom: string } };

export type StartRewrapMutationVariables = Exact<{
  input?: KeyWorkInput | null | undefined;
}>;


export type StartRewrapMutation = { readonly startRewrap: { readonly state: RewrapState, readonly keyVersion: string, readonly startedAt: string, readonly notBefore: string, readonly updatedAt: string, readonly endedAt: string | null, readonly rewrapped: number, readonly alreadyCurrent: number, readonly failed: number, readonly census: ReadonlyArray<{ readonly keyVersion: string, readonly records: number }> } };

export type BudgetHistoryQueryVariables = Exact<{
  limit?: number | null | undefined;
  nextToken?: string | null | undefined;
}>;


export type BudgetHistoryQuery = { readonly budgets: { readonly nextToken: string | null, readonly changes: ReadonlyArray<{ readonly scope: BudgetScope, readonly kind: BudgetKind, readonly purpose: Purpose | null, readonly changedAt: string, readonly changedBy: string, readonly fromPerMinute: number | null, readonly fromPerDay: number | null, readonly toPerMinute: number, readonly toPerDay: number }> } };

export type ChangeBudgetMutationVariables = Exact<{
  input: BudgetInput;
}>;


export type ChangeBudgetMutation = { readonly setBudget: { readonly dayEndsAt: string } };

export type TenantsQueryVariables = Exact<{
  nextToken?: string | null | undefined;
}>;


export type TenantsQuery = { readonly tenants: { readonly nextToken: string | null, readonly items: ReadonlyArray<{ readonly name: string, readonly state: TenantState, readonly createdAt: string, readonly keyVersion: string, readonly keyVersionSince: string }> } };

export type MakeTenantMutationVariables = Exact<{
  input: TenantInput;
}>;


export type MakeTenantMutation = { readonly createTenant: { readonly name: string } };

export type EraseTenantMutationVariables = Exact<{
  input: TenantInput;
}>;


export type EraseTenantMutation = { readonly eraseTenant: { readonly tenant: string, readonly inaccessibleSince: string, readonly irrecoverableFrom: string, readonly statement: string, readonly signature: string, readonly keyId: string } };

export type ApprovalViewFragment = { readonly id: string, readonly state: ApprovalState, readonly requester: string, readonly purpose: Purpose, readonly tokens: ReadonlyArray<string> | null, readonly count: number, readonly used: number, readonly minutes: number, readonly ticket: string, readonly reason: string, readonly requestedAt: string, readonly endsAt: string, readonly decidedBy: string | null, readonly decidedAt: string | null };

export type InboxQueryVariables = Exact<{
  limit?: number | null | undefined;
  nextToken?: string | null | undefined;
}>;


export type InboxQuery = { readonly approvals: { readonly nextToken: string | null, readonly approvals: ReadonlyArray<{ readonly id: string, readonly state: ApprovalState, readonly requester: string, readonly purpose: Purpose, readonly tokens: ReadonlyArray<string> | null, readonly count: number, readonly used: number, readonly minutes: number, readonly ticket: string, readonly reason: string, readonly requestedAt: string, readonly endsAt: string, readonly decidedBy: string | null, readonly decidedAt: string | null }> } };

export type AskApprovalMutationVariables = Exact<{
  input: ApprovalInput;
}>;


export type AskApprovalMutation = { readonly requestApproval: { readonly id: string, readonly state: ApprovalState, readonly requester: string, readonly purpose: Purpose, readonly tokens: ReadonlyArray<string> | null, readonly count: number, readonly used: number, readonly minutes: number, readonly ticket: string, readonly reason: string, readonly requestedAt: string, readonly endsAt: string, readonly decidedBy: string | null, readonly decidedAt: string | null } };

export type DecideMutationVariables = Exact<{
  input: ApprovalDecisionInput;
}>;


export type DecideMutation = { readonly decideApproval: { readonly id: string, readonly state: ApprovalState, readonly requester: string, readonly purpose: Purpose, readonly tokens: ReadonlyArray<string> | null, readonly count: number, readonly used: number, readonly minutes: number, readonly ticket: string, readonly reason: string, readonly requestedAt: string, readonly endsAt: string, readonly decidedBy: string | null, readonly decidedAt: string | null } };

export type WithdrawMutationVariables = Exact<{
  id: string;
}>;


export type WithdrawMutation = { readonly revokeApproval: { readonly id: string, readonly state: ApprovalState, readonly requester: string, readonly purpose: Purpose, readonly tokens: ReadonlyArray<string> | null, readonly count: number, readonly used: number, readonly minutes: number, readonly ticket: string, readonly reason: string, readonly requestedAt: string, readonly endsAt: string, readonly decidedBy: string | null, readonly decidedAt: string | null } };

export type EventViewFragment = { readonly id: string, readonly kind: AuditEventKind, readonly attemptId: string, readonly time: string, readonly operation: string, readonly requestId: string, readonly actor: string | null, readonly actorKind: string | null, readonly groups: ReadonlyArray<string>, readonly sourceIps: ReadonlyArray<string>, readonly code: string | null, readonly count: number, readonly items: ReadonlyArray<{ readonly dataClass: DataClass | null, readonly format: TokenFormat | null, readonly purpose: Purpose | null, readonly token: string | null, readonly tenant: string | null, readonly keyVersion: string | null, readonly grant: string | null, readonly decision: ApprovalDecision | null, readonly budget: string | null, readonly limit: string | null, readonly askedMac: string | null, readonly ticketMac: string | null, readonly event: string | null, readonly cvcToken: string | null, readonly processor: string | null, readonly reference: string | null, readonly charge: ChargeState | null, readonly from: string | null, readonly to: string | null, readonly code: string | null, readonly finding: string | null, readonly severity: string | null }> };

export type TrailQueryVariables = Exact<{
  filter?: AuditEventFilter | null | undefined;
  limit?: number | null | undefined;
  nextToken?: string | null | undefined;
}>;


export type TrailQuery = { readonly auditEvents: { readonly nextToken: string | null, readonly events: ReadonlyArray<{ readonly id: string, readonly kind: AuditEventKind, readonly attemptId: string, readonly time: string, readonly operation: string, readonly requestId: string, readonly actor: string | null, readonly actorKind: string | null, readonly groups: ReadonlyArray<string>, readonly sourceIps: ReadonlyArray<string>, readonly code: string | null, readonly count: number, readonly items: ReadonlyArray<{ readonly dataClass: DataClass | null, readonly format: TokenFormat | null, readonly purpose: Purpose | null, readonly token: string | null, readonly tenant: string | null, readonly keyVersion: string | null, readonly grant: string | null, readonly decision: ApprovalDecision | null, readonly budget: string | null, readonly limit: string | null, readonly askedMac: string | null, readonly ticketMac: string | null, readonly event: string | null, readonly cvcToken: string | null, readonly processor: string | null, readonly reference: string | null, readonly charge: ChargeState | null, readonly from: string | null, readonly to: string | null, readonly code: string | null, readonly finding: string | null, readonly severity: string | null }> }> } };

export type SealsQueryVariables = Exact<{
  limit?: number | null | undefined;
  nextToken?: string | null | undefined;
}>;


export type SealsQuery = { readonly checkpoints: { readonly nextToken: string | null, readonly checkpoints: ReadonlyArray<{ readonly sequence: number, readonly windowStart: string, readonly windowEnd: string, readonly root: string, readonly statement: string, readonly signature: string }> } };

export type ProofQueryVariables = Exact<{
  id: string;
}>;


export type ProofQuery = { readonly auditProof: { readonly id: string, readonly event: string, readonly leafHash: string, readonly path: ReadonlyArray<{ readonly side: ProofSide, readonly hash: string }>, readonly checkpoint: { readonly statement: string, readonly signature: string } } | null };

export type BudgetsLeftQueryVariables = Exact<{ [key: string]: never; }>;


export type BudgetsLeftQuery = { readonly budgets: { readonly dayEndsAt: string, readonly budgets: ReadonlyArray<{ readonly scope: BudgetScope, readonly kind: BudgetKind, readonly purpose: Purpose | null, readonly perMinute: number, readonly perDay: number, readonly leftThisMinute: number, readonly leftToday: number }> } };

export type ActivityQueryVariables = Exact<{
  filter?: AuditEventFilter | null | undefined;
  limit?: number | null | undefined;
  nextToken?: string | null | undefined;
}>;


export type ActivityQuery = { readonly auditEvents: { readonly nextToken: string | null, readonly events: ReadonlyArray<{ readonly kind: AuditEventKind, readonly time: string, readonly operation: string, readonly actor: string | null, readonly code: string | null, readonly items: ReadonlyArray<{ readonly code: string | null }> }> } };

export type WhoAmIQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoAmIQuery = { readonly me: { readonly id: string, readonly tenant: string, readonly groups: ReadonlyArray<string> } };

export type TokenViewFragment = { readonly token: string, readonly dataClass: DataClass, readonly customClass: string | null, readonly format: TokenFormat, readonly masked: string, readonly brand: CardBrand | null, readonly deterministic: boolean, readonly createdAt: string, readonly expiresAt: string | null, readonly maxUses: number | null, readonly usesLeft: number | null, readonly state: TokenState, readonly metadata: ReadonlyArray<{ readonly key: string, readonly value: string }> };

export type MakeTokenMutationVariables = Exact<{
  input: TokenizeInput;
}>;


export type MakeTokenMutation = { readonly tokenize: { readonly token: string, readonly dataClass: DataClass, readonly customClass: string | null, readonly format: TokenFormat, readonly masked: string, readonly brand: CardBrand | null, readonly deterministic: boolean, readonly createdAt: string, readonly expiresAt: string | null, readonly maxUses: number | null, readonly usesLeft: number | null, readonly state: TokenState, readonly metadata: ReadonlyArray<{ readonly key: string, readonly value: string }> } };

export type LookUpQueryVariables = Exact<{
  token: string;
}>;


export type LookUpQuery = { readonly token: { readonly token: string, readonly dataClass: DataClass, readonly customClass: string | null, readonly format: TokenFormat, readonly masked: string, readonly brand: CardBrand | null, readonly deterministic: boolean, readonly createdAt: string, readonly expiresAt: string | null, readonly maxUses: number | null, readonly usesLeft: number | null, readonly state: TokenState, readonly metadata: ReadonlyArray<{ readonly key: string, readonly value: string }> } | null };

export type RevealMutationVariables = Exact<{
  input: DetokenizeInput;
}>;


export type RevealMutation = { readonly detokenize: { readonly token: string, readonly plaintext: string | null, readonly budget: { readonly actorLeft: number, readonly resetsAt: string } } };

export const JobViewFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RewrapJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"keyVersion"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"notBefore"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"rewrapped"}},{"kind":"Field","name":{"kind":"Name","value":"alreadyCurrent"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"census"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"keyVersion"}},{"kind":"Field","name":{"kind":"Name","value":"records"}}]}}]}}]} as unknown as DocumentNode<JobViewFragment, unknown>;
export const ApprovalViewFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ApprovalView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Approval"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"requester"}},{"kind":"Field","name":{"kind":"Name","value":"purpose"}},{"kind":"Field","name":{"kind":"Name","value":"tokens"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"used"}},{"kind":"Field","name":{"kind":"Name","value":"minutes"}},{"kind":"Field","name":{"kind":"Name","value":"ticket"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"requestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"decidedBy"}},{"kind":"Field","name":{"kind":"Name","value":"decidedAt"}}]}}]} as unknown as DocumentNode<ApprovalViewFragment, unknown>;
export const EventViewFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"EventView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AuditEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"attemptId"}},{"kind":"Field","name":{"kind":"Name","value":"time"}},{"kind":"Field","name":{"kind":"Name","value":"operation"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"actorKind"}},{"kind":"Field","name":{"kind":"Name","value":"groups"}},{"kind":"Field","name":{"kind":"Name","value":"sourceIps"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dataClass"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"purpose"}},{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"tenant"}},{"kind":"Field","name":{"kind":"Name","value":"keyVersion"}},{"kind":"Field","name":{"kind":"Name","value":"grant"}},{"kind":"Field","name":{"kind":"Name","value":"decision"}},{"kind":"Field","name":{"kind":"Name","value":"budget"}},{"kind":"Field","name":{"kind":"Name","value":"limit"}},{"kind":"Field","name":{"kind":"Name","value":"askedMac"}},{"kind":"Field","name":{"kind":"Name","value":"ticketMac"}},{"kind":"Field","name":{"kind":"Name","value":"event"}},{"kind":"Field","name":{"kind":"Name","value":"cvcToken"}},{"kind":"Field","name":{"kind":"Name","value":"processor"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"charge"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"finding"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}}]}}]}}]} as unknown as DocumentNode<EventViewFragment, unknown>;
export const TokenViewFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TokenView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Token"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"dataClass"}},{"kind":"Field","name":{"kind":"Name","value":"customClass"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"masked"}},{"kind":"Field","name":{"kind":"Name","value":"brand"}},{"kind":"Field","name":{"kind":"Name","value":"deterministic"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"maxUses"}},{"kind":"Field","name":{"kind":"Name","value":"usesLeft"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"metadata"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]} as unknown as DocumentNode<TokenViewFragment, unknown>;
export const KeyVersionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"KeyVersions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rewrapStatus"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RewrapJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"keyVersion"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"notBefore"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"rewrapped"}},{"kind":"Field","name":{"kind":"Name","value":"alreadyCurrent"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"census"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"keyVersion"}},{"kind":"Field","name":{"kind":"Name","value":"records"}}]}}]}}]} as unknown as DocumentNode<KeyVersionsQuery, KeyVersionsQueryVariables>;
export const RotateDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Rotate"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"KeyWorkInput"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rotateKeys"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"keyVersion"}},{"kind":"Field","name":{"kind":"Name","value":"rotatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"usedByAllFrom"}}]}}]}}]} as unknown as DocumentNode<RotateMutation, RotateMutationVariables>;
export const StartRewrapDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"StartRewrap"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"KeyWorkInput"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startRewrap"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobView"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RewrapJob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"keyVersion"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"notBefore"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"rewrapped"}},{"kind":"Field","name":{"kind":"Name","value":"alreadyCurrent"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"census"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"keyVersion"}},{"kind":"Field","name":{"kind":"Name","value":"records"}}]}}]}}]} as unknown as DocumentNode<StartRewrapMutation, StartRewrapMutationVariables>;
export const BudgetHistoryDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"BudgetHistory"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"limit"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"nextToken"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"budgets"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"limit"},"value":{"kind":"Variable","name":{"kind":"Name","value":"limit"}}},{"kind":"Argument","name":{"kind":"Name","value":"nextToken"},"value":{"kind":"Variable","name":{"kind":"Name","value":"nextToken"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"scope"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"purpose"}},{"kind":"Field","name":{"kind":"Name","value":"changedAt"}},{"kind":"Field","name":{"kind":"Name","value":"changedBy"}},{"kind":"Field","name":{"kind":"Name","value":"fromPerMinute"}},{"kind":"Field","name":{"kind":"Name","value":"fromPerDay"}},{"kind":"Field","name":{"kind":"Name","value":"toPerMinute"}},{"kind":"Field","name":{"kind":"Name","value":"toPerDay"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nextToken"}}]}}]}}]} as unknown as DocumentNode<BudgetHistoryQuery, BudgetHistoryQueryVariables>;
export const ChangeBudgetDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ChangeBudget"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"BudgetInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setBudget"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dayEndsAt"}}]}}]}}]} as unknown as DocumentNode<ChangeBudgetMutation, ChangeBudgetMutationVariables>;
export const TenantsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Tenants"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"nextToken"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tenants"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"limit"},"value":{"kind":"IntValue","value":"100"}},{"kind":"Argument","name":{"kind":"Name","value":"nextToken"},"value":{"kind":"Variable","name":{"kind":"Name","value":"nextToken"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"keyVersion"}},{"kind":"Field","name":{"kind":"Name","value":"keyVersionSince"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nextToken"}}]}}]}}]} as unknown as DocumentNode<TenantsQuery, TenantsQueryVariables>;
export const MakeTenantDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"MakeTenant"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"TenantInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createTenant"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<MakeTenantMutation, MakeTenantMutationVariables>;
export const EraseTenantDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"EraseTenant"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"TenantInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"eraseTenant"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tenant"}},{"kind":"Field","name":{"kind":"Name","value":"inaccessibleSince"}},{"kind":"Field","name":{"kind":"Name","value":"irrecoverableFrom"}},{"kind":"Field","name":{"kind":"Name","value":"statement"}},{"kind":"Field","name":{"kind":"Name","value":"signature"}},{"kind":"Field","name":{"kind":"Name","value":"keyId"}}]}}]}}]} as unknown as DocumentNode<EraseTenantMutation, EraseTenantMutationVariables>;
export const InboxDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Inbox"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"limit"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"nextToken"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"approvals"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"limit"},"value":{"kind":"Variable","name":{"kind":"Name","value":"limit"}}},{"kind":"Argument","name":{"kind":"Name","value":"nextToken"},"value":{"kind":"Variable","name":{"kind":"Name","value":"nextToken"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"approvals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ApprovalView"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nextToken"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ApprovalView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Approval"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"requester"}},{"kind":"Field","name":{"kind":"Name","value":"purpose"}},{"kind":"Field","name":{"kind":"Name","value":"tokens"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"used"}},{"kind":"Field","name":{"kind":"Name","value":"minutes"}},{"kind":"Field","name":{"kind":"Name","value":"ticket"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"requestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"decidedBy"}},{"kind":"Field","name":{"kind":"Name","value":"decidedAt"}}]}}]} as unknown as DocumentNode<InboxQuery, InboxQueryVariables>;
export const AskApprovalDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AskApproval"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ApprovalInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestApproval"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ApprovalView"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ApprovalView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Approval"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"requester"}},{"kind":"Field","name":{"kind":"Name","value":"purpose"}},{"kind":"Field","name":{"kind":"Name","value":"tokens"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"used"}},{"kind":"Field","name":{"kind":"Name","value":"minutes"}},{"kind":"Field","name":{"kind":"Name","value":"ticket"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"requestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"decidedBy"}},{"kind":"Field","name":{"kind":"Name","value":"decidedAt"}}]}}]} as unknown as DocumentNode<AskApprovalMutation, AskApprovalMutationVariables>;
export const DecideDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Decide"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ApprovalDecisionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"decideApproval"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ApprovalView"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ApprovalView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Approval"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"requester"}},{"kind":"Field","name":{"kind":"Name","value":"purpose"}},{"kind":"Field","name":{"kind":"Name","value":"tokens"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"used"}},{"kind":"Field","name":{"kind":"Name","value":"minutes"}},{"kind":"Field","name":{"kind":"Name","value":"ticket"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"requestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"decidedBy"}},{"kind":"Field","name":{"kind":"Name","value":"decidedAt"}}]}}]} as unknown as DocumentNode<DecideMutation, DecideMutationVariables>;
export const WithdrawDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Withdraw"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeApproval"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ApprovalView"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ApprovalView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Approval"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"requester"}},{"kind":"Field","name":{"kind":"Name","value":"purpose"}},{"kind":"Field","name":{"kind":"Name","value":"tokens"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"used"}},{"kind":"Field","name":{"kind":"Name","value":"minutes"}},{"kind":"Field","name":{"kind":"Name","value":"ticket"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"requestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"decidedBy"}},{"kind":"Field","name":{"kind":"Name","value":"decidedAt"}}]}}]} as unknown as DocumentNode<WithdrawMutation, WithdrawMutationVariables>;
export const TrailDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Trail"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"AuditEventFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"limit"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"nextToken"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"auditEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"limit"},"value":{"kind":"Variable","name":{"kind":"Name","value":"limit"}}},{"kind":"Argument","name":{"kind":"Name","value":"nextToken"},"value":{"kind":"Variable","name":{"kind":"Name","value":"nextToken"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"EventView"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nextToken"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"EventView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AuditEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"attemptId"}},{"kind":"Field","name":{"kind":"Name","value":"time"}},{"kind":"Field","name":{"kind":"Name","value":"operation"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"actorKind"}},{"kind":"Field","name":{"kind":"Name","value":"groups"}},{"kind":"Field","name":{"kind":"Name","value":"sourceIps"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dataClass"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"purpose"}},{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"tenant"}},{"kind":"Field","name":{"kind":"Name","value":"keyVersion"}},{"kind":"Field","name":{"kind":"Name","value":"grant"}},{"kind":"Field","name":{"kind":"Name","value":"decision"}},{"kind":"Field","name":{"kind":"Name","value":"budget"}},{"kind":"Field","name":{"kind":"Name","value":"limit"}},{"kind":"Field","name":{"kind":"Name","value":"askedMac"}},{"kind":"Field","name":{"kind":"Name","value":"ticketMac"}},{"kind":"Field","name":{"kind":"Name","value":"event"}},{"kind":"Field","name":{"kind":"Name","value":"cvcToken"}},{"kind":"Field","name":{"kind":"Name","value":"processor"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"charge"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"finding"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}}]}}]}}]} as unknown as DocumentNode<TrailQuery, TrailQueryVariables>;
export const SealsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Seals"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"limit"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"nextToken"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"checkpoints"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"limit"},"value":{"kind":"Variable","name":{"kind":"Name","value":"limit"}}},{"kind":"Argument","name":{"kind":"Name","value":"nextToken"},"value":{"kind":"Variable","name":{"kind":"Name","value":"nextToken"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"checkpoints"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sequence"}},{"kind":"Field","name":{"kind":"Name","value":"windowStart"}},{"kind":"Field","name":{"kind":"Name","value":"windowEnd"}},{"kind":"Field","name":{"kind":"Name","value":"root"}},{"kind":"Field","name":{"kind":"Name","value":"statement"}},{"kind":"Field","name":{"kind":"Name","value":"signature"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nextToken"}}]}}]}}]} as unknown as DocumentNode<SealsQuery, SealsQueryVariables>;
export const ProofDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Proof"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"auditProof"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"event"}},{"kind":"Field","name":{"kind":"Name","value":"leafHash"}},{"kind":"Field","name":{"kind":"Name","value":"path"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"side"}},{"kind":"Field","name":{"kind":"Name","value":"hash"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checkpoint"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"statement"}},{"kind":"Field","name":{"kind":"Name","value":"signature"}}]}}]}}]}}]} as unknown as DocumentNode<ProofQuery, ProofQueryVariables>;
export const BudgetsLeftDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"BudgetsLeft"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"budgets"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"limit"},"value":{"kind":"IntValue","value":"1"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"budgets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"scope"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"purpose"}},{"kind":"Field","name":{"kind":"Name","value":"perMinute"}},{"kind":"Field","name":{"kind":"Name","value":"perDay"}},{"kind":"Field","name":{"kind":"Name","value":"leftThisMinute"}},{"kind":"Field","name":{"kind":"Name","value":"leftToday"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dayEndsAt"}}]}}]}}]} as unknown as DocumentNode<BudgetsLeftQuery, BudgetsLeftQueryVariables>;
export const ActivityDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Activity"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"AuditEventFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"limit"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"nextToken"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"auditEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"limit"},"value":{"kind":"Variable","name":{"kind":"Name","value":"limit"}}},{"kind":"Argument","name":{"kind":"Name","value":"nextToken"},"value":{"kind":"Variable","name":{"kind":"Name","value":"nextToken"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"time"}},{"kind":"Field","name":{"kind":"Name","value":"operation"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"nextToken"}}]}}]}}]} as unknown as DocumentNode<ActivityQuery, ActivityQueryVariables>;
export const WhoAmIDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WhoAmI"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"tenant"}},{"kind":"Field","name":{"kind":"Name","value":"groups"}}]}}]}}]} as unknown as DocumentNode<WhoAmIQuery, WhoAmIQueryVariables>;
export const MakeTokenDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"MakeToken"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"TokenizeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tokenize"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TokenView"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TokenView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Token"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"dataClass"}},{"kind":"Field","name":{"kind":"Name","value":"customClass"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"masked"}},{"kind":"Field","name":{"kind":"Name","value":"brand"}},{"kind":"Field","name":{"kind":"Name","value":"deterministic"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"maxUses"}},{"kind":"Field","name":{"kind":"Name","value":"usesLeft"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"metadata"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]} as unknown as DocumentNode<MakeTokenMutation, MakeTokenMutationVariables>;
export const LookUpDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"LookUp"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"token"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"token"},"value":{"kind":"Variable","name":{"kind":"Name","value":"token"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TokenView"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TokenView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Token"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"dataClass"}},{"kind":"Field","name":{"kind":"Name","value":"customClass"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"masked"}},{"kind":"Field","name":{"kind":"Name","value":"brand"}},{"kind":"Field","name":{"kind":"Name","value":"deterministic"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"maxUses"}},{"kind":"Field","name":{"kind":"Name","value":"usesLeft"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"metadata"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]} as unknown as DocumentNode<LookUpQuery, LookUpQueryVariables>;
export const RevealDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Reveal"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DetokenizeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"detokenize"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"plaintext"}},{"kind":"Field","name":{"kind":"Name","value":"budget"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"actorLeft"}},{"kind":"Field","name":{"kind":"Name","value":"resetsAt"}}]}}]}}]}}]} as unknown as DocumentNode<RevealMutation, RevealMutationVariables>;