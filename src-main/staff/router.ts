import { os } from '#main/base/os.ts';
import { hashPassword } from '#main/base/passwords.ts';
import { dayOf, minuteOf } from '#shared/rules/zone.ts';
import { allStaff, createStaff, isActiveOn, onDutyIds, resetPassword, undoOfUpdate, updateStaff, viewOf } from './service.ts';

const topics = ['staff', 'session', 'today'] as const;

export const staffRouter = {
  names: os.staff.names.handler(({ input, context }) => {
    const now = context.clock.now();
    const today = dayOf(now, context.zone());
    const onDuty = onDutyIds(context.db, today, minuteOf(now, context.zone()));
    return allStaff(context.db, today)
      .map((row) => ({
        id: row.id,
        name: row.name,
        roles: row.roles,
        departments: row.departments,
        active: isActiveOn(row, today),
        onDuty: onDuty.has(row.id),
      }))
      .filter((row) => input.all || row.active);
  }),
  list: os.staff.list.handler(({ context }) => {
    const today = dayOf(context.clock.now(), context.zone());
    return allStaff(context.db, today).map((row) => viewOf(row, today));
  }),
  create: os.staff.create.handler(async ({ input, context }) => {
    const { password, key, ...fields } = input;
    const hash = password === null || fields.login === '' ? '' : await hashPassword(password);
    const id = context.ids.next();
    const { commandId, result } = await context.commands.run(
      { name: 'staff.create', actor: context.actor, undo: 'none', topics: [...topics], idempotencyKey: key },
      (tx) => {
        createStaff(tx, id, fields, hash);
        return { id };
      },
    );
    return { id: result.id, commandId, undoable: false };
  }),
  update: os.staff.update.handler(async ({ input, context }) => {
    const { id, version, ...fields } = input;
    const today = dayOf(context.clock.now(), context.zone());
    const undo = undoOfUpdate(context.db, id, fields.login);
    const { commandId } = await context.commands.run({ name: 'staff.update', actor: context.actor, undo, topics: [...topics] }, (tx) =>
      updateStaff(tx, id, version, fields, today),
    );
    return { commandId, undoable: undo !== 'none' };
  }),
  resetPassword: os.staff.resetPassword.handler(async ({ input, context }) => ({
    commandId: await resetPassword(context.services, context.actor, input.id, input.password),
    undoable: false,
  })),
};
