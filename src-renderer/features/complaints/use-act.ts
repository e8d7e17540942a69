import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '#renderer/lib/client.ts';
import { codeOf } from '#renderer/lib/failure.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import { queryClient } from '#renderer/lib/queries.ts';
import type { Done } from '#shared/contract/fields.ts';

/** What was said when it was done; the words are already in the language of the screen. */
export type Acted<R extends Done> = { readonly done: string | ((result: R) => string) };

/** Fetches the page of a complaint again; the stream would do it too, but nobody should wait for it after a refusal. */
export async function reloadCase(id: string): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: orpc.complaints.get.key({ input: { id } }) });
}

/** Acts of this page on one complaint: how many were begun, and how many of them the page shows. */
type OwnActs = { begun: number; shown: number };
const ownActs = new Map<string, OwnActs>();

export function ownActsOn(id: string): OwnActs {
  const acts = ownActs.get(id) ?? { begun: 0, shown: 0 };
  ownActs.set(id, acts);
  return acts;
}

/** Does something to a complaint and waits until its page shows it. */
async function actOn<T>(id: string, act: () => Promise<T>): Promise<T> {
  const acts = ownActsOn(id);
  acts.begun += 1;
  try {
    const result = await act();
    acts.shown += 1;
    return result;
  } catch (failure) {
    acts.begun -= 1;
    throw failure;
  }
}

/**
 * Runs one act on a complaint: says that it was done, with undo where the core allows it; a refusal is kept for the form or
 * said at once. Answers whether it was done.
 */
export function useAct(id: string, options: { inForm?: boolean } = {}) {
  const { t } = useTranslation('complaints');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  async function run<R extends Done>(act: () => Promise<R>, { done }: Acted<R>): Promise<boolean> {
    if (busy) return false;
    setBusy(true);
    setError(null);
    try {
      await actOn(id, async () => {
        const result = await act();
        const { commandId, undoable } = result;
        notifyDone({ message: typeof done === 'string' ? done : done(result), undo: undoable ? () => undo(commandId) : undefined });
        // the next act is to begin on what this one left
        await reloadCase(id);
      });
      return true;
    } catch (failure) {
      if (codeOf(failure) === 'STALE') await reloadCase(id);
      if (options.inForm) setError(failure);
      else notifyFailure(failure);
      return false;
    } finally {
      setBusy(false);
    }
  }

  async function undo(commandId: string): Promise<void> {
    await actOn(id, async () => {
      await client.audit.undo({ commandId });
      notifyDone({ message: t('undone') });
      await reloadCase(id);
    });
  }

  return { busy, error, run, clear: () => setError(null) };
}
