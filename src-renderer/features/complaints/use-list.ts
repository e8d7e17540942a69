import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { orpc } from '#renderer/lib/orpc.ts';
import { usePerson } from '#renderer/lib/session.tsx';
import { filtersOf, type ListPlace, type ListView } from './place.ts';

/** The first page is on the screen at once; who scrolls on wants more at a time. */
const FIRST = 50;
const NEXT = 100;

/** The view a person begins with: who oversees sees all, who belongs somewhere the own department. */
export function useFirstView(): ListView {
  const { roles, departments, headOf } = usePerson();
  const oversees = roles.includes('manager') || roles.includes('supervisor');
  return oversees || departments.length + headOf.length === 0 ? 'all' : 'department';
}

/** The rows of a view as filtered, page by page; the list and the record that was opened from it ask for the same. */
export function useComplaintList(place: ListPlace, options: { enabled?: boolean } = {}) {
  const first = useFirstView();
  const query = useInfiniteQuery({
    ...orpc.complaints.list.infiniteOptions({
      input: (cursor: string | undefined) => ({
        ...filtersOf(place),
        view: place.view ?? first,
        sort: place.sort ?? 'due',
        cursor,
        limit: cursor === undefined ? FIRST : NEXT,
      }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.next ?? undefined,
    }),
    placeholderData: keepPreviousData,
    enabled: options.enabled ?? true,
  });
  const pages = query.data?.pages;
  const rows = useMemo(() => pages?.flatMap((page) => page.rows), [pages]);
  return { query, rows, total: query.data?.pages[0]?.total ?? 0, view: place.view ?? first };
}
