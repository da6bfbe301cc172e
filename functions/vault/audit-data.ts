/** One item of an audit event. Times are AWSDateTimes in UTC. */
export interface AuditItemData {
  readonly dataClass: string | null;
  readonly format: string | null;
  readonly purpose: string | null;
  readonly token: string | null;
  readonly tenant: string | null;
  readonly keyVersion: string | null;
  readonly job: string | null;
  readonly grant: string | null;
  readonly decision: string | null;
  readonly budget: string | null;
  readonly limit: string | null;
  readonly askedMac: string | null;
  readonly ticketMac: string | null;
  readonly event: string | null;
  readonly cvcToken: string | null;
  readonly processor: string | null;
  readonly reference: string | null;
  readonly charge: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly code: string | null;
  readonly finding: string | null;
  readonly severity: string | null;
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
