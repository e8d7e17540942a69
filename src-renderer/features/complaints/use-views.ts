import { useQuery } from '@tanstack/react-query';
import { client } from '#renderer/lib/client.ts';
import { notifyFailure } from '#renderer/lib/notify.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import type { ListColumn } from '#shared/contract/complaint-list.ts';
import type { SavedView } from '#shared/contract/views.ts';
import { columnsOf, filtersOf, type ListPlace, type ListView } from './place.ts';

/** The own views of a person, the one that is open, and the columns of what is shown. */
export function useViews(place: ListPlace, view: ListView) {
  const { data } = useQuery(orpc.views.list.queryOptions());
  const own: readonly SavedView[] = data?.own ?? [];
  const open = own.find((each) => each.id === place.own);
  const columns = columnsOf(open?.columns ?? data?.columns.find((each) => each.view === view)?.columns);
  const filter = { ...filtersOf(place), view, sort: place.sort ?? ('due' as const) };

  async function chooseColumns(next: ListColumn[]): Promise<boolean> {
    try {
      if (open) await client.views.update({ ...open, columns: next });
      else await client.views.setColumns({ view, columns: next });
      return true;
    } catch (error) {
      notifyFailure(error);
      return false;
    }
  }
  return { own, open, columns, filter, chooseColumns };
}
export type Views = ReturnType<typeof useViews>;
