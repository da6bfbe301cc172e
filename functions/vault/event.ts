import type { BudgetLeftData } from './budget-data.ts';
import type { ChargeArguments } from './charge-data.ts';

/**
 * What the resolvers send to the vault and what it answers: the only contract between the two
 * runtimes. Resolvers import these types; the vault parses the event again from `unknown`.
 */

/** A Cognito user as AppSync verified it. `tokenUse` is the JWT's own claim: `id` or `access`. */
export interface UserIdentity {
  readonly kind: 'user';
  readonly subject: string;
  readonly tenant: string | null;
  readonly groups: readonly string[];
  readonly tokenUse: string | null;
  /** What the identity provider verified: `email:…`, and `<provider>:<user id>` of a federated one. */
  readonly persons?: readonly string[];
  /** SHA-256 of the certificate that the client showed, and of the one that is the user's own. */
  readonly certificate?: string | null;
  readonly boundCertificate?: string | null;
}

/** An IAM caller. `roleArn` is the session's ARN as AppSync gives it (`userArn`). */
export interface ServiceIdentity {
  readonly kind: 'service';
  readonly roleArn: string;
  readonly certificate?: string | null;
}

export type CallerIdentity = UserIdentity | ServiceIdentity;

/** `sourceIp` holds X-Forwarded-For and the TCP peer, in order; for the audit trail only. */
export interface Origin {
  readonly sourceIp: readonly string[];
}

export interface MetadataPair {
  readonly key: string;
  readonly value: string;
}

export interface TokenizeArguments {
  readonly dataClass: string;
  readonly customClass?: string | null;
  readonly plaintext: string;
  readonly format?: string | null;
  readonly deterministic?: boolean | null;
  /** An AWSDateTime. */
  readonly expiresAt?: string | null;
  readonly maxUses?: number | null;
  readonly metadata?: readonly MetadataPair[] | null;
  readonly idempotencyKey?: string | null;
}

export interface DetokenizeArguments {
  readonly token: string;
  readonly purpose: string;
  readonly grant?: string | null;
  readonly idempotencyKey?: string | null;
}

export interface TokenStateArguments {
  readonly token: string;
  readonly idempotencyKey?: string | null;
}

export interface KnownTokenArguments {
  readonly dataClass: string;
  readonly customClass?: string | null;
  readonly plaintext: string;
  readonly purpose: string;
}

export interface PageArguments {
  readonly limit?: number | null;
  readonly nextToken?: string | null;
}

export interface SetBudgetArguments {
  readonly scope: string;
  readonly kind?: string | null;
  readonly purpose?: string | null;
  readonly perMinute: number;
  readonly perDay: number;
}

export interface ApprovalArguments {
  readonly tokens?: readonly string[] | null;
  readonly count?: number | null;
  readonly purpose: string;
  readonly ticket: string;
  readonly reason: string;
  readonly minutes: number;
  readonly idempotencyKey?: string | null;
}

export type HoneyTokenArguments = Pick<
  TokenizeArguments,
  'dataClass' | 'customClass' | 'plaintext' | 'format' | 'metadata'
>;

/** Members of the filter that are absent or null leave it open. Times are AWSDateTimes. */
export interface AuditEventsArguments {
  readonly filter?: {
    readonly from?: string | null;
    readonly to?: string | null;
    readonly actor?: string | null;
    readonly operation?: string | null;
    readonly code?: string | null;
  } | null;
  readonly limit?: number | null;
  readonly nextToken?: string | null;
}

interface Envelope<Operation extends string, Arguments> {
  readonly operation: Operation;
  readonly identity: CallerIdentity;
  readonly origin: Origin;
  readonly arguments: Arguments;
}

export type ReleaseEvent = Envelope<'release', DetokenizeArguments>;

/** One event of the vault function. `release` also comes as an array of events (BatchInvoke). */
export type VaultEvent =
  | Envelope<'tokenize', { readonly input: TokenizeArguments }>
  | Envelope<'tokenizeBatch', { readonly inputs: readonly TokenizeArguments[] }>
  | Envelope<'detokenize', { readonly input: DetokenizeArguments }>
  | Envelope<'detokenizeBatch', { readonly inputs: readonly DetokenizeArguments[] }>
  | ReleaseEvent
  | Envelope<'token', { readonly token: string }>
  | Envelope<'knownToken', KnownTokenArguments>
  | Envelope<'charge', { readonly input: ChargeArguments }>
  | Envelope<'revokeToken', { readonly input: TokenStateArguments }>
  | Envelope<'restoreToken', { readonly input: TokenStateArguments }>
  | Envelope<'eraseToken', { readonly input: TokenStateArguments }>
  | Envelope<'budgets', PageArguments>
  | Envelope<'setBudget', { readonly input: SetBudgetArguments }>
  | Envelope<'requestApproval', { readonly input: ApprovalArguments }>
  | Envelope<
      'decideApproval',
      { readonly input: { readonly id: string; readonly decision: string } }
    >
  | Envelope<'revokeApproval', { readonly id: string }>
  | Envelope<'approvals', PageArguments>
  | Envelope<'seedHoneyToken', { readonly input: HoneyTokenArguments }>
  | Envelope<'auditEvents', AuditEventsArguments>
  | Envelope<'auditProof', { readonly id: string }>
  | Envelope<'checkpoints', PageArguments>
  | Envelope<'me', Record<string, never>>;

/** A tenant that is to be made or erased: the only argument that ever names one. */
export interface TenantArguments {
  readonly tenant: string;
  readonly idempotencyKey?: string | null;
}

export interface KeyWorkArguments {
  readonly idempotencyKey?: string | null;
}

/** One event of the key administration, as the vault's in all else. */
export type KeyAdminEvent =
  | Envelope<'createTenant', { readonly input: TenantArguments }>
  | Envelope<'eraseTenant', { readonly input: TenantArguments }>
  | Envelope<'tenants', PageArguments>
  | Envelope<'rotateKeys', { readonly input: KeyWorkArguments }>
  | Envelope<'startRewrap', { readonly input: KeyWorkArguments }>
  | Envelope<'rewrapStatus', Record<string, never>>;

export type VaultOperation = VaultEvent['operation'];
export type KeyAdminOperation = KeyAdminEvent['operation'];
export type Operation = VaultOperation | KeyAdminOperation;

/** Answers `tokenize`, `seedHoneyToken`, `token`, `knownToken`, `revokeToken`, `restoreToken`. Times are AWSDateTimes in UTC. */
export interface TokenData {
  readonly token: string;
  readonly dataClass: string;
  readonly customClass: string | null;
  readonly format: string;
  readonly masked: string;
  readonly brand: string | null;
  readonly deterministic: boolean;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly maxUses: number | null;
  readonly usesLeft: number | null;
  readonly state: 'ACTIVE' | 'REVOKED';
  readonly metadata: readonly MetadataPair[];
}

/** Answers `detokenize`. `purpose` and `grant` are no fields of the API: the release sends them on. */
export interface DetokenizationData {
  readonly token: string;
  readonly dataClass: string;
  readonly customClass: string | null;
  readonly masked: string;
  readonly budget: BudgetLeftData;
  readonly purpose: string;
  readonly grant: string | null;
}

/** Answers `requestApproval`, `decideApproval` and `revokeApproval`. */
export interface ApprovalData {
  readonly id: string;
  readonly state: string;
  readonly requester: string;
  readonly purpose: string;
  readonly tokens: readonly string[] | null;
  readonly count: number;
  readonly used: number;
  readonly minutes: number;
  readonly ticket: string;
  readonly reason: string;
  readonly requestedAt: string;
  readonly endsAt: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
}

/** Answers `approvals`. */
export interface ApprovalsData {
  readonly approvals: readonly ApprovalData[];
  readonly nextToken: string | null;
}

/** Answers `me`. */
export interface ActorData {
  readonly id: string;
  readonly tenant: string;
  readonly groups: readonly string[];
}

/** One item of a batch that was refused; `code` is one of the schema's `ErrorCode`. */
export interface RefusedItem {
  readonly __typename: 'VaultError';
  readonly code: string;
  readonly message: string;
}

/** One item of a batch's answer, in the order of the inputs. */
export type BatchItem =
  | ({ readonly __typename: 'Token' } & TokenData)
  | ({ readonly __typename: 'Detokenization' } & DetokenizationData)
  | RefusedItem;

/** The vault never throws for a reason it knows: it answers with the code. */
export interface ErrorReply {
  readonly error: { readonly code: string; readonly message: string };
}

/** The data of `release` is the plaintext, a string. */
export type VaultReply<Data = unknown> = { readonly data: Data } | ErrorReply;
