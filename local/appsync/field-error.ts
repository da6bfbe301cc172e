import type { ReportedError } from './realm.ts';

/** An error of one field in AppSync's own shape. Its texts come from our code, never from a caller. */
export class FieldError extends Error {
  readonly report: ReportedError;

  constructor(report: ReportedError) {
    super(report.message);
    this.report = report;
  }
}

/** A field error that only has a type and a text. */
export function fieldError(errorType: string, message: string): FieldError {
  return new FieldError({ message, errorType, data: null, errorInfo: null });
}
