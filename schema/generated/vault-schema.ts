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

/** What a value is. Each class has its own validation, normalization, mask and allowed purposes. */
export type DataClass =
  /** E-mail address (RFC 5321), at most 254 characters. The domain is folded to lower case. */
  | 'EMAIL'
  /** Primary account number: 12 to 19 digits that pass the Luhn check (ISO/IEC 7812). Spaces and hyphens are dropped. */
  | 'PAN'
  /** US social security number: 9 digits, issued areas only. Hyphens and spaces are dropped. */
  | 'SSN'
  /** Free text, at most 4,096 bytes of UTF-8. */
  | 'TEXT';

/** A token resolved for a purpose. Only selecting `plaintext` releases the value. */
export type Detokenization = {
  __typename?: 'Detokenization';
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
  /** Why the value is needed. It is recorded. */
  purpose: Purpose;
  /** The token, as `tokenize` returned it. */
  token: Scalars['ID']['input'];
};

/** The outcome for one item of `detokenizeBatch`. */
export type DetokenizeResult = Detokenization | VaultError;

/** Why an operation, or one item of a batch, was refused. On single operations it is the error's `errorType`. */
export type ErrorCode =
  /** A batch holds at most 50 items. */
  | 'BATCH_TOO_LARGE'
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
  /** No unused token of this format was found. Use OPAQUE. */
  | 'TOKEN_SPACE_EXHAUSTED';

export type Mutation = {
  __typename?: 'Mutation';
  /** Resolves a token for a purpose. For the groups `payment-staff` and `support`. */
  detokenize: Detokenization;
  /** Resolves up to 50 tokens, each with its own outcome, in order. */
  detokenizeBatch: Array<DetokenizeResult>;
  /** Exchanges a value for a token. For the group `tokenizers`. */
  tokenize: Token;
  /** Exchanges up to 50 values, each with its own outcome, in order. */
  tokenizeBatch: Array<TokenizeResult>;
};


export type MutationDetokenizeArgs = {
  input: DetokenizeInput;
};


export type MutationDetokenizeBatchArgs = {
  inputs: Array<DetokenizeInput>;
};


export type MutationTokenizeArgs = {
  input: TokenizeInput;
};


export type MutationTokenizeBatchArgs = {
  inputs: Array<TokenizeInput>;
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
  /** The caller's identity as the vault sees it. */
  me: Actor;
  /** A token's masked view. TOKEN_NOT_FOUND if there is none for the caller. */
  token?: Maybe<Token>;
};


export type QueryTokenArgs = {
  token: Scalars['ID']['input'];
};

/** A token and what may be known about its value without seeing it. */
export type Token = {
  __typename?: 'Token';
  /** When the token was made. */
  createdAt: Scalars['AWSDateTime']['output'];
  /** What the value is. */
  dataClass: DataClass;
  /** How the token looks. */
  format: TokenFormat;
  /** The value with all but a few characters hidden; of a PAN or SSN at most the last four digits show. */
  masked: Scalars['String']['output'];
  /** The token: keep this in place of the value. */
  token: Scalars['ID']['output'];
};

/** How a token looks. */
export type TokenFormat =
  /** Same length and alphabet as the value, yet never a valid value of its class. Offered by PAN, SSN and EMAIL. */
  | 'FORMAT_PRESERVING'
  /** `tok_`, 128 random bits or more, and a checksum: recognisable without a look-up. The default of every class. */
  | 'OPAQUE';

/** A value to exchange for a token. */
export type TokenizeInput = {
  /** What the value is. */
  dataClass: DataClass;
  /** How the token is to look. OPAQUE if absent. */
  format?: InputMaybe<TokenFormat>;
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
