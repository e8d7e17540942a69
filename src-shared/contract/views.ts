import { z } from 'zod';
import { needs } from './base.ts';
import { complaintFilter, listColumn, listSort, listView } from './complaint-list.ts';
import { done, id, requiredText } from './fields.ts';

const columns = z.array(listColumn).min(1).max(listColumn.options.length);
/** What an own view keeps: the fixed view it narrows, the filters, the order, the columns. */
export const viewFields = z.object({
  name: requiredText.max(40),
  filter: complaintFilter.extend({ sort: listSort.default('due') }),
  columns,
});
export const savedView = viewFields.extend({ id });
export type SavedView = z.infer<typeof savedView>;

/** A person's own views of the complaint list and the columns chosen for the fixed ones. Nobody else sees them. */
export const views = {
  list: needs('complaints.read').output(z.object({ own: z.array(savedView), columns: z.array(z.object({ view: listView, columns })) })),
  create: needs('complaints.read').input(viewFields).output(done.extend({ id })),
  update: needs('complaints.read').input(viewFields.extend({ id })).output(done),
  remove: needs('complaints.read').input(z.object({ id })).output(done),
  /** All own views in their new order. */
  reorder: needs('complaints.read')
    .input(z.object({ ids: z.array(id).max(50) }))
    .output(done),
  setColumns: needs('complaints.read')
    .input(z.object({ view: listView, columns }))
    .output(done),
};
