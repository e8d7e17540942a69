import { type Context, os, personOf, type Services } from '#main/base/os.ts';
import type { Actor, Tx } from '#main/db/open.ts';
import type { Done } from '#shared/contract/fields.ts';
import * as scripts from './service.ts';

type Caller = Services & { actor: Actor; connection: Context['connection'] };

/** One change = one command that its rows take back. */
async function run<T>(context: Caller, name: string, idempotencyKey: string | undefined, fn: (tx: Tx) => T): Promise<T & Done> {
  const { result, commandId } = await context.commands.run(
    { name: `scripts.${name}`, actor: context.actor, undo: 'rows', topics: ['scripts'], idempotencyKey },
    (tx) => fn(tx) ?? {},
  );
  return { ...(result as T), commandId, undoable: true };
}

export const scriptsRouter = {
  list: os.scripts.list.handler(({ input, context }) =>
    scripts.listScripts(context.db, {
      ...input,
      drafts: personOf(context.identity).grants['scripts.publish'] !== undefined,
      now: context.clock.now(),
    }),
  ),
  save: os.scripts.save.handler(({ input: { key, ...input }, context }) =>
    run(context, 'save', key, (tx) => scripts.saveScript(tx, context.ids, personOf(context.identity), input)),
  ),
  reset: os.scripts.reset.handler(({ input, context }) =>
    run(context, 'reset', undefined, (tx) => scripts.resetScript(tx, input.id, input.version)),
  ),
  fitting: os.scripts.fitting.handler(({ input, context }) =>
    scripts.fittingFor(context.db, personOf(context.identity), input.complaintId, input.lang, context.clock.now()),
  ),
  used: os.scripts.used.handler(async ({ input, context }) => {
    const { result } = await context.commands.run({ name: 'scripts.used', actor: context.actor, undo: 'none', topics: ['scripts'] }, (tx) =>
      scripts.noteUse(tx, context.ids, personOf(context.identity), input),
    );
    return result;
  }),
  banned: os.scripts.banned.handler(({ context }) => scripts.listBanned(context.db, context.clock.now())),
  saveBanned: os.scripts.saveBanned.handler(({ input: { key, ...input }, context }) =>
    run(context, 'save-banned', key, (tx) => scripts.saveBanned(tx, context.ids, input)),
  ),
  resetBanned: os.scripts.resetBanned.handler(({ input, context }) =>
    run(context, 'reset-banned', undefined, (tx) => scripts.resetBanned(tx, input.id, input.version)),
  ),
};
