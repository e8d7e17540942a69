import { os, personOf } from '#main/base/os.ts';
import { noticesOf, publishNotices } from '#main/messages/service.ts';
import { assignFollowUp, createFollowUp, getFollowUp, keepPromise, listFollowUps, recordAttempt, reschedule } from './service.ts';

const topics = ['follow-ups', 'today'];

export const followUpsRouter = {
  list: os.followUps.list.handler(({ input, context }) =>
    listFollowUps(context.db, personOf(context.identity), input, context.clock.now()),
  ),
  get: os.followUps.get.handler(({ input, context }) => getFollowUp(context.db, personOf(context.identity), input.id, context.clock.now())),
  create: os.followUps.create.handler(async ({ input, context }) => {
    const { actor, commands, ids } = context;
    const me = personOf(context.identity);
    const { result, commandId } = await commands.run(
      { name: 'follow-ups.create', actor, undo: 'rows', topics, idempotencyKey: input.key },
      (tx) => createFollowUp(tx, me, input, ids),
    );
    return { ...result, commandId, undoable: true };
  }),
  record: os.followUps.record.handler(async ({ input, context }) => {
    const { actor, commands, ids, events } = context;
    const me = personOf(context.identity);
    const { result, commandId, replayed } = await commands.run(
      { name: 'follow-ups.record', actor, undo: 'rows', topics: [...topics, 'complaints'], idempotencyKey: input.key },
      (tx) => ({ done: recordAttempt(tx, me, input, { ids, events }), notices: noticesOf(tx) }),
    );
    if (!replayed) publishNotices(context.changes, result.notices);
    return { ...result.done, commandId, undoable: true };
  }),
  reschedule: os.followUps.reschedule.handler(async ({ input, context }) => {
    const me = personOf(context.identity);
    const { commandId } = await context.commands.run(
      { name: 'follow-ups.reschedule', actor: context.actor, reason: input.reason || undefined, undo: 'rows', topics },
      (tx) => reschedule(tx, me, input),
    );
    return { commandId, undoable: true };
  }),
  assign: os.followUps.assign.handler(async ({ input, context }) => {
    const me = personOf(context.identity);
    const { commandId } = await context.commands.run({ name: 'follow-ups.assign', actor: context.actor, undo: 'rows', topics }, (tx) =>
      assignFollowUp(tx, me, input),
    );
    return { commandId, undoable: true };
  }),
  keepPromise: os.followUps.keepPromise.handler(async ({ input, context }) => {
    const me = personOf(context.identity);
    const { commandId } = await context.commands.run(
      { name: 'follow-ups.keep-promise', actor: context.actor, undo: 'rows', topics: [...topics, 'complaints'] },
      (tx) => keepPromise(tx, me, input.id),
    );
    return { commandId, undoable: true };
  }),
};
