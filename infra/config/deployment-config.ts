import type { Thresholds } from '../../functions/anomaly-watch/thresholds.ts';
import type { Group } from '../groups.ts';
import type { FunctionId } from '../names.ts';
import type { TableId } from '../tables.ts';

export type Environment = 'sandbox' | 'production';

/** A role outside the gateway that may call the API by IAM, and what it is allowed to be there. */
export interface ServiceCaller {
  /** The role's account, 12 digits. */
  readonly account: string;
  /** The role's name without path; its sessions' names do not matter. */
  readonly roleName: string;
  readonly tenant: string;
  readonly groups: readonly Group[];
  /** Whether it may charge cards, which it cannot read by that. */
  readonly charges?: boolean;
  /** SHA-256 of its certificate in hexadecimal digits; with mutual TLS it may nothing without. */
  readonly certificate?: string;
}

/** A processor that cards are charged by: one entry of the allow-list. */
export interface ProcessorConfig {
  /** Host and path, by https. */
  readonly url: string;
  /** JSON in which `{{pan}}`, `{{cvc}}`, `{{amount}}`, `{{currency}}`, `{{reference}}` stand for values. */
  readonly body: object;
  /** Where its answer says what; members of members are named with dots. */
  readonly answer: {
    readonly state: string;
    readonly authorized: readonly string[];
    readonly declined: readonly string[];
    readonly authorization: string;
  };
  /** 100 to 5,000; 4,000 if absent. */
  readonly timeoutMs?: number;
  /** Whose cards it charges. */
  readonly tenants: readonly string[];
  /** ISO 4217. */
  readonly currencies: readonly string[];
  /** The secret in Secrets Manager that holds what is sent as `authorization`; none if absent. */
  readonly credentialSecret?: string;
}

/** The order example, an application that has cards charged and reads none. */
export interface ApplicationConfig {
  /** Its account, 12 digits; the vault's own where there is no organization. */
  readonly account: string;
  /** Whose users order. */
  readonly tenant: string;
  /** One of `processors`, which charges for the tenant. */
  readonly processor: string;
}

/** Periods that CloudWatch Logs offers, in days. */
export type LogRetentionDays = 30 | 90 | 180 | 365 | 400 | 731 | 1827 | 3653;

export interface Sealing {
  /** The first window starts here: an instant on a whole minute, before the first event. */
  readonly trailBegin: string;
  /** How long a window is: 1 to 30 minutes that divide an hour. */
  readonly windowMinutes: number;
  /** How long after its end a window is sealed, 30 to 3,600 s: longer than a function runs. */
  readonly graceSeconds: number;
  /** How far back late events are looked for, 0 to 1,440 minutes. */
  readonly lateMinutes: number;
  /** How long nobody can remove a checkpoint (Object Lock in compliance mode), in days. */
  readonly retentionDays: number;
}

/**
 * Certificates of clients, asked for by CloudFront. A user's has to be the one whose SHA-256 is in the
 * attribute `custom:certificate`, which only administrators set.
 */
export interface MutualTls {
  /** The name that clients call, and a certificate of ACM for it in us-east-1. */
  readonly domainName: string;
  readonly certificateArn: string;
  /** Where the certificates of the authorities lie, in us-east-1: PEM. */
  readonly authorities: { readonly bucket: string; readonly key: string };
  /** A secret of Secrets Manager that CloudFront shows to the API's firewall, in both regions. */
  readonly originSecretName: string;
}

/** Copies of tables in a second Region: to be opened once the first is lost, and to nobody before that. */
export interface Copies {
  readonly region: string;
  /** `copiedWith` of `tables.ts` says which there may be, and which only together. */
  readonly tables: readonly TableId[];
}

/** The page of the console, served by CloudFront. */
export interface ConsoleHosting {
  /** Its own name and a certificate of ACM for it in us-east-1; a name of CloudFront's if absent. */
  readonly domain?: { readonly name: string; readonly certificateArn: string };
}

export interface Firewall {
  /** Requests in five minutes of one client, and of one address; 100 to 2,000,000. */
  readonly requestsPerClient: number;
  readonly requestsPerAddress: number;
}

/** Everything in which one deployment differs from another. `validateConfig` says what is allowed. */
export interface DeploymentConfig {
  readonly environment: Environment;
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
  /**
   * The organization whose service control policy guards the account: only that can refuse an
   * administrator what is as good as decrypting. Absent: administrators are trusted.
   */
  readonly organization?: { readonly managementAccount: string };
  /** The repository on GitHub (`owner/name`) that deploys. Absent: the deployer is made by hand. */
  readonly pipeline?: { readonly repository: string };
  /** Given here because looking them up would need AWS at synth time. */
  readonly availabilityZones: readonly [string, string, string];
  /**
   * The region's managed prefix list of DynamoDB: `aws ec2 describe-managed-prefix-lists --filters
   * Name=prefix-list-name,Values=com.amazonaws.<region>.dynamodb`.
   */
  readonly dynamodbPrefixListId: string;
  /** As above, of S3: `com.amazonaws.<region>.s3`. */
  readonly s3PrefixListId: string;

  /** Life of an ID token and of an access token, 5 to 60 minutes; in production at most 10. */
  readonly idTokenMinutes: number;
  /** How long a user stays signed in, 1 to 720 hours; in production at most 12. */
  readonly refreshTokenHours: number;
  readonly mfa: 'required' | 'optional';
  /** USER_PASSWORD_AUTH beside SRP: the password then reaches Cognito inside TLS only. */
  readonly passwordSignIn: boolean;

  readonly firewall: Firewall;
  /** Absent: clients are known by their ID tokens alone. */
  readonly mutualTls?: MutualTls;
  /** Absent: the page is not served. Browsers ask without certificates first, so not with `mutualTls`. */
  readonly console?: ConsoleHosting | undefined;
  /**
   * Tables of DynamoDB's class for infrequent access: storage at less than half, requests dearer by a
   * quarter. None unless given; for what is kept long and seldom read, such as the audit trail.
   */
  readonly infrequentAccess?: readonly TableId[];
  /** Absent: tables are in one Region. */
  readonly copies?: Copies;
  /** Whether Cognito watches for stolen passwords and unusual sign-ins, at its price per user. */
  readonly threatProtection: boolean;

  /** Whether clients may read the schema from the API. */
  readonly introspection: boolean;
  /** Nested levels of a query. Introspection documents need 13 and more. */
  readonly queryDepthLimit: number;
  /** Resolvers in one request. A full batch that releases plaintext needs 51. */
  readonly resolverCountLimit: number;

  /** How long a branch key stays in memory, and so how long a revoked one still works; ≤ 3,600 s. */
  readonly branchKeyTtlSeconds: number;
  /** Messages before a branch key is loaded again, 1 to 100,000,000; 1,000,000 if absent. */
  readonly branchKeyMaxUses?: number;
  /** `library` leaves sealing to the AWS Encryption SDK's own streams; `one-shot` if absent. */
  readonly envelope?: 'one-shot' | 'library';
  /** Absent where the account's concurrency is too small to reserve any. */
  readonly reservedConcurrency?: Readonly<Record<FunctionId, number>>;
  /** How many items of the vault table a rewrap goes by in a second, 1 to 10,000; 250 if absent. */
  readonly rewrapItemsPerSecond?: number;
  readonly serviceCallers: readonly ServiceCaller[];
  /** Whose `vault-admins` may make, list and erase tenants. Absent: nobody may. */
  readonly operatorTenant?: string;
  /** How often an actor may ask in an hour whether values are equal; 0 to 1,000,000. */
  readonly equalityBudgetPerHour: number;
  /**
   * Budgets of tenants that set none of their own, as `functions/vault/budget-limits.ts` names them;
   * what is absent has the vault's default.
   */
  readonly budgets: Readonly<
    Record<string, { readonly perMinute: number; readonly perDay: number }>
  >;
  /** How many plaintexts one request may take without approval, 1 to 50. */
  readonly bulkReleaseItems: number;
  /** By name. Absent: nothing can be charged, and nothing reaches the internet. */
  readonly processors?: Readonly<Record<string, ProcessorConfig>>;
  /**
   * Absent: no application is deployed beside the gateway. Its role is a service caller by itself. It
   * has no certificate, so not with `mutualTls`.
   */
  readonly application?: ApplicationConfig;
  /** By tenant, as `functions/vault/settings.ts` reads them; at most 2,000 characters of JSON. */
  readonly tenantSettings: Readonly<Record<string, object>>;

  /** How the audit trail is sealed. */
  readonly sealing: Sealing;
  /** When an actor's doings are called unusual: numbers of 1 to 1,000,000, each of which is needed. */
  readonly anomalyThresholds: Thresholds;
  /** Who is told of alarms: e-mail addresses, ARNs of SQS queues and functions; in production one at least. */
  readonly alarmTargets?: readonly string[];
  /** Whether the trail has every write to a table or checkpoint, at ten cents for 100,000 of them. */
  readonly trailDataEvents?: boolean;
  readonly logRetentionDays: LogRetentionDays;
  /** Deletion and termination protection; keys, tables and users outlive their stacks. */
  readonly retainData: boolean;
}
