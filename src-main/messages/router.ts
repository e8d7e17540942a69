import { os, personOf } from '#main/base/os.ts';
import { listMessages, markRead } from './service.ts';

export const messagesRouter = {
  list: os.messages.list.handler(({ input, context }) =>
    listMessages(context.db, personOf(context.identity).staffId, input.cursor, input.limit),
  ),
  markRead: os.messages.markRead.handler(async ({ input, context }) => {
    const me = personOf(context.identity).staffId;
    await context.commands.run({ name: 'messages.read', actor: context.actor, undo: 'none', topics: ['messages'] }, (tx) =>
      markRead(tx, me, input.ids),
    );
    return {};
  }),
};
