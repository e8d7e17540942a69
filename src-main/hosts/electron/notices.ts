import type { Changes, Notice } from '#main/base/changes.ts';
import type { Translate } from '#main/base/words.ts';
import { type Message, messageRef, OPEN_NOTICE } from '#shared/contract/messages.ts';

/** What the core tells one person at once: the kind and the number of the record; nobody is named, it can be read over a shoulder. */
export type Told = { code: string; ref: Message['ref']; staffId: string };

/** What a notice says to `staffId`; undefined when it is for others, or when a policy keeps it inside the program (quiet hours). */
export function toldTo(notice: Notice | undefined, staffId: string | null): Told | undefined {
  const { staffIds, ref, silent } = (notice?.data ?? {}) as { staffIds?: unknown; ref?: unknown; silent?: unknown };
  const known = messageRef.safeParse(ref);
  if (
    !notice ||
    notice.code === OPEN_NOTICE ||
    !known.success ||
    staffId === null ||
    silent === true ||
    !Array.isArray(staffIds) ||
    !staffIds.includes(staffId)
  )
    return undefined;
  return { code: notice.code, ref: known.data, staffId };
}

export type Hearing = {
  /** Who sits at the window, also while it is locked. */
  me: () => string | null;
  tell: (told: Told) => void;
  /** Something changed; what is due may be another number now. */
  changed: () => void;
};

/** Hears a core until it closes, and hands on what it tells the person at the window. */
export async function hearNotices(changes: Pick<Changes, 'subscribe'>, { me, tell, changed }: Hearing): Promise<void> {
  for await (const { notice, topics } of changes.subscribe()) {
    const told = toldTo(notice, me());
    if (told) tell(told);
    if (topics.length > 0) changed();
  }
}

const worded = ['assigned', 'escalated', 'missed', 'warned', 'hand_over'];

/** The words of a notice of the operating system. */
export function noticeTitle(told: Told, t: Translate): string {
  return t(`desktop:notice.${worded.includes(told.code) ? told.code : 'other'}`, { number: told.ref.number });
}

/** The operating system's notices: Electron's, and a list in the tests. */
export type NoticePort = {
  isSupported(): boolean;
  make(options: { title: string }): { on(event: 'click', listener: () => void): unknown; show(): void };
};

/** Notices that are on the screen: one that nothing holds any more loses its click. */
const shownNotices = new Set<unknown>();
const SHOWN_KEPT = 50;

/** Shows it when the system can; a click is for who shows it: the window comes forward with the record. */
export function showNotice(port: NoticePort, told: Told, t: Translate, onClick: () => void): void {
  if (!port.isSupported()) return;
  const shown = port.make({ title: noticeTitle(told, t) });
  shown.on('click', () => {
    shownNotices.delete(shown);
    onClick();
  });
  shownNotices.add(shown);
  for (const oldest of shownNotices) {
    if (shownNotices.size <= SHOWN_KEPT) break;
    shownNotices.delete(oldest);
  }
  shown.show();
}
