export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** An ISO 8601 date, optionally with a time zone offset. */
  AWSDate: { input: string; output: string; }
  /** An ISO 8601 date and time with a time zone offset. */
  AWSDateTime: { input: string; output: string; }
  /** An e-mail address. */
  AWSEmail: { input: string; output: string; }
  /** An IPv4 or IPv6 address, optionally with a prefix length. */
  AWSIPAddress: { input: string; output: string; }
  /** A JSON document in a string. */
  AWSJSON: { input: unknown; output: unknown; }
  /** A phone number. */
  AWSPhone: { input: string; output: string; }
  /** An ISO 8601 time, optionally with a time zone offset. */
  AWSTime: { input: string; output: string; }
  /** Seconds since 1970-01-01T00:00Z. */
  AWSTimestamp: { input: number; output: number; }
  /** A URL with a scheme. */
  AWSURL: { input: string; output: string; }
};

/** Who is calling, as the vault sees it. */
export type Actor = {
  __typename?: 'Actor';
  /** The groups that decide what the actor may do. */
  groups: Array<Scalars['String']['output']>;
  /** The user's subject, or the calling role's account and name. */
  id: Scalars['ID']['output'];
  /** The tenant, from the caller's verified identity. */
  tenant: Scalars['ID']['output'];
};

/** A request for approval; once approved, the grant. */
export type Approval = {
  __typename?: 'Approval';
  /** How many plaintexts it is for. */
  count: Scalars['Int']['output'];
  /** When that was. */
  decidedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** The actor who decided or revoked it. */
  decidedBy?: Maybe<Scalars['ID']['output']>;
  /** Until when it may be decided; of a grant, until when it may be used. */
  endsAt: Scalars['AWSDateTime']['output'];
  /** What `DetokenizeInput.grant` names. */
  id: Scalars['ID']['output'];
  /** How long the grant lasts from its approval on. */
  minutes: Scalars['Int']['output'];
  /** Why the plaintexts are needed. */
  purpose: Purpose;
  /** What the requester wrote for the approver. */
  reason: Scalars['String']['output'];
  /** When it was requested. */
  requestedAt: Scalars['AWSDateTime']['output'];
  /** The actor who asks. */
  requester: Scalars['ID']['output'];
  /** Where it stands. */
  state: ApprovalState;
  /** The ticket or case that asks for it. */
  ticket: Scalars['String']['output'];
  /** The tokens it is for; null where only their number is named. */
  tokens?: Maybe<Array<Scalars['ID']['output']>>;
  /** How many were handed out. */
  used: Scalars['Int']['output'];
};

/** What an approver says. */
export type ApprovalDecision =
  /** Yes. */
  | 'APPROVE'
  /** No. */
  | 'REJECT';

/** A decision about another person's request. */
export type ApprovalDecisionInput = {
  /** Yes or no. */
  decision: ApprovalDecision;
  /** The request. */
  id: Scalars['ID']['input'];
};

/** A request for plaintexts beyond what one may have alone. */
export type ApprovalInput = {
  /** How many plaintexts of any tokens, 1 to 10,000; instead of `tokens`. */
  count?: InputMaybe<Scalars['Int']['input']>;
  /** 1 to 128 characters. A repeated request with the same key within 24 hours is the same request. */
  idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** How long the grant is to last from its approval on, 1 to 480 minutes. */
  minutes: Scalars['Int']['input'];
  /** Why they are needed. */
  purpose: Purpose;
  /** For the approver, 1 to 500 characters. What looks like a PAN or an SSN is refused. */
  reason: Scalars['String']['input'];
  /** The ticket or case that asks for it, 1 to 64 characters. What looks like a PAN or an SSN is refused. */
  ticket: Scalars['String']['input'];
  /** 1 to 50 different tokens, each of which the caller may resolve for the purpose now. The grant is for them only, and for as many plaintexts as there are tokens. */
  tokens?: InputMaybe<Array<Scalars['ID']['input']>>;
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

/** A page of requests for approval, the newest first; it may hold fewer than were asked for. */
export type Approvals = {
  __typename?: 'Approvals';
  /** Those that the caller may see. */
  approvals: Array<Approval>;
  /** Where the next page begins; null on the last one. */
  nextToken?: Maybe<Scalars['String']['output']>;
};

/** One event of the tenant's audit trail. Each call writes two, linked by `attemptId`. */
export type AuditEvent = {
  __typename?: 'AuditEvent';
  /** Who asked. */
  actor?: Maybe<Scalars['ID']['output']>;
  /** `user` or `service`. */
  actorKind?: Maybe<Scalars['String']['output']>;
  /** Links an outcome with its attempt, and a finding with the first of the events it is about. */
  attemptId: Scalars['ID']['output'];
  /** What came of the call: `OK`, `PARTIAL` or one of ErrorCode; null for an attempt, `ANOMALY` for a finding. */
  code?: Maybe<Scalars['String']['output']>;
  /** How many items the call had. */
  count: Scalars['Int']['output'];
  /** The actor's groups at that time. */
  groups: Array<Scalars['String']['output']>;
  /** Names the event; ids are in the order of time. */
  id: Scalars['ID']['output'];
  /** The items, in their order. */
  items: Array<AuditItem>;
  /** Attempt, outcome or finding. */
  kind: AuditEventKind;
  /** What was asked for; `UNKNOWN` if it is no operation of the vault, `watch` of a finding. */
  operation: Scalars['String']['output'];
  /** The request id of the function that wrote it. */
  requestId: Scalars['String']['output'];
  /** Where the request came from, as its proxies told; the last is the one that reached the API. */
  sourceIps: Array<Scalars['String']['output']>;
  /** When it was written. */
  time: Scalars['AWSDateTime']['output'];
};

/** Which events of the audit trail are asked for. What is left out or null leaves it open. */
export type AuditEventFilter = {
  /** The actor's id. */
  actor?: InputMaybe<Scalars['String']['input']>;
  /** The outcome: `OK`, `PARTIAL` or one of ErrorCode; `ANOMALY` of findings. Attempts have none. */
  code?: InputMaybe<Scalars['String']['input']>;
  /** From this moment on. A day before `to` if absent; at most 31 days before it. */
  from?: InputMaybe<Scalars['AWSDateTime']['input']>;
  /** The operation's name, such as `release`, which is the field `plaintext`. */
  operation?: InputMaybe<Scalars['String']['input']>;
  /** Up to this moment, itself left out. Now if absent. */
  to?: InputMaybe<Scalars['AWSDateTime']['input']>;
};

/** Whether an event says what is about to be done, what came of it, or what is unusual about it. */
export type AuditEventKind =
  /** Written before anything is done. */
  | 'ATTEMPT'
  /** Written when an actor was found to do what is unusual for it. */
  | 'FINDING'
  /** Written after it. An attempt without outcome reads: possibly done. */
  | 'OUTCOME';

/** Some events, newest first. */
export type AuditEventPage = {
  __typename?: 'AuditEventPage';
  /** The events; a page may hold fewer than asked for, even none, and still not be the last. */
  events: Array<AuditEvent>;
  /** Gives the next page of the same question; null on the last. */
  nextToken?: Maybe<Scalars['String']['output']>;
};

/** What an audit event says of one item of its call. */
export type AuditItem = {
  __typename?: 'AuditItem';
  /** What was asked for, if it is not known to the tenant: its HMAC, the same for the same text. */
  askedMac?: Maybe<Scalars['String']['output']>;
  /** The budget that was set, such as `ACTOR/PLAINTEXT`. */
  budget?: Maybe<Scalars['String']['output']>;
  /** How the charge ended; null in an attempt. */
  charge?: Maybe<ChargeState>;
  /** What came of the item: `OK` or one of ErrorCode; null in an attempt. */
  code?: Maybe<Scalars['String']['output']>;
  /** The token of the card verification code that a charge used, if it is one of the tenant's. */
  cvcToken?: Maybe<Scalars['ID']['output']>;
  /** What the value was said to be. */
  dataClass?: Maybe<DataClass>;
  /** What was decided of it. */
  decision?: Maybe<ApprovalDecision>;
  /** The event whose proof was asked for, or that the finding is about. */
  event?: Maybe<Scalars['ID']['output']>;
  /** What lay behind the code, which callers are not told; of a finding, what is unusual. */
  finding?: Maybe<Scalars['String']['output']>;
  /** How the token was to look, or looks. */
  format?: Maybe<TokenFormat>;
  /** The stretch of the trail that was asked for. */
  from?: Maybe<Scalars['AWSDateTime']['output']>;
  /** The approval that was made, decided or used. */
  grant?: Maybe<Scalars['ID']['output']>;
  /** The rewrap that was started, looked at or went on. */
  job?: Maybe<Scalars['ID']['output']>;
  /** The version of the branch key that was made, or to which a rewrap moves. */
  keyVersion?: Maybe<Scalars['ID']['output']>;
  /** To what it was set: items a minute and a day, such as `10/1000`. */
  limit?: Maybe<Scalars['String']['output']>;
  /** Who charged. */
  processor?: Maybe<Scalars['String']['output']>;
  /** Why the value was asked for. */
  purpose?: Maybe<Purpose>;
  /** Under which the processor knows the charge. */
  reference?: Maybe<Scalars['ID']['output']>;
  /** `HIGH` where somebody has to look at once: a honey token was used. */
  severity?: Maybe<Scalars['String']['output']>;
  /** The tenant that was made or erased, if there is one. */
  tenant?: Maybe<Scalars['String']['output']>;
  /** The ticket of a request for approval: its HMAC, the same for the same text. */
  ticketMac?: Maybe<Scalars['String']['output']>;
  /** The end of that stretch. */
  to?: Maybe<Scalars['AWSDateTime']['output']>;
  /** The token, if it is one of the tenant's. */
  token?: Maybe<Scalars['ID']['output']>;
};

/** Proof that an event is in the sealed trail: hash `event` as a leaf, go along `path`, and arrive at the root that the checkpoint's statement names. */
export type AuditProof = {
  __typename?: 'AuditProof';
  /** The checkpoint that holds the event. */
  checkpoint: Checkpoint;
  /** The event in its canonical form: the exact bytes, in base64. */
  event: Scalars['String']['output'];
  /** The event's id. */
  id: Scalars['ID']['output'];
  /** SHA-256 of a zero byte and the event's bytes, in hex. */
  leafHash: Scalars['String']['output'];
  /** From the leaf to the root. */
  path: Array<ProofStep>;
};

/** A budget, with what is left of it: of one of each ACTOR, of the caller's own. */
export type Budget = {
  __typename?: 'Budget';
  /** What is counted. */
  kind: BudgetKind;
  /** What is left in this minute. */
  leftThisMinute: Scalars['Int']['output'];
  /** What is left today. */
  leftToday: Scalars['Int']['output'];
  /** Items in a day (UTC). */
  perDay: Scalars['Int']['output'];
  /** Items in a clock minute (UTC). */
  perMinute: Scalars['Int']['output'];
  /** The purpose, with PURPOSE. */
  purpose?: Maybe<Purpose>;
  /** Whose items are counted. */
  scope: BudgetScope;
};

/** One change of a budget. */
export type BudgetChange = {
  __typename?: 'BudgetChange';
  /** When it was changed. */
  changedAt: Scalars['AWSDateTime']['output'];
  /** The actor who changed it. */
  changedBy: Scalars['ID']['output'];
  /** Items in a day before; null if there was no such budget. */
  fromPerDay?: Maybe<Scalars['Int']['output']>;
  /** Items in a minute before; null if there was no such budget. */
  fromPerMinute?: Maybe<Scalars['Int']['output']>;
  /** What is counted. */
  kind: BudgetKind;
  /** The purpose, with PURPOSE. */
  purpose?: Maybe<Purpose>;
  /** Whose items are counted. */
  scope: BudgetScope;
  /** Items in a day from then on. */
  toPerDay: Scalars['Int']['output'];
  /** Items in a minute from then on. */
  toPerMinute: Scalars['Int']['output'];
};

/** A budget to set for the caller's tenant. */
export type BudgetInput = {
  /** What is counted; with PURPOSE only PLAINTEXT, and that if absent. */
  kind?: InputMaybe<BudgetKind>;
  /** Items in a day (UTC), 0 to 100,000,000. */
  perDay: Scalars['Int']['input'];
  /** Items in a clock minute (UTC), 0 to 100,000,000. */
  perMinute: Scalars['Int']['input'];
  /** The purpose; with PURPOSE only, and required there. */
  purpose?: InputMaybe<Purpose>;
  /** Whose items are counted. */
  scope: BudgetScope;
};

/** What a budget counts, item by item. */
export type BudgetKind =
  /** Charges that are not repetitions, whatever came of them. */
  | 'CHARGE'
  /** Masked views: `token` and `detokenize`, whether or not `plaintext` is selected then. */
  | 'MASKED'
  /** Values handed out. */
  | 'PLAINTEXT';

/** What the actor has left of plaintexts. `budgets` tells what the whole tenant has. */
export type BudgetLeft = {
  __typename?: 'BudgetLeft';
  /** In the window that leaves less, minute or day. */
  actorLeft: Scalars['Int']['output'];
  /** When that window ends. */
  resetsAt: Scalars['AWSDateTime']['output'];
};

/** Whose items a budget counts. */
export type BudgetScope =
  /** What every actor of the tenant has for himself. */
  | 'ACTOR'
  /** What all actors of the tenant have together for plaintexts of one purpose. */
  | 'PURPOSE'
  /** What all actors of the tenant have together. */
  | 'TENANT';

/** The budgets of the caller's tenant and their history. */
export type Budgets = {
  __typename?: 'Budgets';
  /** Those that have a limit. A purpose without one is bounded by the tenant's alone. */
  budgets: Array<Budget>;
  /** What was changed, the newest first. */
  changes: Array<BudgetChange>;
  /** When this day ends. */
  dayEndsAt: Scalars['AWSDateTime']['output'];
  /** When this minute ends. */
  minuteEndsAt: Scalars['AWSDateTime']['output'];
  /** Where the next page of `changes` begins; null on the last one. */
  nextToken?: Maybe<Scalars['String']['output']>;
};

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

/** A charge and how it ended. */
export type Charge = {
  __typename?: 'Charge';
  /** In minor units of the currency. */
  amount: Scalars['Int']['output'];
  /** The processor's authorization code, if it gave one. */
  authorization?: Maybe<Scalars['String']['output']>;
  /** The card's scheme, if its range is known and the token resolves. */
  brand?: Maybe<CardBrand>;
  /** When it was begun. */
  chargedAt: Scalars['AWSDateTime']['output'];
  /** ISO 4217. */
  currency: Scalars['String']['output'];
  /** The card with all but its last four digits hidden; null once the token no longer resolves. */
  masked?: Maybe<Scalars['String']['output']>;
  /** Who charged. */
  processor: Scalars['String']['output'];
  /** Under which the processor knows it: its own idempotency key for it. */
  reference: Scalars['ID']['output'];
  /** How it ended. */
  state: ChargeState;
  /** The token that was charged. */
  token: Scalars['ID']['output'];
};

/** A card that is to be charged. */
export type ChargeInput = {
  /** In minor units of the currency, such as cents: 1 to 99,999,999. */
  amount: Scalars['Int']['input'];
  /** ISO 4217, such as `EUR`; one that the processor takes. */
  currency: Scalars['String']['input'];
  /** The token of the card verification code. It is removed before the charge is sent, whatever comes of it. */
  cvcToken?: InputMaybe<Scalars['ID']['input']>;
  /** 1 to 128 characters. For 30 days the same key goes with the same request only, and is told how that ended; it is never charged again. */
  idempotencyKey: Scalars['ID']['input'];
  /** Who is to charge it, by the name that the configuration gives to a processor of this tenant. */
  processor: Scalars['String']['input'];
  /** PAYMENT. It is recorded. */
  purpose: Purpose;
  /** The token of a PAN. A charge takes one of its uses, where they are limited. */
  token: Scalars['ID']['input'];
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

/** The signed seal of a window of the audit trail, of all tenants together. `npm run verify` checks the whole chain offline. */
export type Checkpoint = {
  __typename?: 'Checkpoint';
  /** The ARN of the KMS key that signed. */
  keyId: Scalars['ID']['output'];
  /** SHA-256 of the statement before, in hex; zeros for the first. */
  previous: Scalars['String']['output'];
  /** The root of the Merkle tree (RFC 6962) over the window's events, in hex. */
  root: Scalars['String']['output'];
  /** 0, 1, 2 and so on, without a gap. */
  sequence: Scalars['Int']['output'];
  /** ECDSA with SHA-256 on P-256 over `statement`'s bytes, DER, in base64. */
  signature: Scalars['String']['output'];
  /** The signed statement: the exact bytes, in base64. */
  statement: Scalars['String']['output'];
  /** Where the window ends. */
  windowEnd: Scalars['AWSDateTime']['output'];
  /** Where the window starts; it starts where the one before ended. */
  windowStart: Scalars['AWSDateTime']['output'];
};

/** Some checkpoints, newest first. */
export type CheckpointPage = {
  __typename?: 'CheckpointPage';
  /** The checkpoints. */
  checkpoints: Array<Checkpoint>;
  /** Gives the next page; null on the last. */
  nextToken?: Maybe<Scalars['String']['output']>;
};

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

/** A token resolved for a purpose. Only selecting `plaintext` releases the value. */
export type Detokenization = {
  __typename?: 'Detokenization';
  /** What the actor has left of plaintexts, before those of this request. */
  budget: BudgetLeft;
  /** The tenant's name for the class, with CUSTOM. */
  customClass?: Maybe<Scalars['String']['output']>;
  /** What the value is. */
  dataClass: DataClass;
  /** The value with all but a few characters hidden. */
  masked: Scalars['String']['output'];
  /** The value itself. Each selection is one release: authorized, recorded, then decrypted. */
  plaintext?: Maybe<Scalars['String']['output']>;
  /** The token that was asked for. */
  token: Scalars['ID']['output'];
};

/** A token whose value is asked for. */
export type DetokenizeInput = {
  /** The id of an approved request of the caller's own, for more plaintexts than one may have alone. Each plaintext takes one of its count in place of the actor's budget. */
  grant?: InputMaybe<Scalars['ID']['input']>;
  /** 1 to 128 characters. Within 24 hours the same key goes with the same request only; each repetition is authorized and recorded anew. */
  idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** Why the value is needed. It is recorded. */
  purpose: Purpose;
  /** The token, as `tokenize` returned it. */
  token: Scalars['ID']['input'];
};

/** The outcome for one item of `detokenizeBatch`. */
export type DetokenizeResult = Detokenization | VaultError;

/** Proof that a token's value was erased. `npm run verify:receipt` checks it offline. */
export type ErasureReceipt = {
  __typename?: 'ErasureReceipt';
  /** From this moment on nothing resolved the token. */
  inaccessibleSince: Scalars['AWSDateTime']['output'];
  /** From this moment on no backup holds the ciphertext: the end of the longest backup. */
  irrecoverableFrom: Scalars['AWSDateTime']['output'];
  /** The ARN of the KMS key that signed. */
  keyId: Scalars['ID']['output'];
  /** ECDSA with SHA-256 on P-256 over `statement`'s bytes, DER, in base64. */
  signature: Scalars['String']['output'];
  /** The signed statement: the exact bytes, in base64. */
  statement: Scalars['String']['output'];
  /** The token that was erased. */
  token: Scalars['ID']['output'];
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
  customClass?: InputMaybe<Scalars['String']['input']>;
  /** What the value is. Not CVC. */
  dataClass: DataClass;
  /** How the token is to look. OPAQUE if absent. */
  format?: InputMaybe<TokenFormat>;
  /** Notes like those of real tokens beside it; at most 10. */
  metadata?: InputMaybe<Array<MetadataInput>>;
  /** A made-up value of the class, never a real one. Send it as a variable. */
  plaintext: Scalars['String']['input'];
};

/** A new version of the tenant's branch key. */
export type KeyRotation = {
  __typename?: 'KeyRotation';
  /** The new version. */
  keyVersion: Scalars['ID']['output'];
  /** When it was made. */
  rotatedAt: Scalars['AWSDateTime']['output'];
  /** From this moment on every new record is encrypted under it: the branch key's life in memory later. Older records stay readable. */
  usedByAllFrom: Scalars['AWSDateTime']['output'];
};

/** How many records are under one version of a branch key. */
export type KeyVersionRecords = {
  __typename?: 'KeyVersionRecords';
  /** The version. */
  keyVersion: Scalars['ID']['output'];
  /** The records under it. */
  records: Scalars['Int']['output'];
};

/** Work on the keys of the caller's own tenant. */
export type KeyWorkInput = {
  /** 1 to 128 characters. A repeated request with the same key within 24 hours has no further effect. */
  idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
};

/** One note on a token. */
export type Metadata = {
  __typename?: 'Metadata';
  /** The note's name. */
  key: Scalars['String']['output'];
  /** The note. */
  value: Scalars['String']['output'];
};

/** One note on a token: for labels and references, never for sensitive values. */
export type MetadataInput = {
  /** 1 to 40 letters, digits, `.`, `_` or `-`, starting with a letter. Unique on its token. */
  key: Scalars['String']['input'];
  /** 1 to 200 characters. What looks like a PAN or an SSN is refused. */
  value: Scalars['String']['input'];
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Charges a card at a processor without anyone reading it. The answer holds no part of the card but its mask. For `payment-staff`, and for services whose entry in the configuration allows it. */
  charge: Charge;
  /** Makes a tenant's keys, without which its callers may do nothing; a tenant that has them is left as it is. TENANT_ERASED for a name that was erased. For the group `vault-admins` of the operator's tenant. */
  createTenant: Tenant;
  /** Approves or rejects another person's request. Repeating the decision changes nothing. For the group `approvers`. */
  decideApproval: Approval;
  /** Resolves a token for a purpose. For the groups `payment-staff` and `support`. */
  detokenize: Detokenization;
  /** Resolves up to 50 tokens, each with its own outcome, in order. */
  detokenizeBatch: Array<DetokenizeResult>;
  /** Erases a tenant for good: its callers are refused at once, its keys are destroyed, and with them all its values; the audit trail stays. Repeating it gives the same receipt. Never the operator's own. For the group `vault-admins` of the operator's tenant. */
  eraseTenant: TenantErasureReceipt;
  /** Destroys a token's value for good; the audit trail stays. Repeating it gives the same receipt. For the group `vault-admins`. */
  eraseToken: ErasureReceipt;
  /** Asks another person for plaintexts beyond what one may have alone. For the groups `payment-staff` and `support`. */
  requestApproval: Approval;
  /** Makes a revoked token resolve again. For the group `vault-admins`. */
  restoreToken: Token;
  /** Withdraws a request or ends a grant, at once. For `approvers`, `vault-admins`, and whoever requested it. */
  revokeApproval: Approval;
  /** Makes a token cease to resolve until it is restored. For the groups `payment-staff` and `vault-admins`. */
  revokeToken: Token;
  /** Makes a new version of the branch key of the caller's tenant. Rivals at once may share one. For the group `vault-admins`. */
  rotateKeys: KeyRotation;
  /** Makes a token to be put where it can be stolen. Any use of it answers TOKEN_NOT_FOUND, as an unknown token does, and raises an alarm. For the group `vault-admins`. */
  seedHoneyToken: Token;
  /** Sets a budget of the caller's tenant, from the next request on. For the group `vault-admins`. */
  setBudget: Budgets;
  /** Starts a job that moves every record of the caller's tenant to the active version of its branch key; no token changes. While one is under way, that one is the answer. For the group `vault-admins`. */
  startRewrap: RewrapJob;
  /** Exchanges a value for a token. For the group `tokenizers`. */
  tokenize: Token;
  /** Exchanges up to 50 values, each with its own outcome, in order. */
  tokenizeBatch: Array<TokenizeResult>;
};


export type MutationChargeArgs = {
  input: ChargeInput;
};


export type MutationCreateTenantArgs = {
  input: TenantInput;
};


export type MutationDecideApprovalArgs = {
  input: ApprovalDecisionInput;
};


export type MutationDetokenizeArgs = {
  input: DetokenizeInput;
};


export type MutationDetokenizeBatchArgs = {
  inputs: Array<DetokenizeInput>;
};


export type MutationEraseTenantArgs = {
  input: TenantInput;
};


export type MutationEraseTokenArgs = {
  input: TokenStateInput;
};


export type MutationRequestApprovalArgs = {
  input: ApprovalInput;
};


export type MutationRestoreTokenArgs = {
  input: TokenStateInput;
};


export type MutationRevokeApprovalArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRevokeTokenArgs = {
  input: TokenStateInput;
};


export type MutationRotateKeysArgs = {
  input?: InputMaybe<KeyWorkInput>;
};


export type MutationSeedHoneyTokenArgs = {
  input: HoneyTokenInput;
};


export type MutationSetBudgetArgs = {
  input: BudgetInput;
};


export type MutationStartRewrapArgs = {
  input?: InputMaybe<KeyWorkInput>;
};


export type MutationTokenizeArgs = {
  input: TokenizeInput;
};


export type MutationTokenizeBatchArgs = {
  inputs: Array<TokenizeInput>;
};

/** On which side of ours a hash stands. */
export type ProofSide =
  /** Before ours. */
  | 'LEFT'
  /** After ours. */
  | 'RIGHT';

/** One step of a proof. */
export type ProofStep = {
  __typename?: 'ProofStep';
  /** SHA-256 of the subtree beside ours, in hex. */
  hash: Scalars['String']['output'];
  /** On which side the hash stands. */
  side: ProofSide;
};

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

export type Query = {
  __typename?: 'Query';
  /** Requests for approval: all of the tenant for `approvers`, their own for `payment-staff` and `support`. */
  approvals: Approvals;
  /** The tenant's audit trail, newest first. Reading it is recorded in it. For the group `auditors`. */
  auditEvents: AuditEventPage;
  /** Proof that an event of the tenant is in the sealed trail; null if there is no such event, or it is not sealed yet. For the group `auditors`. */
  auditProof?: Maybe<AuditProof>;
  /** The tenant's budgets, what is left of them, and their history. For every group but `tokenizers`. */
  budgets: Budgets;
  /** The seals of the audit trail, newest first. For the group `auditors`. */
  checkpoints: CheckpointPage;
  /** The token that a value already has in the caller's tenant, if it has a deterministic one. INVALID_INPUT where the class, the tenant or the value, as with `deterministic`, allows none. Counts against the actor's equality budget. For the groups `payment-staff` and `support`. */
  knownToken?: Maybe<Token>;
  /** The caller's identity as the vault sees it. */
  me: Actor;
  /** The last rewrap job of the caller's tenant; null if there never was one. For the group `vault-admins`. */
  rewrapStatus?: Maybe<RewrapJob>;
  /** The tenants that have keys. For the group `vault-admins` of the operator's tenant. */
  tenants: TenantPage;
  /** A token's masked view. TOKEN_NOT_FOUND if there is none for the caller. */
  token?: Maybe<Token>;
};


export type QueryApprovalsArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


export type QueryAuditEventsArgs = {
  filter?: InputMaybe<AuditEventFilter>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


export type QueryAuditProofArgs = {
  id: Scalars['ID']['input'];
};


export type QueryBudgetsArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


export type QueryCheckpointsArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


export type QueryKnownTokenArgs = {
  customClass?: InputMaybe<Scalars['String']['input']>;
  dataClass: DataClass;
  plaintext: Scalars['String']['input'];
  purpose: Purpose;
};


export type QueryTenantsArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


export type QueryTokenArgs = {
  token: Scalars['ID']['input'];
};

/** Moves every record of the tenant to the version of its branch key that is active. */
export type RewrapJob = {
  __typename?: 'RewrapJob';
  /** How many records needed no moving, those included that a run moved which was killed. */
  alreadyCurrent: Scalars['Int']['output'];
  /** How many records it left under each version, of those that it went by so far. A record whose version no one can vouch for is in none. */
  census: Array<KeyVersionRecords>;
  /** When it was done. */
  endedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** How many records it left as they were, because they are damaged or do not open. Each is in the audit trail, and alarms. */
  failed: Scalars['Int']['output'];
  /** The job. */
  id: Scalars['ID']['output'];
  /** The version that it moves records to. If a newer one becomes active meanwhile, the job begins anew with that. */
  keyVersion: Scalars['ID']['output'];
  /** From this moment on no writer uses an older version; it does not begin before. */
  notBefore: Scalars['AWSDateTime']['output'];
  /** How many records it moved. */
  rewrapped: Scalars['Int']['output'];
  /** When it was asked for. */
  startedAt: Scalars['AWSDateTime']['output'];
  /** How far it is. */
  state: RewrapState;
  /** When it last got on. It does about once a minute; if not, look at the alarms. */
  updatedAt: Scalars['AWSDateTime']['output'];
};

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

/** A tenant and the keys it has. */
export type Tenant = {
  __typename?: 'Tenant';
  /** Since when it has keys. */
  createdAt: Scalars['AWSDateTime']['output'];
  /** The version of its branch key that new records are encrypted under. */
  keyVersion: Scalars['ID']['output'];
  /** Since when that version is active. */
  keyVersionSince: Scalars['AWSDateTime']['output'];
  /** Its name. */
  name: Scalars['ID']['output'];
  /** What its callers may do. */
  state: TenantState;
};

/** Proof that a tenant's keys were destroyed. `npm run verify:receipt` checks it offline. */
export type TenantErasureReceipt = {
  __typename?: 'TenantErasureReceipt';
  /** From this moment on no call is let in and no key is there to open a value. */
  inaccessibleSince: Scalars['AWSDateTime']['output'];
  /** From this moment on no backup holds a key either: the end of the longest backup. */
  irrecoverableFrom: Scalars['AWSDateTime']['output'];
  /** The ARN of the KMS key that signed. */
  keyId: Scalars['ID']['output'];
  /** ECDSA with SHA-256 on P-256 over `statement`'s bytes, DER, in base64. */
  signature: Scalars['String']['output'];
  /** The signed statement: the exact bytes, in base64. */
  statement: Scalars['String']['output'];
  /** The tenant that was erased. */
  tenant: Scalars['ID']['output'];
};

/** A tenant that is to be made or erased. */
export type TenantInput = {
  /** 1 to 128 characters. Within 24 hours the same key goes with the same request only. */
  idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** Its name: 2 to 63 characters, lower-case letters, digits and `-`, starting with a letter. */
  tenant: Scalars['ID']['input'];
};

/** One page of the tenants. */
export type TenantPage = {
  __typename?: 'TenantPage';
  /** The tenants, in no particular order. */
  items: Array<Tenant>;
  /** Where the next page begins; null on the last one. */
  nextToken?: Maybe<Scalars['String']['output']>;
};

/** What a tenant's callers may do. */
export type TenantState =
  /** All that their groups allow. */
  | 'ACTIVE'
  /** Nothing, until the tenant is enabled again. */
  | 'DISABLED'
  /** Nothing, for good. Its keys are being destroyed; once they are, it is not listed any more. */
  | 'ERASED';

/** A token and what may be known about its value without seeing it. */
export type Token = {
  __typename?: 'Token';
  /** The card scheme of a PAN; null where its range is none of these, and for other classes. */
  brand?: Maybe<CardBrand>;
  /** When the token was made. */
  createdAt: Scalars['AWSDateTime']['output'];
  /** The tenant's name for the class, with CUSTOM. */
  customClass?: Maybe<Scalars['String']['output']>;
  /** What the value is. */
  dataClass: DataClass;
  /** Whether the same value gets this token again. */
  deterministic: Scalars['Boolean']['output'];
  /** When it ceases to resolve. */
  expiresAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** How the token looks. */
  format: TokenFormat;
  /** The value with all but a few characters hidden; of a PAN or SSN at most the last four digits show. */
  masked: Scalars['String']['output'];
  /** How often its value may be released or used in all. */
  maxUses?: Maybe<Scalars['Int']['output']>;
  /** Its notes. */
  metadata: Array<Metadata>;
  /** Whether it resolves. */
  state: TokenState;
  /** The token: keep this in place of the value. */
  token: Scalars['ID']['output'];
  /** How many of these uses are left. */
  usesLeft?: Maybe<Scalars['Int']['output']>;
};

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
  idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** The token, as `tokenize` returned it. */
  token: Scalars['ID']['input'];
};

/** A value to exchange for a token. */
export type TokenizeInput = {
  /** The tenant's name for the class; with CUSTOM only, and required there. */
  customClass?: InputMaybe<Scalars['String']['input']>;
  /** What the value is. */
  dataClass: DataClass;
  /** Whether the same value is to get the same token again. If absent: true for PAN, IBAN, EMAIL and BANK_ACCOUNT without `expiresAt` and `maxUses`, false otherwise. SSN, PHONE and CUSTOM need the tenant's consent; all other classes refuse it, as do `expiresAt` and `maxUses`. So do values so short that all like them can be tried, and for them it is false if absent: a PAN of 12 digits, or one that is short for its brand (Visa below 14, most others below 15), a BANK_ACCOUNT of 4 to 7 digits, a PHONE of 7 or fewer after the country code, an EMAIL of 6 characters. */
  deterministic?: InputMaybe<Scalars['Boolean']['input']>;
  /** When the token ceases to resolve; in the future. CVC: within an hour, and that if absent. */
  expiresAt?: InputMaybe<Scalars['AWSDateTime']['input']>;
  /** How the token is to look. OPAQUE if absent. */
  format?: InputMaybe<TokenFormat>;
  /** 1 to 128 characters. A repeated request with the same key within 24 hours gives the same token and does not count against the equality budget. Who sends other requests with keys in use 20 times in an hour gets BUDGET_EXCEEDED for these keys until the next. */
  idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** How often the value may be released or used; 1 to 1,000,000. */
  maxUses?: InputMaybe<Scalars['Int']['input']>;
  /** At most 10 notes. */
  metadata?: InputMaybe<Array<MetadataInput>>;
  /** The value, at most 4,096 bytes of UTF-8. Send it as a variable, never as a literal in the document. */
  plaintext: Scalars['String']['input'];
};

/** The outcome for one item of `tokenizeBatch`. */
export type TokenizeResult = Token | VaultError;

/** Why one item of a batch failed. */
export type VaultError = {
  __typename?: 'VaultError';
  /** The reason, for programs. */
  code: ErrorCode;
  /** The reason, for people. It never holds a received value. */
  message: Scalars['String']['output'];
};
