import { useRef, useState } from 'react';
import { usePerson } from '#renderer/lib/session.tsx';
import type { CaseEntry, CasePage } from './types.ts';
import { ownActsOn } from './use-act.ts';

/** What others did since somebody began to write: their lines in the log, newest last, and how the page stood before. */
export type Meanwhile = { readonly lines: readonly CaseEntry[]; readonly before: CasePage };

/**
 * The version that the writer has seen. The page goes on living behind the form; what others do meanwhile is shown and has to
 * be seen before the form saves on top of it, so that nobody overwrites silently. What the writer did himself, in the moment before
 * or beside the form, is no news to him. `active: false` = nothing is being written.
 */
export function usePinned(page: CasePage, active = true): { version: number; meanwhile: Meanwhile | null; seen: () => void } {
  const me = usePerson();
  const acts = ownActsOn(page.complaint.id);
  const [, again] = useState(0);
  const pinned = useRef(page);
  const shown = useRef(acts.shown);
  const pin = () => {
    pinned.current = page;
    shown.current = acts.shown;
  };
  if (!active) pin();
  const linesSince = (before: CasePage): CaseEntry[] => {
    const known = new Set(before.entries.map((entry) => entry.id));
    return page.entries.filter((entry) => !known.has(entry.id));
  };
  const moved = () => pinned.current.complaint.version !== page.complaint.version;
  const mine = (line: CaseEntry) => line.by === me.name || line.by === '';
  if (moved() && acts.begun > shown.current && linesSince(pinned.current).every(mine)) {
    pinned.current = page;
    shown.current = acts.begun;
  }
  const before = pinned.current;
  return {
    version: before.complaint.version,
    meanwhile: moved() ? { lines: linesSince(before), before } : null,
    seen: () => {
      pin();
      again((count) => count + 1);
    },
  };
}
