import { os, personOf } from '#main/base/os.ts';
import { dropDraft, loadDraft, ownerOf, saveDraft } from './service.ts';

/** Drafts are not records: they are written outside the history, to the one table that allows it. */
export const draftsRouter = {
  load: os.drafts.load.handler(({ input, context }) => loadDraft(context.db, personOf(context.identity).staffId, input.form)),
  save: os.drafts.save.handler(async ({ input, context }) => {
    const me = ownerOf(context.identity, input.staffId);
    const savedAt = context.clock.now();
    await context.commands.scratch((tx) => saveDraft(tx, context.ids.next(), me, input.form, input.value, savedAt));
    return { savedAt };
  }),
  drop: os.drafts.drop.handler(async ({ input, context }) => {
    const me = ownerOf(context.identity, input.staffId);
    await context.commands.scratch((tx) => dropDraft(tx, me, input.form));
    return {};
  }),
};
