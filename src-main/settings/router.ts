import { os } from '#main/base/os.ts';
import { readSettings, writeGroup } from './service.ts';

export const settingsRouter = {
  get: os.settings.get.handler(({ context }) => readSettings(context.db)),
  save: os.settings.save.handler(async ({ input, context }) => {
    const { version, ...value } = input;
    const { commandId } = await context.commands.run(
      { name: 'settings.save', actor: context.actor, undo: 'rows', topics: ['settings', 'session'] },
      (tx) => writeGroup(tx, 'centre', { ...value, zone: readSettings(tx).zone }, version),
    );
    return { commandId, undoable: true };
  }),
};
