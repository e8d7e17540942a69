import { useState } from 'react';
import { client } from '#renderer/lib/client.ts';
import { notifyFailure } from '#renderer/lib/notify.tsx';
import { usePrint } from '#renderer/lib/printing.ts';
import type { ComplaintListRow } from '#shared/contract/complaint-list.ts';
import type { CasePage } from './types.ts';
import type { Views } from './use-views.ts';

/** More rows than this on paper nobody reads; a sheet takes the rest. */
const MOST_ROWS = 2000;
const PAGE = 200;

type Sheet =
  | { readonly kind: 'list'; readonly rows: readonly ComplaintListRow[]; readonly total: number }
  | { readonly kind: 'records'; readonly pages: readonly CasePage[] };

/** Fetches what is to stand on paper, draws it, prints it. `names`: what files of them are called. */
export function useListPrint(filter: Views['filter'], names: Readonly<Record<Sheet['kind'], string>>) {
  const list = usePrint('list', { name: names.list, look: true });
  const records = usePrint('record', { name: names.records, look: true });
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const [busy, setBusy] = useState(false);
  async function begin(fetch: () => Promise<Sheet>): Promise<void> {
    setBusy(true);
    try {
      const fetched = await fetch();
      setSheet(fetched);
      (fetched.kind === 'list' ? list : records).print();
    } catch (error) {
      notifyFailure(error, { reading: true });
    } finally {
      setBusy(false);
    }
  }
  return {
    busy,
    sheet,
    list,
    records,
    /** The whole list as filtered, also what was not scrolled to. */
    printList: () =>
      begin(async () => {
        const rows: ComplaintListRow[] = [];
        let cursor: string | undefined;
        let total = 0;
        do {
          const page = await client.complaints.list({ ...filter, cursor, limit: PAGE });
          rows.push(...page.rows);
          total = page.total;
          cursor = page.next ?? undefined;
        } while (cursor !== undefined && rows.length < MOST_ROWS);
        return { kind: 'list', rows, total };
      }),
    printRows: (rows: readonly ComplaintListRow[]) => begin(async () => ({ kind: 'list', rows, total: rows.length })),
    printRecords: (ids: readonly string[]) =>
      begin(async () => ({ kind: 'records', pages: await Promise.all(ids.map((id) => client.complaints.get({ id }))) })),
  };
}
