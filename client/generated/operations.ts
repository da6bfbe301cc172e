/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
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

/** What a value is. Each class has its own validation, normalization, mask, equality rule and allowed purposes. */
export type DataClass =
  /** US bank account number: 4 to 17 digits. Spaces and hyphens are dropped. */
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
  /** A batch holds at most 50 items. */
  | 'BATCH_TOO_LARGE'
  /** The actor's budget for this kind of request is used up for now. */
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
  /** The caller's identity names no tenant, or is not an ID token. */
  | 'TENANT_REQUIRED'
  /** No such token, or none that the caller may know of. */
  | 'TOKEN_NOT_FOUND'
  /** The value's deterministic token is revoked. Restore it, or ask for a random token. */
  | 'TOKEN_REVOKED'
  /** No unused token of this format was found. Use OPAQUE. */
  | 'TOKEN_SPACE_EXHAUSTED';

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

/** How a token looks. */
export type TokenFormat =
  /** Same length and alphabet as the value, yet never a valid value of its class. Not offered by CVC, BANK_ACCOUNT, NAME, DATE_OF_BIRTH and TEXT. */
  | 'FORMAT_PRESERVING'
  /** `tok_`, 128 random bits or more, and a checksum: recognisable without a look-up. The default of every class. */
  | 'OPAQUE'
  /** A random UUID (RFC 9562, version 4). */
  | 'UUID';

/** A value to exchange for a token. */
export type TokenizeInput = {
  /** The tenant's name for the class; with CUSTOM only, and required there. */
  readonly customClass?: string | null | undefined;
  /** What the value is. */
  readonly dataClass: DataClass;
  /** Whether the same value is to get the same token again. If absent: true for PAN, IBAN, EMAIL and BANK_ACCOUNT without `expiresAt` and `maxUses`, false otherwise. SSN, PHONE and CUSTOM need the tenant's consent; all other classes refuse it, as do `expiresAt` and `maxUses`. */
  readonly deterministic?: boolean | null | undefined;
  /** When the token ceases to resolve; in the future. CVC: within an hour, and that if absent. */
  readonly expiresAt?: string | null | undefined;
  /** How the token is to look. OPAQUE if absent. */
  readonly format?: TokenFormat | null | undefined;
  /** 1 to 128 characters. A repeated request with the same key within 24 hours gives the same token. */
  readonly idempotencyKey?: string | null | undefined;
  /** How often the value may be released or used; 1 to 1,000,000. */
  readonly maxUses?: number | null | undefined;
  /** At most 10 notes. */
  readonly metadata?: ReadonlyArray<MetadataInput> | null | undefined;
  /** The value, at most 4,096 bytes of UTF-8. Send it as a variable, never as a literal in the document. */
  readonly plaintext: string;
};

export type AuditEventsQueryVariables = Exact<{
  filter?: AuditEventFilter | null | undefined;
  limit?: number | null | undefined;
  nextToken?: string | null | undefined;
}>;


export type AuditEventsQuery = { readonly auditEvents: { readonly nextToken: string | null, readonly events: ReadonlyArray<{ readonly id: string, readonly kind: AuditEventKind, readonly attemptId: string, readonly time: string, readonly operation: string, readonly requestId: string, readonly actor: string | null, readonly actorKind: string | null, readonly groups: ReadonlyArray<string>, readonly sourceIps: ReadonlyArray<string>, readonly code: string | null, readonly count: number, readonly items: ReadonlyArray<{ readonly dataClass: DataClass | null, readonly format: TokenFormat | null, readonly purpose: Purpose | null, readonly token: string | null, readonly askedMac: string | null, readonly event: string | null, readonly from: string | null, readonly to: string | null, readonly code: string | null, readonly finding: string | null }> }> } };

export type AuditProofQueryVariables = Exact<{
  id: string;
}>;


export type AuditProofQuery = { readonly auditProof: { readonly id: string, readonly event: string, readonly leafHash: string, readonly path: ReadonlyArray<{ readonly side: ProofSide, readonly hash: string }>, readonly checkpoint: { readonly sequence: number, readonly windowStart: string, readonly windowEnd: string, readonly root: string, readonly previous: string, readonly statement: string, readonly signature: string, readonly keyId: string } } | null };

export type CheckpointsQueryVariables = Exact<{
  limit?: number | null | undefined;
  nextToken?: string | null | undefined;
}>;


export type CheckpointsQuery = { readonly checkpoints: { readonly nextToken: string | null, readonly checkpoints: ReadonlyArray<{ readonly sequence: number, readonly windowStart: string, readonly windowEnd: string, readonly root: string, readonly previous: string, readonly statement: string, readonly signature: string, readonly keyId: string }> } };

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


export const AuditEventsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"AuditEvents"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"AuditEventFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"limit"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"nextToken"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"auditEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"limit"},"value":{"kind":"Variable","name":{"kind":"Name","value":"limit"}}},{"kind":"Argument","name":{"kind":"Name","value":"nextToken"},"value":{"kind":"Variable","name":{"kind":"Name","value":"nextToken"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"attemptId"}},{"kind":"Field","name":{"kind":"Name","value":"time"}},{"kind":"Field","name":{"kind":"Name","value":"operation"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"actorKind"}},{"kind":"Field","name":{"kind":"Name","value":"groups"}},{"kind":"Field","name":{"kind":"Name","value":"sourceIps"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dataClass"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"purpose"}},{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"askedMac"}},{"kind":"Field","name":{"kind":"Name","value":"event"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"finding"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"nextToken"}}]}}]}}]} as unknown as DocumentNode<AuditEventsQuery, AuditEventsQueryVariables>;
export const AuditProofDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"AuditProof"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"auditProof"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"event"}},{"kind":"Field","name":{"kind":"Name","value":"leafHash"}},{"kind":"Field","name":{"kind":"Name","value":"path"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"side"}},{"kind":"Field","name":{"kind":"Name","value":"hash"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checkpoint"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sequence"}},{"kind":"Field","name":{"kind":"Name","value":"windowStart"}},{"kind":"Field","name":{"kind":"Name","value":"windowEnd"}},{"kind":"Field","name":{"kind":"Name","value":"root"}},{"kind":"Field","name":{"kind":"Name","value":"previous"}},{"kind":"Field","name":{"kind":"Name","value":"statement"}},{"kind":"Field","name":{"kind":"Name","value":"signature"}},{"kind":"Field","name":{"kind":"Name","value":"keyId"}}]}}]}}]}}]} as unknown as DocumentNode<AuditProofQuery, AuditProofQueryVariables>;
export const CheckpointsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Checkpoints"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"limit"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"nextToken"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"checkpoints"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"limit"},"value":{"kind":"Variable","name":{"kind":"Name","value":"limit"}}},{"kind":"Argument","name":{"kind":"Name","value":"nextToken"},"value":{"kind":"Variable","name":{"kind":"Name","value":"nextToken"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"checkpoints"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sequence"}},{"kind":"Field","name":{"kind":"Name","value":"windowStart"}},{"kind":"Field","name":{"kind":"Name","value":"windowEnd"}},{"kind":"Field","name":{"kind":"Name","value":"root"}},{"kind":"Field","name":{"kind":"Name","value":"previous"}},{"kind":"Field","name":{"kind":"Name","value":"statement"}},{"kind":"Field","name":{"kind":"Name","value":"signature"}},{"kind":"Field","name":{"kind":"Name","value":"keyId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nextToken"}}]}}]}}]} as unknown as DocumentNode<CheckpointsQuery, CheckpointsQueryVariables>;
export const DetokenizeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Detokenize"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DetokenizeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"detokenize"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"dataClass"}},{"kind":"Field","name":{"kind":"Name","value":"masked"}}]}}]}}]} as unknown as DocumentNode<DetokenizeMutation, DetokenizeMutationVariables>;
export const ReleaseDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Release"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DetokenizeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"detokenize"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"dataClass"}},{"kind":"Field","name":{"kind":"Name","value":"masked"}},{"kind":"Field","name":{"kind":"Name","value":"plaintext"}}]}}]}}]} as unknown as DocumentNode<ReleaseMutation, ReleaseMutationVariables>;
export const ReleaseBatchDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ReleaseBatch"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"inputs"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DetokenizeInput"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"detokenizeBatch"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"inputs"},"value":{"kind":"Variable","name":{"kind":"Name","value":"inputs"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Detokenization"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"dataClass"}},{"kind":"Field","name":{"kind":"Name","value":"masked"}},{"kind":"Field","name":{"kind":"Name","value":"plaintext"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VaultError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ReleaseBatchMutation, ReleaseBatchMutationVariables>;
export const TokenDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Token"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"token"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"token"},"value":{"kind":"Variable","name":{"kind":"Name","value":"token"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"dataClass"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"masked"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]}}]} as unknown as DocumentNode<TokenQuery, TokenQueryVariables>;
export const MeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"tenant"}},{"kind":"Field","name":{"kind":"Name","value":"groups"}}]}}]}}]} as unknown as DocumentNode<MeQuery, MeQueryVariables>;
export const TokenizeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Tokenize"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"TokenizeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tokenize"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"dataClass"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"masked"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]}}]} as unknown as DocumentNode<TokenizeMutation, TokenizeMutationVariables>;
export const TokenizeBatchDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"TokenizeBatch"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"inputs"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"TokenizeInput"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tokenizeBatch"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"inputs"},"value":{"kind":"Variable","name":{"kind":"Name","value":"inputs"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Token"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"dataClass"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"masked"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VaultError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<TokenizeBatchMutation, TokenizeBatchMutationVariables>;