import type { TrayHolder } from './tray.ts';

/** Changes come in bursts; the icon need not follow each of them. */
export const SETTLE_MS = 250;

export type AttentionDeps = {
  /** How much is due for the person at the desk; null while nobody sits there. */
  due: () => number | null;
  badge: (count: number) => void;
  tray: Pick<TrayHolder, 'show'>;
  /** Whether the icon in the tray is wanted. */
  background: () => boolean;
  lang: () => string;
  onError: (error: unknown) => void;
};

export type Attention = {
  /** Looks now; what did not change is not drawn again. */
  refresh(): void;
  /** Draws all of it the next time: a new window has a button of its own. */
  renew(): void;
  /** Something changed: looks soon. */
  changed(): void;
  stop(): void;
};

/** The figure on the program's icon and the icon in the tray follow what is due. */
export function createAttention(deps: AttentionDeps): Attention {
  let drawn = '';
  let soon: NodeJS.Timeout | undefined;
  let stopped = false;
  const refresh = (): void => {
    if (stopped) return;
    try {
      const due = deps.due();
      const background = deps.background();
      const next = [due, background, deps.lang()].join(' ');
      if (next === drawn) return;
      // before it is drawn: what a system cannot draw is tried again only when it changes
      drawn = next;
      deps.badge(due ?? 0);
      deps.tray.show(background, due);
    } catch (error) {
      deps.onError(error);
    }
  };
  return {
    refresh,
    renew: () => {
      drawn = '';
      refresh();
    },
    changed: () => {
      soon ??= setTimeout(() => {
        soon = undefined;
        refresh();
      }, SETTLE_MS);
    },
    stop: () => {
      stopped = true;
      clearTimeout(soon);
    },
  };
}
