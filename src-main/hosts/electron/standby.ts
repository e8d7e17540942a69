import { app, Menu, nativeImage, powerMonitor, Tray } from 'electron';
import { resource } from '#main/base/app-root.ts';
import type { Translate } from '#main/base/words.ts';
import type { Lang } from '#shared/contract/fields.ts';
import { type Attention, createAttention } from './attention.ts';
import { createBadge } from './badge.ts';
import type { Desk } from './desk.ts';
import { createIdleLock, PULSE_MS } from './idle.ts';
import type { Stage } from './stage.ts';
import { createTray, trayImage } from './tray.ts';

export type StandbyDeps = {
  desk: () => Pick<Desk, 'due' | 'idleMinutes' | 'lock'>;
  stage: () => Stage;
  /** The icon in the tray is wanted. */
  background: () => boolean;
  lang: () => Lang;
  t: () => Translate;
  monotonic: () => number;
  onError: (error: unknown) => void;
};

export type Standby = Attention & {
  /** The icon that brings a hidden window back is there. */
  readonly trayShown: boolean;
  /** Looks every few seconds from now on. */
  start(): void;
};

/** What the program does while nobody looks at its window: the figure on its icon, the icon in the tray, the lock. */
export function createStandby(deps: StandbyDeps): Standby {
  const { platform } = process;
  const tray = createTray({
    make: () => new Tray(trayImage(nativeImage, resource('icons', 'icon.png'), platform)),
    menu: (template) => Menu.buildFromTemplate(template),
    platform,
    t: deps.t,
    actions: { open: () => deps.stage().show(), quit: () => app.quit() },
  });
  const attention = createAttention({
    due: () => deps.desk().due(),
    badge: createBadge({ platform, app, images: nativeImage, window: () => deps.stage().window(), t: deps.t }),
    tray,
    background: deps.background,
    lang: deps.lang,
    onError: deps.onError,
  });
  const lockIdle = createIdleLock({
    systemIdle: () => powerMonitor.getSystemIdleTime(),
    shown: () => deps.stage().window()?.isVisible() ?? false,
    minutes: () => deps.desk().idleMinutes(),
    monotonic: deps.monotonic,
    lock: () => deps.desk().lock(),
  });
  return {
    ...attention,
    get trayShown() {
      return tray.shown;
    },
    start: () => {
      setInterval(() => {
        lockIdle();
        attention.refresh();
      }, PULSE_MS).unref();
    },
  };
}
