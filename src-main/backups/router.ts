import { os } from '#main/base/os.ts';
import { backupState, createBackup, drill, listBackups, previewBackup, restoreBackup, setSecondFolder } from './service.ts';

export const backupsRouter = {
  list: os.backups.list.handler(({ context }) => listBackups(context.services)),
  create: os.backups.create.handler(({ context }) => createBackup(context.services, 'manual')),
  preview: os.backups.preview.handler(({ input, context }) => previewBackup(context.services, input.file)),
  restore: os.backups.restore.handler(({ input, context }) => restoreBackup(context.services, input.file, context.actor)),
  drill: os.backups.drill.handler(({ context }) => drill(context.services, context.actor)),
  setSecondFolder: os.backups.setSecondFolder.handler(async ({ input, context }) => {
    await setSecondFolder(context.services, input.folder.trim(), context.actor);
    return {};
  }),
  state: os.backups.state.handler(({ context }) => backupState(context.services)),
};
