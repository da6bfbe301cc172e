/** From the host to a worker. JSON texts, because that is what a function gets on AWS. */
export type WorkerRequest =
  | {
      readonly type: 'load';
      /** Absolute path of a CommonJS file that exports `handler`. */
      readonly bundle: string;
      /** Names of the variables that the function may see. */
      readonly environment: readonly string[];
    }
  | {
      readonly type: 'invoke';
      readonly id: string;
      readonly event: string;
      readonly context: InvocationContext;
    };

/** From a worker to its host. */
export type WorkerAnswer =
  | { readonly type: 'result'; readonly id: string; readonly result: string }
  | {
      readonly type: 'failure';
      readonly id: string;
      readonly errorType: string;
      readonly errorMessage: string;
    };

/** The plain part of the context object. */
export interface InvocationContext {
  readonly functionName: string;
  readonly functionVersion: '$LATEST';
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  readonly awsRequestId: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  /** Milliseconds since 1970. */
  readonly deadline: number;
}
