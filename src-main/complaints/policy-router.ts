import { os, personOf } from '#main/base/os.ts';
import { noticesOf, publishNotices } from '#main/messages/service.ts';
import * as complaints from './service.ts';

const topics = ['complaints', 'today'];

export const policyRouter = {
  policyVersions: os.complaints.policyVersions.handler(({ context }) => complaints.policyVersions(context.db)),
  savePolicy: os.complaints.savePolicy.handler(async ({ input, context }) => {
    const by = personOf(context.identity).name;
    const { result, commandId } = await context.commands.run(
      { name: 'complaints.save-policy', actor: context.actor, undo: complaints.UNDO_POLICY, topics },
      (tx) => complaints.savePolicy(tx, context.ids, { ...input, by }),
    );
    return { ...result, commandId, undoable: true };
  }),
  deletePolicy: os.complaints.deletePolicy.handler(async ({ input, context }) => {
    const { commandId } = await context.commands.run(
      { name: 'complaints.delete-policy', actor: context.actor, undo: 'rows', topics },
      (tx) => complaints.deletePolicy(tx, input.version),
    );
    return { commandId, undoable: true };
  }),
  reapplyPolicy: os.complaints.reapplyPolicy.handler(async ({ input, context }) => {
    const desk = { ids: context.ids, events: context.events };
    const { result, commandId } = await context.commands.run(
      {
        name: 'complaints.reapply-policy',
        actor: context.actor,
        reason: input.reason,
        undo: complaints.UNDO_ACT,
        topics: ['complaints', 'messages', 'today'],
      },
      (tx) => {
        complaints.reapplyPolicy(tx, desk, personOf(context.identity), input);
        return noticesOf(tx);
      },
    );
    publishNotices(context.changes, result);
    return { commandId, undoable: true };
  }),
};
