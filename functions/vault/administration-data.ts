/** What administrators are answered. Times are AWSDateTimes in UTC. */

/** Answers `eraseToken`. */
export interface ErasureReceiptData {
  readonly token: string;
  readonly inaccessibleSince: string;
  readonly irrecoverableFrom: string;
  readonly statement: string;
  readonly signature: string;
  readonly keyId: string;
}

/** One tenant; answers `createTenant`. */
export interface TenantData {
  readonly name: string;
  readonly state: 'ACTIVE' | 'DISABLED' | 'ERASED';
  readonly createdAt: string;
  readonly keyVersion: string;
  readonly keyVersionSince: string;
}

/** Answers `tenants`. */
export interface TenantPageData {
  readonly items: readonly TenantData[];
  readonly nextToken: string | null;
}

/** Answers `eraseTenant`. */
export interface TenantErasureReceiptData extends Omit<ErasureReceiptData, 'token'> {
  readonly tenant: string;
}

/** Answers `rotateKeys`. */
export interface KeyRotationData {
  readonly keyVersion: string;
  readonly rotatedAt: string;
  readonly usedByAllFrom: string;
}

/** Answers `startRewrap` and `rewrapStatus`; the latter with null if there never was one. */
export interface RewrapJobData {
  readonly id: string;
  readonly state: 'WAITING' | 'RUNNING' | 'PAUSED' | 'DONE';
  readonly keyVersion: string;
  readonly startedAt: string;
  readonly notBefore: string;
  readonly updatedAt: string;
  readonly endedAt: string | null;
  readonly rewrapped: number;
  readonly alreadyCurrent: number;
  readonly failed: number;
  readonly census: readonly { readonly keyVersion: string; readonly records: number }[];
}
