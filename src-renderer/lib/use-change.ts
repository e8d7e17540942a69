import { useState } from 'react';
import type { Done } from '#shared/contract/fields.ts';
import { notifyDone, notifyFailure } from './notify.tsx';
import { undoOf } from './undo.ts';

/** Runs one change, says that it was done, with undo where it can be taken back, or what went wrong. Answers whether it was done. */
export function useChange(): { busy: boolean; change: (run: () => Promise<Done>, message: string) => Promise<boolean> } {
  const [busy, setBusy] = useState(false);
  return {
    busy,
    change: async (run, message) => {
      setBusy(true);
      try {
        notifyDone({ message, undo: undoOf(await run()) });
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
