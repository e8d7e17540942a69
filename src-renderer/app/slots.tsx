import type { IconProps } from '@tabler/icons-react';
import { type ComponentType, lazy } from 'react';
import type { CreateId, CreateParams } from '#renderer/lib/frame.ts';
import type { Right } from '#shared/rules/access.ts';
import type { AreaKey } from './nav.ts';

/**
 * The places in the frame that features fill. A feature adds its line in `slots` below; nothing else in app/ changes.
 * Large components go in with `lazy(() => import('#renderer/features/…'))`.
 */
export interface Slots {
  /** The search dialog (Ctrl K). */
  readonly Search?: ComponentType<{ readonly onClose: () => void }>;
  /** What opens under the bell, and how many are unread. */
  readonly Bell?: ComponentType<{ readonly onClose: () => void }>;
  readonly useUnread?: () => number;
  /** Figures beside the areas. */
  readonly useAreaCounts?: () => Partial<Record<AreaKey, number>>;
  /** Names of who is on duty now. */
  readonly useDuty?: () => readonly string[];
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
  readonly useUndo?: () => () => void;
  /** Strip above the page, e.g. that this is the demo centre. */
  readonly Banner?: ComponentType;
  /** Whole screens of the session's states. */
  readonly screens: {
    readonly setup?: ComponentType;
    readonly login?: ComponentType;
    /** `toSwitch`: opened by the switch button, so the list of people comes first. */
    readonly locked?: ComponentType<{ readonly toSwitch: boolean }>;
  };
}

export const slots: Slots = {
  Search: lazy(() => import('#renderer/features/search/search-dialog.tsx').then((m) => ({ default: m.SearchDialog }))),
  foot: [],
  creates: [],
  screens: {},
};
