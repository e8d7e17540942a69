import { useState } from 'react';
import { client } from '#renderer/lib/client.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.tsx';
import type { Done } from '#shared/contract/fields.ts';

/** Runs one change, says that it was done with undo, or what went wrong. Answers whether it was done. */
export function useChange(): { busy: boolean; change: (run: () => Promise<Done>, message: string) => Promise<boolean> } {
  const [busy, setBusy] = useState(false);
  return {
    busy,
    change: async (run, message) => {
      setBusy(true);
      try {
        const { commandId } = await run();
        notifyDone({ message, undo: () => client.audit.undo({ commandId }) });
        return true;
      } catch (error) {
        notifyFailure(error);
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}
