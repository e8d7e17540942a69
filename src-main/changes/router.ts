import { os } from '#main/base/os.ts';

export const changesRouter = {
  watch: os.changes.watch.handler(async function* ({ context, signal }) {
    const { changes } = context;
    const reader = changes.subscribe({ signal });
    const gone = context.presence.watching(context.connection);
    // Said at once: a page that hears this has missed nothing since it asked.
    try {
      yield { seq: changes.seq, epoch: changes.epoch, topics: [] as string[] };
      for await (const { seq, epoch, topics, notice } of reader) {
        yield { seq, epoch, topics: [...topics], notice: notice && { code: notice.code, data: notice.data && { ...notice.data } } };
      }
    } finally {
      gone();
    }
  }),
};
