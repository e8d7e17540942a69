import i18next from 'i18next';
import { onNotice } from '#renderer/lib/live.ts';

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
  readonly number: string;
  readonly refId: string;
}

function toldOf(data: Record<string, unknown> | undefined): Told {
  const staffIds = Array.isArray(data?.staffIds) ? data.staffIds.filter((each): each is string => typeof each === 'string') : [];
  const ref: Record<string, unknown> = typeof data?.ref === 'object' && data.ref !== null ? { ...data.ref } : {};
  return {
    staffIds,
    number: typeof ref.number === 'string' ? ref.number : '',
    refId: typeof ref.id === 'string' ? ref.id : '',
  };
}

/**
 * Shows what the core has to tell this person as a notice of the operating system, as long as the browser was allowed to. It
 * names the record and nobody, and stays quiet in the quiet hours of its policy: it can be read over a shoulder on a locked screen. Answers the way to stop.
 */
export function showNotices(me: string, open: (refId: string) => void): () => void {
  return onNotice(({ code, data }) => {
    if (noticePermission() !== 'granted' || data?.silent === true) return;
    const { staffIds, number, refId } = toldOf(data);
    if (!staffIds.includes(me)) return;
    const title = i18next.t(`messages:notice.${code}`, { number, defaultValue: i18next.t('messages:notice.other', { number }) });
    // the same record is told once, in whichever tab: the newer notice takes the place of the older
    const notice = new Notification(title, { tag: `${code}:${refId}`, lang: i18next.language });
    notice.onclick = () => {
      window.focus();
      notice.close();
      open(refId);
    };
  });
}
