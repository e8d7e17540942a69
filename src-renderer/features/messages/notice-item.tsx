import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { usePerson, useSession } from '#renderer/lib/session.tsx';
import { showNotices } from './notices.ts';

/** Stands in the foot and shows nothing there: listens for notices as long as somebody is at the desk. */
export function NoticeItem() {
  const { id } = usePerson();
  const { info } = useSession();
  const navigate = useNavigate();
  // the desktop host shows its own
  const listens = info.host !== 'electron';
  useEffect(
    () => (listens ? showNotices(id, (refId) => void navigate({ to: '/complaints/$id', params: { id: refId } })) : undefined),
    [id, listens, navigate],
  );
  return null;
}
