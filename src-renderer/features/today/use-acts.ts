import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '#renderer/lib/client.ts';
import { openCreate } from '#renderer/lib/frame.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.tsx';
import { useRight } from '#renderer/lib/session.tsx';
import { undoOf } from '#renderer/lib/undo.ts';
import { useToday } from '#renderer/lib/use-today.ts';
import type { Todo } from '#shared/contract/today.ts';
import { addDays } from '#shared/rules/zone.ts';

/** What a line of 今日 can do: open its record, be done, or (a call only) wait until tomorrow. */
export function useActs() {
  const { t } = useTranslation('today');
  const navigate = useNavigate();
  const today = useToday();
  const mayWrite = useRight('follow-ups.write') !== undefined;
  const [busy, setBusy] = useState<string | null>(null);

  function open(todo: Todo): void {
    if (todo.ref.kind === 'follow-up') openCreate('new.follow-up', { followUpId: todo.ref.id });
    else void navigate({ to: '/complaints/$id', params: { id: todo.ref.id } });
  }
  async function write(todo: Todo, run: () => Promise<void>): Promise<void> {
    setBusy(todo.key);
    try {
      await run();
    } catch (error) {
      notifyFailure(error);
    } finally {
      setBusy(null);
    }
  }
  async function act(todo: Todo): Promise<void> {
    const { actId } = todo;
    if (todo.kind === 'clock' && (todo.clock === 'progress' || todo.clock === 'first_response') && todo.ref.kind === 'complaint') {
      // the page opens with the pen at the contact
      void navigate({ to: '/complaints/$id', params: { id: todo.ref.id }, search: { begin: 'log' } });
      return;
    }
    if (todo.kind !== 'promise' || actId === null || !mayWrite) return open(todo);
    await write(todo, async () => {
      const done = await client.followUps.keepPromise({ id: actId });
      notifyDone({ message: t('kept'), undo: undoOf(done) });
    });
  }
  /** A deadline cannot be put off; a call can. */
  const canWait = (todo: Todo | undefined): todo is Todo =>
    todo !== undefined && mayWrite && (todo.kind === 'follow_up' || todo.kind === 'visit') && todo.ref.kind === 'follow-up';
  async function later(todo: Todo): Promise<void> {
    await write(todo, async () => {
      const { followUp } = await client.followUps.get({ id: todo.ref.id });
      const done = await client.followUps.reschedule({ id: followUp.id, version: followUp.version, dueOn: addDays(today, 1) });
      notifyDone({ message: t('laterDone'), undo: undoOf(done) });
    });
  }
  return { open, act, later, canWait, busy };
}
