import { isFailure } from '#shared/contract/failure.ts';
import { type UpdateRefusal, updateRefusal } from '#shared/contract/updates.ts';

const BY_CODE: Readonly<Record<string, UpdateRefusal>> = {
  ENOSPC: 'no_space',
  EDQUOT: 'no_space',
  EACCES: 'not_writable',
  EPERM: 'not_writable',
  EROFS: 'not_writable',
  ECONNREFUSED: 'no_network',
  ECONNRESET: 'no_network',
  ENOTFOUND: 'no_network',
  EAI_AGAIN: 'no_network',
  ENETUNREACH: 'no_network',
  EHOSTUNREACH: 'no_network',
  ETIMEDOUT: 'no_network',
};

/** Which refusal an error stands for; `failed` for what nobody expected, which then belongs into the log. */
export function reasonOf(error: unknown): UpdateRefusal {
  if (isFailure(error, 'UPDATE_REFUSED')) return updateRefusal.catch('failed').parse(error.data.reason);
  if (isFailure(error, 'BACKUP_FAILED') || isFailure(error, 'BACKUP_REFUSED')) return 'backup_failed';
  if (!(error instanceof Error)) return 'failed';
  const code = 'code' in error ? String(error.code) : '';
  const known = BY_CODE[code];
  if (known) return known;
  // Chromium's network says it in words: net::ERR_INTERNET_DISCONNECTED, net::ERR_NAME_NOT_RESOLVED …
  if (/net::ERR_(CERT|SSL)/.test(error.message)) return 'feed_broken';
  if (/net::ERR_|Request timed out|aborted by the server/.test(error.message)) return 'no_network';
  if (/^HTTP_ERROR_|ERR_UPDATER_/.test(code) || /status \d{3}/.test(error.message)) return 'feed_broken';
  return 'failed';
}
