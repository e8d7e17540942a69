import { isFailure } from '#shared/contract/failure.ts';

/** Why the program did not open: what happened, was anything changed, what to do next; words in desktop.json, `startup.<reason>`. */
const reasons = {
  FOLDER_IN_USE: 'owned',
  FOLDER_NOT_WRITABLE: 'notWritable',
  NOT_SAVED_DISK_FULL: 'notWritable',
  NOT_SAVED_READ_ONLY: 'notWritable',
  DATABASE_NEWER: 'newer',
  DATABASE_UNREADABLE: 'damaged',
  DATABASE_DAMAGED: 'damaged',
  DATABASE_FOREIGN: 'damaged',
  DATABASE_MISSING: 'damaged',
  BACKUP_FAILED: 'notSaved',
  BACKUP_REFUSED: 'noBackup',
  KEY_NOT_OPENED: 'keyLost',
  KEYS_MISSING: 'keyLost',
  KEYS_DAMAGED: 'keyLost',
  RECOVERY_CODE_INVALID: 'recoveryWrong',
  RECOVERY_CODE_WRONG: 'recoveryWrong',
  RUNTIME_TOO_OLD: 'runtime',
  NATIVE_ALTERED: 'altered',
  REAL_CENTRE: 'realCentre',
} as const;
export type StartupReason = (typeof reasons)[keyof typeof reasons] | 'other';

/** What a failure while opening stands for; `other` for what nobody expected. */
export function startupReason(error: unknown): StartupReason {
  return isFailure(error) && error.code in reasons ? reasons[error.code as keyof typeof reasons] : 'other';
}

/** Exit codes: 3 for a folder in use, 2 for something that cannot be, 1 for the rest; the same as of the other hosts. */
export function startupExit(error: unknown): 1 | 2 | 3 {
  if (isFailure(error, 'FOLDER_IN_USE')) return 3;
  return isFailure(error, 'REAL_CENTRE') ? 2 : 1;
}
