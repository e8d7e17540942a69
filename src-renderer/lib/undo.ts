import type { Done } from '#shared/contract/fields.ts';
import { client } from './client.ts';

/** The undo of a saved command for `notifyDone`; undefined when it cannot be taken back. */
export function undoOf(done: Done): (() => Promise<unknown>) | undefined {
  return done.undoable ? () => client.audit.undo({ commandId: done.commandId }) : undefined;
}
