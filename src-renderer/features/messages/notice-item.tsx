import { useEffect } from 'react';
import { usePerson, useSession } from '#renderer/lib/session.tsx';
import { showNotices } from './notices.ts';
import { useOpenFile, useOpenRef } from './use-open-ref.ts';
import { takeWishes } from './wishes.ts';

/** Stands in the foot and shows nothing there: listens for notices as long as somebody is at the desk. */
export function NoticeItem() {
  const { id } = usePerson();
  const { info } = useSession();
  const open = useOpenRef();
  const openFile = useOpenFile();
  const desktop = info.host === 'electron';
  useEffect(() => (desktop ? undefined : showNotices(id, open)), [id, desktop, open]);
  // the desktop host shows its own notices; what was asked of it while nobody sat here waits for us
  useEffect(() => (desktop ? takeWishes(id, { open, openFile }) : undefined), [id, desktop, open, openFile]);
  return null;
}
