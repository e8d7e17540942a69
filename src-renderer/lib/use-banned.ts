import { useQuery } from '@tanstack/react-query';
import type { BannedPhrase } from '#shared/rules/scripts.ts';
import { orpc } from './orpc.ts';

const NONE: readonly BannedPhrase[] = [];

/** The phrases that are to be underlined: those in force. */
export function useBanned(): readonly BannedPhrase[] {
  return useQuery({ ...orpc.scripts.banned.queryOptions(), select: (rows) => rows.filter((row) => row.active) }).data ?? NONE;
}
