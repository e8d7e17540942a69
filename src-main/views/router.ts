import { os, personOf, type Services } from '#main/base/os.ts';
import type { Actor, Tx } from '#main/db/open.ts';
import { createView, listViews, removeView, reorderViews, setColumns, updateView } from './service.ts';

async function run<T extends object>(context: Services & { actor: Actor }, name: string, fn: (tx: Tx) => T) {
  const { result, commandId } = await context.commands.run(
    { name: `views.${name}`, actor: context.actor, undo: 'rows', topics: ['views'] },
    fn,
  );
  return { ...result, commandId, undoable: true };
}

export const viewsRouter = {
  list: os.views.list.handler(({ context }) => listViews(context.db, personOf(context.identity).staffId)),
  create: os.views.create.handler(({ input, context }) =>
    run(context, 'create', (tx) => createView(tx, context.ids, personOf(context.identity).staffId, input)),
  ),
  update: os.views.update.handler(({ input, context }) =>
    run(context, 'update', (tx) => {
      updateView(tx, personOf(context.identity).staffId, input);
      return {};
    }),
  ),
  remove: os.views.remove.handler(({ input, context }) =>
    run(context, 'remove', (tx) => {
      removeView(tx, personOf(context.identity).staffId, input.id);
      return {};
    }),
  ),
  reorder: os.views.reorder.handler(({ input, context }) =>
    run(context, 'reorder', (tx) => {
      reorderViews(tx, personOf(context.identity).staffId, input.ids);
      return {};
    }),
  ),
  setColumns: os.views.setColumns.handler(({ input, context }) =>
    run(context, 'set-columns', (tx) => {
      setColumns(tx, context.ids, personOf(context.identity).staffId, input.view, input.columns);
      return {};
    }),
  ),
};
