import type { Input } from './input.ts';

/** A call whose signer is verified. */
export interface KmsRequest {
  readonly operation: string;
  readonly input: Input;
  /** ARN of the signer. */
  readonly principal: string;
  /** Ids of the keys that the operation resolved: for the call log. */
  readonly touched: Set<string>;
}

/** Answers what KMS would, undefined for an empty body, or throws `ServiceError`. */
export type Operation = (request: KmsRequest) => unknown;

/** The operations of one file, by KMS's names. */
export type OperationFamily = Readonly<Record<string, Operation>>;

export type Clock = () => Date;

/** KMS counts time in seconds since 1970, with fractions. */
export const secondsOf = (date: Date) => date.getTime() / 1000;
