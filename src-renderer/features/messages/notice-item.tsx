import { useEffect } from 'react';
import { usePerson, useSession } from '#renderer/lib/session.tsx';
import { openAsked, showNotices } from './notices.ts';
import { useOpenRef } from './use-open-ref.ts';

/** Stands in the foot and shows nothing there: listens for notices as long as somebody is at the desk. */
export function NoticeItem() {
  const { id } = usePerson();
  const { info } = useSession();
  const open = useOpenRef();
  // the desktop host shows its own, and says which one was clicked
  const listen = info.host === 'electron' ? openAsked : showNotices;
  useEffect(() => listen(id, open), [id, listen, open]);
  return null;
}
