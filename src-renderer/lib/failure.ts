import i18next from 'i18next';
import { type FailureCode, failures } from '#shared/contract/base.ts';

/** A failure in words: what happened, was it saved, what to do, and a code to tell support. */
export interface FailureWords {
  readonly code: string;
  readonly what: string;
  readonly saved: string;
  readonly next: string;
  /** The id under which the core logged it; only for the unexpected. */
  readonly support: string | undefined;
  readonly retryable: boolean;
}

export type ScreenCode = FailureCode | 'OFFLINE' | 'UNKNOWN';

interface Coded {
  readonly code: string;
  readonly data: Record<string, unknown>;
}

function coded(error: unknown): Coded | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error) || typeof error.code !== 'string') return undefined;
  const data = 'data' in error && typeof error.data === 'object' && error.data !== null ? (error.data as Record<string, unknown>) : {};
  return { code: error.code, data };
}

/** The code of a failure: one of the contract, OFFLINE when the core could not be reached, else UNKNOWN. */
export function codeOf(error: unknown): ScreenCode {
  const found = coded(error);
  if (found && found.code in failures) return found.code as FailureCode;
  // fetch rejects with a TypeError when there is no connection; a closed port says so in its name
  if (error instanceof TypeError || (error instanceof Error && /network|fetch|closed|disconnected/i.test(error.message))) return 'OFFLINE';
  return 'UNKNOWN';
}

/** The data of a failure if it has that code, typed by the caller's check. */
export function failureData(error: unknown, code: FailureCode): Record<string, unknown> | undefined {
  const found = coded(error);
  return found?.code === code ? found.data : undefined;
}

/** True for a request that was given up on purpose; nobody needs to hear of it. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** `complainant.name` has a word of its own, or that of `name`; what has none is still spoken of. */
function fieldWord(field: string): string {
  const last = field.split('.').findLast((part) => !/^\d+$/.test(part)) ?? '';
  return i18next.t([`errors:field.${field}`, `errors:field.${last}`, 'errors:thisField']);
}

const RETRYABLE: ReadonlySet<ScreenCode> = new Set<ScreenCode>([
  'OFFLINE',
  'UNKNOWN',
  'INTERNAL',
  'NOT_SAVED_BUSY',
  'NOT_SAVED_DISK_FULL',
  'NOT_SAVED_DISK_FAILED',
]);

/**
 * Words for any failure in the language of the screen. `data` values are named by the `errors` namespace where they are
 * keys (`errors:right.<right>`, `errors:field.<field>`, `errors:reason.<reason>`), else shown as they are.
 */
export function describeFailure(error: unknown): FailureWords {
  const code = codeOf(error);
  const data = coded(error)?.data ?? {};
  const values: Record<string, string | number> = {};
  for (const [key, value] of Object.entries(data)) {
    if (typeof value === 'number') values[key] = value;
  }
  for (const [key, value] of Object.entries(data)) {
    if (key === 'field' && typeof value === 'string') values[key] = fieldWord(value);
    else if (typeof value === 'string') values[key] = i18next.t(`errors:${key}.${value}`, { ...values, defaultValue: value });
    else if (Array.isArray(value)) values[key] = value.length;
  }
  const say = (part: string) => i18next.t(`errors:code.${code}.${part}`, { ...values, defaultValue: '' });
  const support = typeof data.id === 'string' ? data.id : undefined;
  return { code, what: say('what'), saved: say('saved'), next: say('next'), support, retryable: RETRYABLE.has(code) };
}
