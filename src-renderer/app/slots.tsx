import { IconMessageReport, IconPhonePlus, type IconProps, IconUserPlus } from '@tabler/icons-react';
import { type ComponentType, lazy } from 'react';
import { useUndo } from '#renderer/features/audit/use-undo.ts';
import { BackupFoot } from '#renderer/features/backups/backup-foot.tsx';
import { useDuty } from '#renderer/features/calendar/use-duty.ts';
import { WindowDrop } from '#renderer/features/imports/window-drop.tsx';
import { NoticeItem } from '#renderer/features/messages/notice-item.tsx';
import { SearchDialog } from '#renderer/features/search/search-dialog.tsx';
import { LoginScreen } from '#renderer/features/session/login-screen.tsx';
import { useAreaCounts, useUnread } from '#renderer/features/today/use-counts.ts';
import type { CreateId, CreateParams } from '#renderer/lib/frame.ts';
import type { Right } from '#shared/rules/access.ts';
import { Banner } from './banner.tsx';
import type { AreaKey } from './nav.ts';

/**
 * The places in the frame that features fill. A feature adds its line in `slots` below; nothing else in app/ changes.
 * Large components go in with `lazy(() => import('#renderer/features/…'))`.
 */
export interface Slots {
  /** The search dialog (Ctrl K). */
  readonly Search: ComponentType<{ readonly onClose: () => void }>;
  /** What opens under the bell, and how many are unread. */
  readonly Bell: ComponentType<{ readonly onClose: () => void }>;
  readonly useUnread: () => number;
  /** Figures beside the areas. */
  readonly useAreaCounts: () => Partial<Record<AreaKey, number>>;
  /** Names of who is on duty now. */
  readonly useDuty: () => readonly string[];
  /** Left part of the foot: age of the backup and the like; each renders a `FootItem`. */
  readonly foot: readonly { readonly key: string; readonly Item: ComponentType }[];
  /** The "new" menu and the dialogs behind it. */
  readonly creates: readonly {
    readonly id: CreateId;
    readonly right: Right;
    readonly icon: ComponentType<IconProps>;
    readonly Dialog: ComponentType<{ readonly params: CreateParams; readonly onClose: () => void }>;
  }[];
  /** Undo of the person's last command (Ctrl Z outside of fields). */
  readonly useUndo: () => () => void;
  /** Strip above the page, e.g. that this is the demo centre. */
  readonly Banner: ComponentType;
  /** Whole screens of the session's states. */
  readonly screens: {
    readonly setup: ComponentType;
    readonly login: ComponentType;
    /** `toSwitch`: opened by the switch button, so the list of people comes first. */
    readonly locked: ComponentType<{ readonly toSwitch: boolean }>;
  };
}

export const slots: Slots = {
  Bell: lazy(() => import('#renderer/features/messages/bell.tsx').then((m) => ({ default: m.BellPanel }))),
  useUnread,
  useAreaCounts,
  // not lazy: whoever presses Ctrl K goes on typing at once
  Search: SearchDialog,
  foot: [
    { key: 'backups', Item: BackupFoot },
    { key: 'notices', Item: NoticeItem },
    { key: 'drop', Item: WindowDrop },
  ],
  creates: [
    {
      id: 'new.complaint',
      right: 'complaints.record',
      icon: IconMessageReport,
      Dialog: lazy(() => import('#renderer/features/complaints/record-dialog.tsx').then((m) => ({ default: m.RecordDialog }))),
    },
    {
      id: 'new.student',
      right: 'students.write',
      icon: IconUserPlus,
      Dialog: lazy(() => import('#renderer/features/students/student-dialog.tsx').then((m) => ({ default: m.NewStudentDialog }))),
    },
    {
      id: 'new.follow-up',
      right: 'follow-ups.write',
      icon: IconPhonePlus,
      Dialog: lazy(() => import('#renderer/features/follow-ups/follow-up-dialog.tsx').then((m) => ({ default: m.FollowUpDialog }))),
    },
  ],
  useDuty,
  useUndo,
  Banner,
  screens: {
    setup: lazy(() => import('#renderer/features/setup/setup-screen.tsx').then((m) => ({ default: m.SetupScreen }))),
    // the first screen of nearly every day; nobody waits for a second file
    login: LoginScreen,
    locked: lazy(() => import('#renderer/features/session/locked-screen.tsx').then((m) => ({ default: m.LockedScreen }))),
  },
};
