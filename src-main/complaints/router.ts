import type { UndoKind } from '#main/base/command.ts';
import type { Identity } from '#main/base/os.ts';
import { type Context, os, personOf, type Services } from '#main/base/os.ts';
import type { Actor, Tx } from '#main/db/open.ts';
import { noticesOf, publishNotices } from '#main/messages/service.ts';
import { zoneOf } from '#main/settings/service.ts';
import type { Done } from '#shared/contract/fields.ts';
import { dayOf } from '#shared/rules/zone.ts';
import { cancelExport, exportList, exportProgress } from './export-run.ts';
import { policyRouter } from './policy-router.ts';
import type { Desk } from './service.ts';
import * as complaints from './service.ts';

type Caller = Services & { identity: Identity | null; actor: Actor; connection: Context['connection'] };
type Options = { name: string; key?: string | undefined; reason?: string; undo?: UndoKind };

/** One act = one command; what it told people is published after the commit. */
async function run<T>(context: Caller, options: Options, fn: (tx: Tx, desk: Desk, who: Identity) => T): Promise<T & Done> {
  const who = personOf(context.identity);
  const desk: Desk = { ids: context.ids, events: context.events };
  const undo = options.undo ?? complaints.UNDO_ACT;
  const { result, commandId, replayed } = await context.commands.run(
    {
      name: `complaints.${options.name}`,
      actor: context.actor,
      undo,
      topics: ['complaints', 'follow-ups', 'messages', 'today'],
      ...(options.key === undefined ? {} : { idempotencyKey: options.key }),
      ...(options.reason === undefined ? {} : { reason: options.reason }),
    },
    (tx) => ({ value: fn(tx, desk, who) ?? {}, notices: noticesOf(tx) }),
  );
  if (!replayed) publishNotices(context.changes, result.notices);
  return { ...(result.value as T), commandId, undoable: undo !== 'none' };
}

export const complaintsRouter = {
  propose: os.complaints.propose.handler(({ input, context }) =>
    complaints.proposeFromWords(context.db, input.words, input.lang ?? context.host.lang ?? 'zh-CN'),
  ),
  forecast: os.complaints.forecast.handler(({ input, context }) =>
    complaints.forecast(context.db, personOf(context.identity), input, context.clock.now()),
  ),
  record: os.complaints.record.handler(({ input: { key, ...input }, context }) =>
    run(context, { name: 'record', key, undo: complaints.UNDO_RECORDING }, (tx, desk, who) =>
      complaints.recordComplaint(tx, desk, who, input),
    ),
  ),
  packs: os.complaints.packs.handler(({ input, context }) =>
    complaints.packsToName(
      context.db,
      personOf(context.identity),
      input.studentIds,
      dayOf(context.clock.now(), zoneOf(context.db)),
      input.complaintId,
    ),
  ),
  amend: os.complaints.amend.handler(({ input: { key, ...input }, context }) =>
    run(context, { name: 'amend', key }, (tx, desk, who) => complaints.amend(tx, desk, who, input)),
  ),
  list: os.complaints.list.handler(({ input, context }) =>
    complaints.listComplaints(context.db, personOf(context.identity), input, context.clock.now()),
  ),
  choices: os.complaints.choices.handler(({ context }) => complaints.listChoices(context.db)),
  bulk: os.complaints.bulk.handler(async ({ input: { key, ...input }, context }) => {
    const name = `bulk-${input.act.do}`;
    const reason = input.act.do === 'assign' ? { reason: input.act.reason } : {};
    const answer = await run(context, { name, key, ...reason }, (tx, desk, who) => complaints.bulk(tx, desk, who, input));
    return { ...answer, undoable: answer.done > 0 };
  }),
  export: os.complaints.export.handler(({ input, context }) => exportList(context, personOf(context.identity), input)),
  exportProgress: os.complaints.exportProgress.handler(({ input, context }) => exportProgress(personOf(context.identity), input.export)),
  exportCancel: os.complaints.exportCancel.handler(({ input, context }) => cancelExport(personOf(context.identity), input.export)),
  counts: os.complaints.counts.handler(({ context }) =>
    complaints.countComplaints(context.db, personOf(context.identity), context.clock.now()),
  ),
  get: os.complaints.get.handler(({ input, context }) =>
    complaints.complaintPage(context.db, personOf(context.identity), input.id, context.clock.now()),
  ),
  why: os.complaints.why.handler(({ input, context }) =>
    complaints.whyDeadline(context.db, personOf(context.identity), input.clockId, context.clock.now()),
  ),
  whatIf: os.complaints.whatIf.handler(({ input, context }) =>
    complaints.whatIfPaused(context.db, personOf(context.identity), input, context.clock.now()),
  ),
  accept: os.complaints.accept.handler(({ input, context }) =>
    run(context, { name: 'accept' }, (tx, desk, who) => complaints.accept(tx, desk, who, input)),
  ),
  assign: os.complaints.assign.handler(({ input, context }) =>
    run(context, { name: 'assign', reason: input.reason }, (tx, desk, who) => complaints.assign(tx, desk, who, input)),
  ),
  offerHandOver: os.complaints.offerHandOver.handler(({ input, context }) =>
    run(context, { name: 'offer-hand-over' }, (tx, desk, who) => complaints.offerHandOver(tx, desk, who, input)),
  ),
  takeBackHandOver: os.complaints.takeBackHandOver.handler(({ input, context }) =>
    run(context, { name: 'take-back-hand-over' }, (tx, desk, who) => complaints.takeBackHandOver(tx, desk, who, input)),
  ),
  answerHandOver: os.complaints.answerHandOver.handler(({ input, context }) =>
    run(context, { name: 'answer-hand-over' }, (tx, desk, who) => complaints.answerHandOver(tx, desk, who, input)),
  ),
  logContact: os.complaints.logContact.handler(({ input: { key, ...input }, context }) =>
    run(context, { name: 'log-contact', key }, (tx, desk, who) => complaints.logContact(tx, desk, who, input)),
  ),
  addNote: os.complaints.addNote.handler(({ input: { key, ...input }, context }) =>
    run(context, { name: 'add-note', key }, (tx, desk, who) => complaints.addNote(tx, desk, who, input)),
  ),
  wait: os.complaints.wait.handler(({ input, context }) =>
    run(context, { name: 'wait', reason: input.reason }, (tx, desk, who) => complaints.wait(tx, desk, who, input)),
  ),
  resume: os.complaints.resume.handler(({ input, context }) =>
    run(context, { name: 'resume' }, (tx, desk, who) => complaints.resume(tx, desk, who, input)),
  ),
  decide: os.complaints.decide.handler(({ input, context }) =>
    run(context, { name: 'decide' }, (tx, desk, who) => complaints.decide(tx, desk, who, input)),
  ),
  rectificationDone: os.complaints.rectificationDone.handler(({ input, context }) =>
    run(context, { name: 'rectification-done' }, (tx, desk, who) => complaints.rectificationDone(tx, desk, who, input)),
  ),
  verifyRectification: os.complaints.verifyRectification.handler(({ input, context }) =>
    run(context, { name: 'verify-rectification' }, (tx, desk, who) => complaints.verifyRectification(tx, desk, who, input)),
  ),
  dropRectification: os.complaints.dropRectification.handler(({ input, context }) =>
    run(context, { name: 'drop-rectification', reason: input.reason }, (tx, desk, who) =>
      complaints.dropRectification(tx, desk, who, input),
    ),
  ),
  tell: os.complaints.tell.handler(({ input: { key, ...input }, context }) =>
    run(context, { name: 'tell', key }, (tx, desk, who) => complaints.tell(tx, desk, who, input)),
  ),
  setCause: os.complaints.setCause.handler(({ input, context }) =>
    run(context, { name: 'set-cause' }, (tx, desk, who) => complaints.setCause(tx, desk, who, input)),
  ),
  close: os.complaints.close.handler(({ input, context }) =>
    run(context, { name: 'close' }, (tx, desk, who) => complaints.close(tx, desk, who, input)),
  ),
  reopen: os.complaints.reopen.handler(({ input, context }) =>
    run(context, { name: 'reopen', reason: input.reason }, (tx, desk, who) => complaints.reopen(tx, desk, who, input)),
  ),
  withdraw: os.complaints.withdraw.handler(({ input, context }) =>
    run(context, { name: 'withdraw', reason: input.reason }, (tx, desk, who) => complaints.withdraw(tx, desk, who, input)),
  ),
  changeSeverity: os.complaints.changeSeverity.handler(({ input, context }) =>
    run(context, { name: 'change-severity', reason: input.reason }, (tx, desk, who) => complaints.changeSeverity(tx, desk, who, input)),
  ),
  extend: os.complaints.extend.handler(({ input, context }) =>
    run(context, { name: 'extend', reason: input.reason }, (tx, desk, who) => complaints.extend(tx, desk, who, input)),
  ),
  askExtension: os.complaints.askExtension.handler(({ input: { key, ...input }, context }) =>
    run(context, { name: 'ask-extension', key, reason: input.reason }, (tx, desk, who) => complaints.askExtension(tx, desk, who, input)),
  ),
  declineExtension: os.complaints.declineExtension.handler(({ input, context }) =>
    run(context, { name: 'decline-extension', reason: input.reason }, (tx, desk, who) => complaints.declineExtension(tx, desk, who, input)),
  ),
  resolveUnreached: os.complaints.resolveUnreached.handler(({ input: { key, ...input }, context }) =>
    run(context, { name: 'resolve-unreached', key }, (tx, desk, who) => complaints.resolveUnreached(tx, desk, who, input)),
  ),
  confirmLate: os.complaints.confirmLate.handler(({ input, context }) =>
    run(context, { name: 'confirm-late' }, (tx, desk, who) => complaints.confirmLateRecording(tx, desk, who, input)),
  ),
  addComplainant: os.complaints.addComplainant.handler(({ input: { key, ...input }, context }) =>
    run(context, { name: 'add-complainant', key }, (tx, desk, who) => complaints.addComplainant(tx, desk, who, input)),
  ),
  removeComplainant: os.complaints.removeComplainant.handler(({ input, context }) =>
    run(context, { name: 'remove-complainant' }, (tx, desk, who) => complaints.removeComplainant(tx, desk, who, input)),
  ),
  others: os.complaints.others.handler(({ input, context }) =>
    complaints.othersFor(context.db, personOf(context.identity), input, context.clock.now()),
  ),
  link: os.complaints.link.handler(({ input, context }) =>
    run(context, { name: 'link' }, (tx, desk, who) => complaints.link(tx, desk, who, input)),
  ),
  unlink: os.complaints.unlink.handler(({ input, context }) =>
    run(context, { name: 'unlink' }, (tx, desk, who) => complaints.unlink(tx, desk, who, input)),
  ),
  merge: os.complaints.merge.handler(({ input, context }) =>
    run(context, { name: 'merge' }, (tx, desk, who) => complaints.merge(tx, desk, who, input)),
  ),
  split: os.complaints.split.handler(({ input: { key, ...input }, context }) =>
    run(context, { name: 'split', key, undo: complaints.UNDO_SPLIT }, (tx, desk, who) => complaints.split(tx, desk, who, input)),
  ),
  keepPromise: os.complaints.keepPromise.handler(({ input, context }) =>
    run(context, { name: 'keep-promise' }, (tx, desk, who) => complaints.keepPromise(tx, desk, who, input)),
  ),
  movePromise: os.complaints.movePromise.handler(({ input, context }) =>
    run(context, { name: 'move-promise' }, (tx, desk, who) => complaints.movePromise(tx, desk, who, input)),
  ),
  addTask: os.complaints.addTask.handler(({ input: { key, ...input }, context }) =>
    run(context, { name: 'add-task', key }, (tx, desk, who) => complaints.addTask(tx, desk, who, input)),
  ),
  acknowledge: os.complaints.acknowledge.handler(({ input, context }) =>
    run(context, { name: 'acknowledge' }, (tx, desk, who) => complaints.acknowledge(tx, desk, who, input.escalationId)),
  ),
  changeHandler: os.complaints.changeHandler.handler(({ input, context }) =>
    run(context, { name: 'change-handler' }, (tx, desk, who) => complaints.changeHandler(tx, desk, who, input.escalationId, input.staffId)),
  ),
  ...policyRouter,
};
