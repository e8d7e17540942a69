import { os } from '#main/base/os.ts';
import { prepareUpdate, restartToUpdate, stateOf, stepUpdate } from './service.ts';

export const updatesRouter = {
  state: os.updates.state.handler(({ context }) => stateOf(context.services)),
  check: os.updates.check.handler(({ context }) => stepUpdate(context.services, 'check')),
  open: os.updates.open.handler(({ context }) => stepUpdate(context.services, 'open')),
  download: os.updates.download.handler(({ context }) => stepUpdate(context.services, 'download')),
  cancel: os.updates.cancel.handler(({ context }) => stepUpdate(context.services, 'cancel')),
  prepare: os.updates.prepare.handler(({ context }) => prepareUpdate(context.services)),
  restart: os.updates.restart.handler(({ context }) => restartToUpdate(context.services)),
};
