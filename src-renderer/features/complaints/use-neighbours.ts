import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import type { ListPlace } from './place.ts';
import { useComplaintList } from './use-list.ts';

export interface Neighbours {
  /** From 1; null when it has left the list it was opened from. */
  readonly position: number | null;
  readonly total: number;
  readonly previous: string | null;
  readonly next: string | null;
  readonly go: (id: string) => void;
}

/** The records before and after in the list that this one was opened from; null when it was opened from elsewhere. */
export function useNeighbours(id: string, place: ListPlace): Neighbours | null {
  const navigate = useNavigate();
  const fromList = place.view !== undefined;
  const { rows, total } = useComplaintList(place, { enabled: fromList });
  const stood = useRef(0);
  if (!fromList || !rows || rows.length === 0) return null;
  const index = rows.findIndex((row) => row.id === id);
  if (index >= 0) stood.current = index;
  // what was dealt with may have left the view: the one that took its place is the next
  const at = stood.current;
  const previous = rows[at - 1]?.id ?? null;
  const next = (index >= 0 ? rows[at + 1] : rows[at])?.id ?? null;
  return {
    position: index >= 0 ? index + 1 : null,
    total,
    previous,
    next,
    go: (to) => void navigate({ to: '/complaints/$id', params: { id: to }, search: { ...place } }),
  };
}
