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
}

/** An IAM caller. `roleArn` is the session's ARN as AppSync gives it (`userArn`). */
export interface ServiceIdentity {
  readonly kind: 'service';
  readonly roleArn: string;
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

export interface CheckpointsArguments {
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
  | Envelope<'revokeToken', { readonly input: TokenStateArguments }>
  | Envelope<'restoreToken', { readonly input: TokenStateArguments }>
  | Envelope<'eraseToken', { readonly input: TokenStateArguments }>
  | Envelope<'auditEvents', AuditEventsArguments>
  | Envelope<'auditProof', { readonly id: string }>
  | Envelope<'checkpoints', CheckpointsArguments>
  | Envelope<'me', Record<string, never>>;

export type Operation = VaultEvent['operation'];

/** Answers `tokenize`, `token`, `knownToken`, `revokeToken`, `restoreToken`. Times are AWSDateTimes in UTC. */
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

/** Answers `detokenize`. `purpose` is no field of the API: the release of `plaintext` sends it on. */
export interface DetokenizationData {
  readonly token: string;
  readonly dataClass: string;
  readonly customClass: string | null;
  readonly masked: string;
  readonly purpose: string;
}

/** Answers `eraseToken`. */
export interface ErasureReceiptData {
  readonly token: string;
  readonly inaccessibleSince: string;
  readonly irrecoverableFrom: string;
  readonly statement: string;
  readonly signature: string;
  readonly keyId: string;
}

/** One item of an audit event. Times are AWSDateTimes in UTC. */
export interface AuditItemData {
  readonly dataClass: string | null;
  readonly format: string | null;
  readonly purpose: string | null;
  readonly token: string | null;
  readonly askedMac: string | null;
  readonly event: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly code: string | null;
  readonly finding: string | null;
}

export interface AuditEventData {
  readonly id: string;
  readonly kind: string;
  readonly attemptId: string;
  readonly time: string;
  readonly operation: string;
  readonly requestId: string;
  readonly actor: string | null;
  readonly actorKind: string | null;
  readonly groups: readonly string[];
  readonly sourceIps: readonly string[];
  readonly code: string | null;
  readonly count: number;
  readonly items: readonly AuditItemData[];
}

/** Answers `auditEvents`. */
export interface AuditEventPage {
  readonly events: readonly AuditEventData[];
  readonly nextToken: string | null;
}

/** `root` and `previous` are hex; `statement` and `signature` base64. */
export interface CheckpointData {
  readonly sequence: number;
  readonly windowStart: string;
  readonly windowEnd: string;
  readonly root: string;
  readonly previous: string;
  readonly statement: string;
  readonly signature: string;
  readonly keyId: string;
}

/** Answers `checkpoints`. */
export interface CheckpointPage {
  readonly checkpoints: readonly CheckpointData[];
  readonly nextToken: string | null;
}

/** Answers `auditProof`. `event` is base64, the hashes are hex. */
export interface AuditProofData {
  readonly id: string;
  readonly event: string;
  readonly leafHash: string;
  readonly path: readonly { readonly side: string; readonly hash: string }[];
  readonly checkpoint: CheckpointData;
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
