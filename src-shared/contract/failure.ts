/** Data of a failure: plain values only, no personal data; the words for a code are in locales `errors.json`. */
export type FailureData = Readonly<Record<string, unknown>>;

/**
 * An expected failure with a typed code. Everything else that is thrown meets the net in base/failure.ts.
 * Source: architecture.md, habit 5.
 */
export class Failure extends Error {
  readonly code: string;
  readonly data: FailureData;

  constructor(code: string, data: FailureData = {}, options?: ErrorOptions) {
    super(code, options);
    this.name = 'Failure';
    this.code = code;
    this.data = data;
  }
}

/** True for a Failure, and with `code` only for that one. */
export function isFailure(error: unknown, code?: string): error is Failure {
  return error instanceof Failure && (code === undefined || error.code === code);
}
