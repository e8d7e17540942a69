import { useRef, useState } from 'react';
import type { CaseEntry, CasePage } from './types.ts';

/** What others did since somebody began to write: their lines in the log, newest last. */
export type Meanwhile = { readonly lines: readonly CaseEntry[] };

/**
 * The version that the writer has seen. The page goes on living behind the form; what others do meanwhile is shown and has to
 * be seen before the form saves on top of it, so that nobody overwrites silently. `active: false` = nothing is being written.
 */
export function usePinned(page: CasePage, active = true): { version: number; meanwhile: Meanwhile | null; seen: () => void } {
  const { version } = page.complaint;
  const [, again] = useState(0);
  const pinned = useRef({ version, entries: new Set(page.entries.map((entry) => entry.id)) });
  const pin = () => {
    pinned.current = { version, entries: new Set(page.entries.map((entry) => entry.id)) };
  };
  if (!active) pin();
  const moved = pinned.current.version !== version;
  return {
    version: pinned.current.version,
    meanwhile: moved ? { lines: page.entries.filter((entry) => !pinned.current.entries.has(entry.id)) } : null,
    seen: () => {
      pin();
      again((count) => count + 1);
    },
  };
}
