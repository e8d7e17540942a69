import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo } from 'react';
import { client } from '#renderer/lib/client.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { usePerson } from '#renderer/lib/session.tsx';
import { fetchListPage, isBehind, rowsOf, type Seen } from './list-pages.ts';
import { filtersOf, type ListPlace, type ListView } from './place.ts';

/** The view a person begins with: who oversees sees all, who belongs somewhere the own department. */
export function useFirstView(): ListView {
  const { roles, departments, headOf } = usePerson();
  const oversees = roles.includes('manager') || roles.includes('supervisor');
  return oversees || departments.length + headOf.length === 0 ? 'all' : 'department';
}

/** What of the list is looked at; the record that was opened from it keeps it. */
let seen: Seen = { first: 0, last: 0, chosen: new Set() };

/** The rows of a view as filtered, page by page; the list and the record that was opened from it ask for the same. */
export function useComplaintList(place: ListPlace, options: { enabled?: boolean } = {}) {
  const first = useFirstView();
  const queries = useQueryClient();
  const input = { ...filtersOf(place), view: place.view ?? first, sort: place.sort ?? 'due' };
  const queryKey = orpc.complaints.list.key({ type: 'infinite', input });
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ signal, ...context }) =>
      fetchListPage(context, seen, (asked) => client.complaints.list({ ...input, ...asked }, { signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    enabled: options.enabled ?? true,
  });
  const { data, isFetching, refetch } = query;
  const pages = data?.pages;
  const rows = useMemo(() => pages && rowsOf(pages), [pages]);
  const catchUp = useCallback(() => {
    if (!isFetching && isBehind(queries, queryKey, seen)) void refetch({ cancelRefetch: false });
  }, [queries, queryKey, isFetching, refetch]);
  const look = useCallback(
    (part: Partial<Seen>) => {
      seen = { ...seen, ...part };
      catchUp();
    },
    [catchUp],
  );
  // what came into sight while something else was on its way
  useEffect(catchUp, [catchUp]);
  return { query, rows, total: pages?.[0]?.total ?? 0, view: place.view ?? first, look };
}
