import type { z } from 'zod';
import type { Ids } from '#main/base/ids.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { insertRow, selectRow, selectRows, updateRow } from '#main/db/rows.ts';
import { listColumn, listView } from '#shared/contract/complaint-list.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { SavedView, viewFields, views } from '#shared/contract/views.ts';
import { savedViewsTable, viewColumnsTable } from './tables.ts';

type Fields = z.infer<typeof viewFields>;
type Listed = z.infer<NonNullable<(typeof views.list)['~orpc']['outputSchema']>>;

/** More own views than this nobody finds again. */
const MOST = 50;

/** What another version of the program kept and this one does not know is left out; an empty choice is none. */
const known = (columns: readonly string[]) => listColumn.options.filter((column) => columns.includes(column));

/** The own views of a person in their order, and the columns chosen for the fixed ones. */
export function listViews(db: Db, staffId: string): Listed {
  const own = selectRows(db, savedViewsTable, 'WHERE staff_id = ? ORDER BY position, id', [staffId]);
  const chosen = selectRows(db, viewColumnsTable, 'WHERE staff_id = ?', [staffId]);
  return {
    own: own.map(({ id, name, filter, columns }) => ({ id, name, filter, columns: known(columns) })),
    columns: chosen.flatMap(({ view, columns }) => {
      const fixed = listView.safeParse(view);
      return fixed.success ? [{ view: fixed.data, columns: known(columns) }] : [];
    }),
  };
}

function mine(db: Db, staffId: string, id: string) {
  const row = selectRow(db, savedViewsTable, 'WHERE id = ? AND staff_id = ?', [id, staffId]);
  // Whose it is else is nobody's business.
  if (!row) throw new Failure('NOT_FOUND', { what: 'view' });
  return row;
}

function refuseDouble(db: Db, staffId: string, name: string, but: string | null): void {
  const other = selectRow(db, savedViewsTable, 'WHERE staff_id = ? AND name = ? AND id IS NOT ?', [staffId, name, but]);
  if (other) throw new Failure('TAKEN', { field: 'name' });
}

/** Keeps a view under a name, last in the order. Errors: TAKEN (name), INVALID (too many). */
export function createView(tx: Tx, ids: Ids, staffId: string, { name, filter, columns }: Fields): { id: string } {
  refuseDouble(tx, staffId, name, null);
  const { n, last } = tx.get<{ n: number; last: number | null }>(
    'SELECT count(*) AS n, max(position) AS last FROM saved_views WHERE staff_id = ?',
    [staffId],
  ) ?? { n: 0, last: null };
  if (n >= MOST) throw new Failure('INVALID', { field: 'views', reason: 'too_many_views' });
  const id = ids.next();
  insertRow(tx, savedViewsTable, { id, staffId, name, filter, columns, position: (last ?? 0) + 1, createdAt: tx.command.at });
  return { id };
}

/** Another name, other filters, other columns. Errors: NOT_FOUND, TAKEN (name). */
export function updateView(tx: Tx, staffId: string, { id, name, filter, columns }: SavedView): void {
  mine(tx, staffId, id);
  refuseDouble(tx, staffId, name, id);
  updateRow(tx, savedViewsTable, id, { name, filter, columns });
}

/** Errors: NOT_FOUND. */
export function removeView(tx: Tx, staffId: string, id: string): void {
  mine(tx, staffId, id);
  tx.run('DELETE FROM saved_views WHERE id = ?', [id]);
}

/** Errors: NOT_FOUND when one of them is not (or no longer) the person's own. */
export function reorderViews(tx: Tx, staffId: string, ids: readonly string[]): void {
  ids.forEach((id, index) => {
    if (mine(tx, staffId, id).position !== index + 1) updateRow(tx, savedViewsTable, id, { position: index + 1 });
  });
}

/** The columns of a fixed view, for this person. */
export function setColumns(tx: Tx, ids: Ids, staffId: string, view: string, columns: Fields['columns']): void {
  const row = selectRow(tx, viewColumnsTable, 'WHERE staff_id = ? AND view = ?', [staffId, view]);
  if (row) updateRow(tx, viewColumnsTable, row.id, { columns });
  else insertRow(tx, viewColumnsTable, { id: ids.next(), staffId, view, columns });
}
