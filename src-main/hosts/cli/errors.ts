import { CommanderError } from 'commander';
import { FOLDER_IN_USE_EXIT } from '#main/base/disk.ts';
import type { Translate } from '#main/base/words.ts';
import { isFailure } from '#shared/contract/failure.ts';

export const EXIT = { done: 0, failed: 1, usage: 2, inUse: FOLDER_IN_USE_EXIT } as const;

/** Something was asked in a way that cannot be: exit code 2. `key` names the sentence in cli.json. */
export class UsageError extends Error {
  readonly key: string;
  readonly values: Record<string, string>;
  constructor(key: string, values: Record<string, string> = {}) {
    super(key);
    this.name = 'UsageError';
    this.key = key;
    this.values = values;
  }
}

/** Failures that are the caller's, not the program's. */
const USAGE_CODES: ReadonlySet<string> = new Set(['INVALID', 'PURPOSE_NEEDED']);

/** Codes of SQLite and of the file system that reach this net, by what they mean to a person. */
const FROM_BELOW: readonly (readonly [RegExp, string])[] = [
  [/^SQLITE_(?:CORRUPT|NOTADB)/, 'DATABASE_DAMAGED'],
  [/^SQLITE_IOERR(?!_FSYNC)/, 'DATABASE_UNREADABLE'],
  [/^(?:SQLITE_FULL|ENOSPC|EDQUOT)/, 'NOT_SAVED_DISK_FULL'],
  [/^(?:SQLITE_READONLY|SQLITE_CANTOPEN|EACCES|EPERM|EROFS)/, 'FOLDER_NOT_WRITABLE'],
];

export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError || error instanceof CommanderError) return EXIT.usage;
  if (isFailure(error, 'FOLDER_IN_USE')) return EXIT.inUse;
  return isFailure(error) && USAGE_CODES.has(error.code) ? EXIT.usage : EXIT.failed;
}

/** The failure in words; undefined when there is none, after help was shown. */
export function describeError(error: unknown, t: Translate): { code: string; message: string } | undefined {
  if (error instanceof CommanderError) return error.exitCode === 0 ? undefined : { code: 'USAGE', message: commanderWords(error, t) };
  if (error instanceof UsageError) return { code: 'USAGE', message: t(`cli:usage.${error.key}`, error.values) };
  if (isFailure(error)) return { code: error.code, message: failureWords(error.code, error.data, t) };
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'INTERNAL';
  // A folder on a read-only disk cannot be made, and Node says that it is not there.
  const noFolder = error instanceof Error && 'syscall' in error && error.syscall === 'mkdir' ? 'FOLDER_NOT_WRITABLE' : undefined;
  const named = FROM_BELOW.find(([pattern]) => pattern.test(code))?.[1] ?? noFolder;
  if (named !== undefined) return { code: named, message: failureWords(named, {}, t) };
  return { code, message: error instanceof Error ? error.message : String(error) };
}

function failureWords(code: string, data: Readonly<Record<string, unknown>>, t: Translate): string {
  const values: Record<string, string | number> = {};
  for (const [key, value] of Object.entries(data)) if (typeof value === 'string' || typeof value === 'number') values[key] = value;
  if (typeof values.reason === 'string') values.reason = known(t, `cli:reason.${values.reason}`) ?? values.reason;
  return known(t, `cli:failure.${code}`, values) ?? t('cli:failed', { code });
}

function known(t: Translate, key: string, values?: Record<string, string | number>): string | undefined {
  const words = t(key, values);
  return words === key ? undefined : words;
}

/** Commander speaks English only; what it found wrong stands in its code and between quotes. */
function commanderWords(error: CommanderError, t: Translate): string {
  const value = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  return known(t, `cli:commander.${error.code.replace('commander.', '')}`, { value }) ?? error.message;
}
