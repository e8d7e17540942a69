import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { openCreate } from '#renderer/lib/frame.ts';
import { offerFile } from '#renderer/lib/incoming-file.ts';
import type { Message } from '#shared/contract/messages.ts';

/** Opens the record that a message is about. */
export function useOpenRef(): (ref: Message['ref']) => void {
  const navigate = useNavigate();
  return useCallback(
    (ref) => {
      if (ref.kind === 'complaint') void navigate({ to: '/complaints/$id', params: { id: ref.id } });
      else if (ref.kind === 'follow-up') openCreate('new.follow-up', { followUpId: ref.id });
      else if (ref.id === 'program') void navigate({ to: '/settings/program' });
      else if (ref.id === 'history') void navigate({ to: '/settings/history' });
      else void navigate({ to: '/settings' });
    },
    [navigate],
  );
}

/** Takes a table to the import screen. */
export function useOpenFile(): (file: File) => void {
  const navigate = useNavigate();
  return useCallback(
    (file) => {
      offerFile(file);
      void navigate({ to: '/students/import', search: {} });
    },
    [navigate],
  );
}
