import i18next from 'i18next';
import { onNotice } from '#renderer/lib/live.ts';
import { type Message, messageRef, OPEN_NOTICE } from '#shared/contract/messages.ts';

export type NoticePermission = NotificationPermission | 'unsupported';

/** Whether this browser may show notices of the program outside of its page. */
export function noticePermission(): NoticePermission {
  return typeof Notification === 'undefined' ? 'unsupported' : Notification.permission;
}

/** Asks the browser; only ever after somebody pressed the button for it. */
export async function askForNotices(): Promise<NoticePermission> {
  return typeof Notification === 'undefined' ? 'unsupported' : Notification.requestPermission();
}

interface Told {
  readonly staffIds: readonly string[];
  readonly ref: Message['ref'];
}

function toldOf(data: Record<string, unknown> | undefined): Told | undefined {
  const staffIds = Array.isArray(data?.staffIds) ? data.staffIds.filter((each): each is string => typeof each === 'string') : [];
  const ref = messageRef.safeParse(data?.ref);
  return ref.success ? { staffIds, ref: ref.data } : undefined;
}

/**
 * Shows what the core has to tell this person as a notice of the operating system, as long as the browser was allowed to. It
 * names the record and nobody, and stays quiet in the quiet hours of its policy: it can be read over a shoulder on a locked screen. Answers the way to stop.
 */
export function showNotices(me: string, open: (ref: Message['ref']) => void): () => void {
  return onNotice(({ code, data }) => {
    if (code === OPEN_NOTICE || noticePermission() !== 'granted' || data?.silent === true) return;
    const told = toldOf(data);
    if (!told?.staffIds.includes(me)) return;
    const { ref } = told;
    const { number } = ref;
    const title = i18next.t(`messages:notice.${code}`, { number, defaultValue: i18next.t('messages:notice.other', { number }) });
    // the same record is told once, in whichever tab: the newer notice takes the place of the older
    const notice = new Notification(title, { tag: `${code}:${ref.id}`, lang: i18next.language });
    notice.onclick = () => {
      window.focus();
      notice.close();
      open(ref);
    };
  });
}
