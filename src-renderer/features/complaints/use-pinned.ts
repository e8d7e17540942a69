import { useRef, useState } from 'react';
import type { CaseEntry, CasePage } from './types.ts';

/** What others did since somebody began to write: their lines in the log, newest last, and how the page stood before. */
export type Meanwhile = { readonly lines: readonly CaseEntry[]; readonly before: CasePage };

/**
 * The version that the writer has seen. The page goes on living behind the form; what others do meanwhile is shown and has to
 * be seen before the form saves on top of it, so that nobody overwrites silently. `active: false` = nothing is being written.
 */
export function usePinned(page: CasePage, active = true): { version: number; meanwhile: Meanwhile | null; seen: () => void } {
  const { version } = page.complaint;
  const [, again] = useState(0);
  const pinned = useRef(page);
  if (!active) pinned.current = page;
  const before = pinned.current;
  const moved = before.complaint.version !== version;
  const known = moved ? new Set(before.entries.map((entry) => entry.id)) : null;
  return {
    version: before.complaint.version,
    meanwhile: known ? { lines: page.entries.filter((entry) => !known.has(entry.id)), before } : null,
    seen: () => {
      pinned.current = page;
      again((count) => count + 1);
    },
  };
}
