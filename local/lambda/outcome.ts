/** How one call ended: the JSON text of the result, or what AWS Lambda reports instead. */
export type Outcome =
  { readonly result: string } | { readonly errorType: string; readonly errorMessage: string };

/** The sentences and types of AWS Lambda, word for word. */
export function timedOut(id: string, timeoutSeconds: number): Outcome {
  const sentence = `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
  return { errorType: 'Sandbox.Timedout', errorMessage: `RequestId: ${id} Error: ${sentence}` };
}

/** `cause` as in `signal: killed` or `exit status 1`. */
export function runtimeExited(id: string, cause: string): Outcome {
  const sentence = `Runtime exited with error: ${cause}`;
  return { errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${id} Error: ${sentence}` };
}

export function tooManyRequests(): Outcome {
  return { errorType: 'TooManyRequestsException', errorMessage: 'Rate Exceeded.' };
}

export function requestTooLarge(): Outcome {
  return {
    errorType: 'RequestEntityTooLargeException',
    errorMessage: 'The payload must be smaller than or equal to 6291456 bytes.',
  };
}

export function responseTooLarge(): Outcome {
  return {
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
  };
}
