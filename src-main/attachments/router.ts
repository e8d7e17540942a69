import { os, personOf, type Services } from '#main/base/os.ts';
import { Failure } from '#shared/contract/failure.ts';
import { addAttachment, contentOf, listAttachments, mustAdd, removeAttachment } from './service.ts';
import { createUploads, type Uploads } from './uploads.ts';

// One set of files on their way per running core.
const running = new WeakMap<Services, Uploads>();
function uploadsOf(services: Services): Uploads {
  let uploads = running.get(services);
  if (!uploads) {
    uploads = createUploads(services);
    running.set(services, uploads);
  }
  return uploads;
}

export const attachmentsRouter = {
  list: os.attachments.list.handler(({ input, context }) => listAttachments(context.db, personOf(context.identity), input.subject)),
  begin: os.attachments.begin.handler(({ input: { subject, name, bytes }, context }) => {
    const who = personOf(context.identity);
    mustAdd(context.db, who, subject);
    return uploadsOf(context.services).begin(who.staffId, subject, name, bytes);
  }),
  send: os.attachments.send.handler(async ({ input: { uploadId, from, part }, context }) => {
    const bytes = new Uint8Array(await part.arrayBuffer());
    return uploadsOf(context.services).send(personOf(context.identity).staffId, uploadId, from, bytes);
  }),
  finish: os.attachments.finish.handler(async ({ input: { uploadId, key }, context }) => {
    const who = personOf(context.identity);
    const uploads = uploadsOf(context.services);
    // One that came through before is answered from its key, though its bytes are gone.
    const file = uploads.has(who.staffId, uploadId) ? uploads.finish(who.staffId, uploadId) : null;
    const { result, commandId } = await context.commands.run(
      {
        name: 'attachments.add',
        actor: context.actor,
        undo: 'rows',
        topics: ['attachments'],
        ...(key === undefined ? {} : { idempotencyKey: key }),
      },
      (tx) => {
        if (!file) throw new Failure('NOT_FOUND', { what: 'upload' });
        return addAttachment(tx, context.ids, who, file);
      },
    );
    uploads.drop(who.staffId, uploadId);
    return { ...result, commandId, undoable: !result.already };
  }),
  cancel: os.attachments.cancel.handler(({ input, context }) => {
    uploadsOf(context.services).drop(personOf(context.identity).staffId, input.uploadId);
    return {};
  }),
  content: os.attachments.content.handler(({ input, context }) => {
    const { name, mime, content } = contentOf(context.db, personOf(context.identity), input.id);
    return new File([new Uint8Array(content)], name, { type: mime });
  }),
  remove: os.attachments.remove.handler(async ({ input, context }) => {
    const who = personOf(context.identity);
    const { commandId } = await context.commands.run(
      { name: 'attachments.remove', actor: context.actor, undo: 'rows', topics: ['attachments'] },
      (tx) => {
        removeAttachment(tx, who, input.id);
        return {};
      },
    );
    return { commandId, undoable: true };
  }),
};
