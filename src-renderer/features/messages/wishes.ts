import { client } from '#renderer/lib/client.ts';
import { onNotice } from '#renderer/lib/live.ts';
import { notifyFailure } from '#renderer/lib/notify.tsx';
import { type Message, OPEN_NOTICE } from '#shared/contract/messages.ts';

export interface WishActs {
  readonly open: (ref: Message['ref']) => void;
  readonly openFile: (file: File) => void;
}

/**
 * Does what was asked of the desktop program outside of its page: the record of a notice that was clicked, a file that it was opened
 * with. Asked for at once, because it may have been before this person sat down, and whenever the host says so. Answers the way to stop.
 */
export function takeWishes(me: string, acts: WishActs): () => void {
  let listening = true;
  const take = async (): Promise<void> => {
    try {
      const { ref, file } = await client.program.wish();
      if (!listening) return;
      if (ref) acts.open(ref);
      if (file) acts.openFile(file);
    } catch (error) {
      if (listening) notifyFailure(error, { reading: true });
    }
  };
  void take();
  const stop = onNotice(({ code, data }) => {
    if (code === OPEN_NOTICE && Array.isArray(data?.staffIds) && data.staffIds.includes(me)) void take();
  });
  return () => {
    listening = false;
    stop();
  };
}
