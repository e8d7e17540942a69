import { StandardRPCJsonSerializer } from '@orpc/client/standard';
import { ORPCError } from '@orpc/server';

/**
 * Codes that a host itself answers with, before any procedure is reached. They travel in the same form as the failures of
 * the contract, so a screen meets both in one place. The words stand in the locale files under the same code.
 */
export const refusals = {
  /** The page has no session: it was opened without the link, or the program was started anew. */
  NO_SESSION: 401,
  FOREIGN_HOST: 403,
  FOREIGN_ORIGIN: 403,
  NOT_FROM_PAGE: 403,
  NOT_FOUND_HERE: 404,
  METHOD_NOT_ALLOWED: 405,
  LENGTH_REQUIRED: 411,
  FILE_TOO_BIG: 413,
  TOO_MANY_TRIES: 429,
  BAD_REQUEST: 400,
} as const;
export type RefusalCode = keyof typeof refusals;

const serializer = new StandardRPCJsonSerializer();

/** The body of a refusal as a client of the contract reads it. */
export function refusalBody(code: RefusalCode, data?: Record<string, unknown>): string {
  const error = new ORPCError(code, { status: refusals[code], message: code, defined: true, ...(data ? { data } : {}) });
  const [json, meta] = serializer.serialize(error.toJSON());
  return JSON.stringify({ json, meta });
}
