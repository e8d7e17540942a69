import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { orpc } from '#renderer/lib/orpc.ts';
import { usePerson } from '#renderer/lib/session.tsx';
import { filtersOf, type ListPlace, type ListView } from './place.ts';

const PAGE = 50;

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
        limit: PAGE,
      }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.next ?? undefined,
    }),
    placeholderData: keepPreviousData,
    enabled: options.enabled ?? true,
  });
  const rows = query.data?.pages.flatMap((page) => page.rows);
  return { query, rows, total: query.data?.pages[0]?.total ?? 0, view: place.view ?? first };
}
