import { backupState } from '#main/backups/service.ts';
import { os, personOf } from '#main/base/os.ts';
import { badgeOf, todayOf } from './service.ts';

export const todayRouter = {
  get: os.today.get.handler(({ context }) =>
    todayOf(context.db, personOf(context.identity), context.clock.now(), () => backupState(context.services).lastAt),
  ),
  badge: os.today.badge.handler(({ context }) => badgeOf(context.db, personOf(context.identity), context.clock.now())),
};
