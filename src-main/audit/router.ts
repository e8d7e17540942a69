import { os, personOf, scopeOf } from '#main/base/os.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Right } from '#shared/rules/access.ts';
import { lastCheck } from './daily.ts';
import { listCommands, mayUndo, type RecordKind, recordHistory } from './service.ts';

/** History passes the same rights as the record itself. */
const rightFor: Record<RecordKind, Right> = {
  student: 'students.read',
  complaint: 'complaints.read',
  'follow-up': 'follow-ups.read',
  staff: 'staff.manage',
};

export const auditRouter = {
  undoable: os.audit.undoable.handler(({ context }) =>
    context.commands.undoable(context.actor).map(({ commandId, name, at }) => ({ commandId, name, at })),
  ),
  undo: os.audit.undo.handler(async ({ input, context }) => {
    const commandId = input.commandId ?? context.commands.undoable(context.actor).find((command) => command.kind !== 'undo')?.commandId;
    if (!commandId) throw new Failure('UNDO_NOT_POSSIBLE', { reason: 'nothing' });
    mayUndo(context.db, commandId, personOf(context.identity).grants);
    const answer = await context.commands.undo(commandId, context.actor);
    return { commandId: answer.commandId, undoable: true, name: answer.undone.name };
  }),
  record: os.audit.record.handler(({ input, context }) => {
    // The whole history tells more than a narrowed record does, so it needs the whole right.
    if (scopeOf(personOf(context.identity), rightFor[input.kind]) !== 'all')
      throw new Failure('FORBIDDEN', { right: rightFor[input.kind] });
    return recordHistory(context.db, input.kind, input.id);
  }),
  commands: os.audit.commands.handler(({ input, context }) => listCommands(context.db, input.cursor ?? null, input.limit)),
  lastCheck: os.audit.lastCheck.handler(({ context }) => lastCheck(context.dataDir)),
  verify: os.audit.verify.handler(({ context }) =>
    context.heavy.run<{ ok: boolean; commands: number; rows: number; brokenAt: string | null }>('audit.verify', {}),
  ),
};
