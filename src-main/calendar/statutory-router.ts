import { type Context, os, type Services } from '#main/base/os.ts';
import type { Actor, Tx } from '#main/db/open.ts';
import { previewStatutory, resetStatutory, setStatutoryDay, statutoryYear, takeStatutory, UNDO_STATUTORY } from './service.ts';

type Caller = Services & { actor: Actor; connection: Context['connection'] };

async function run(context: Caller, name: string, fn: (tx: Tx) => void) {
  const { commandId } = await context.commands.run(
    { name: `calendar.${name}`, actor: context.actor, undo: UNDO_STATUTORY, topics: ['calendar', 'complaints', 'today'] },
    fn,
  );
  return { commandId, undoable: true };
}

export const statutoryRouter = {
  statutoryYear: os.calendar.statutoryYear.handler(({ input, context }) => statutoryYear(context.db, input.year)),
  previewStatutory: os.calendar.previewStatutory.handler(({ input, context }) => previewStatutory(context.db, input.text)),
  takeStatutory: os.calendar.takeStatutory.handler(({ input, context }) =>
    run(context, 'take-statutory', (tx) => takeStatutory(tx, context, input)),
  ),
  setStatutoryDay: os.calendar.setStatutoryDay.handler(({ input, context }) =>
    run(context, 'set-statutory-day', (tx) => setStatutoryDay(tx, context, input)),
  ),
  resetStatutory: os.calendar.resetStatutory.handler(({ input, context }) =>
    run(context, 'reset-statutory', (tx) => resetStatutory(tx, context, input.what)),
  ),
};
