import { os } from '#main/base/os.ts';
import { addLeave, dutyBetween, readOpening, removeLeave, saveOpening, setDuty, statutoryState, tryOut, UNDO_OPENING } from './service.ts';
import { statutoryRouter } from './statutory-router.ts';

const rosterTopics = ['calendar', 'staff', 'session', 'today', 'complaints'];

export const calendarRouter = {
  opening: os.calendar.opening.handler(({ context }) => readOpening(context.db)),
  saveOpening: os.calendar.saveOpening.handler(async ({ input, context }) => {
    const { commandId } = await context.commands.run(
      { name: 'calendar.save-opening', actor: context.actor, undo: UNDO_OPENING, topics: ['calendar', 'complaints', 'today'] },
      (tx) => saveOpening(tx, context, input.opening, input.version),
    );
    return { commandId, undoable: true };
  }),
  statutory: os.calendar.statutory.handler(({ context }) => statutoryState(context.db, context.clock.now())),
  ...statutoryRouter,
  tryOut: os.calendar.tryOut.handler(({ input }) => tryOut(input.opening, input.zone, input.at)),
  duty: os.calendar.duty.handler(({ input, context }) => dutyBetween(context.db, input.from, input.to)),
  setDuty: os.calendar.setDuty.handler(async ({ input, context }) => {
    const { commandId } = await context.commands.run(
      { name: 'calendar.set-duty', actor: context.actor, undo: 'rows', topics: rosterTopics },
      (tx) => setDuty(tx, context, input.staffId, input.day, input.intervals),
    );
    return { commandId, undoable: true };
  }),
  setDuties: os.calendar.setDuties.handler(async ({ input, context }) => {
    const { commandId } = await context.commands.run(
      { name: 'calendar.set-duty', actor: context.actor, undo: 'rows', topics: rosterTopics },
      (tx) => {
        for (const each of input.duties) setDuty(tx, context, each.staffId, each.day, each.intervals);
      },
    );
    return { commandId, undoable: true };
  }),
  addLeave: os.calendar.addLeave.handler(async ({ input, context }) => {
    const { commandId } = await context.commands.run(
      { name: 'calendar.add-leave', actor: context.actor, undo: 'rows', topics: rosterTopics },
      (tx) => addLeave(tx, context, input.staffId, input.fromDay, input.toDay, input.reason),
    );
    return { commandId, undoable: true };
  }),
  removeLeave: os.calendar.removeLeave.handler(async ({ input, context }) => {
    const { commandId } = await context.commands.run(
      { name: 'calendar.remove-leave', actor: context.actor, undo: 'rows', topics: rosterTopics },
      (tx) => removeLeave(tx, context, input.id),
    );
    return { commandId, undoable: true };
  }),
};
