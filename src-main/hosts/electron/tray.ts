import type { MenuItemConstructorOptions, NativeImage } from 'electron';
import type { Translate } from '#main/base/words.ts';

export type TrayActions = { open: () => void; quit: () => void };

/** The menu behind the tray's icon. The figure says how much is due for the person at the desk; with nobody there it says nothing. */
export function trayTemplate(t: Translate, due: number | null, actions: TrayActions): MenuItemConstructorOptions[] {
  return [
    { id: 'open', label: t('desktop:tray.open'), click: actions.open },
    ...(due === null ? [] : [{ id: 'due', label: t('desktop:tray.due', { count: due }), enabled: false }]),
    { type: 'separator' },
    { id: 'quit', label: t('desktop:menu.quit'), click: actions.quit },
  ];
}

/** Points of the icon in the tray: what each system draws there. */
export const TRAY_POINTS: Partial<Record<NodeJS.Platform, number>> = { darwin: 18, win32: 16, linux: 22 };

/** The program's icon at the size of the tray, sharp also on displays with twice and three times the pixels. */
export function trayImage(
  images: { createEmpty(): NativeImage; createFromPath(path: string): NativeImage },
  file: string,
  platform: NodeJS.Platform,
): NativeImage {
  const points = TRAY_POINTS[platform] ?? 22;
  const whole = images.createFromPath(file);
  const image = images.createEmpty();
  for (const scaleFactor of [1, 2, 3]) {
    const side = points * scaleFactor;
    const sized = whole.resize({ width: side, height: side, quality: 'best' });
    image.addRepresentation({ scaleFactor, width: side, height: side, buffer: sized.toPNG() });
  }
  return image;
}

/** The part of Electron's Tray that is used. */
export type TrayIcon = {
  setToolTip(text: string): void;
  setContextMenu(menu: unknown): void;
  on(event: 'click', listener: () => void): unknown;
  destroy(): void;
};

export type TrayDeps = {
  make: () => TrayIcon;
  /** Electron's menu of a template. */
  menu: (template: MenuItemConstructorOptions[]) => unknown;
  platform: NodeJS.Platform;
  t: () => Translate;
  actions: TrayActions;
};

export type TrayHolder = {
  /** Shows the icon with this figure, or takes it away. The menu is built anew: Linux hears of no change in an old one. */
  show(on: boolean, due: number | null): void;
  readonly shown: boolean;
};

/** The icon is there only while the switch is on. A click opens the window; on macOS a click belongs to the menu. */
export function createTray(deps: TrayDeps): TrayHolder {
  let icon: TrayIcon | undefined;
  return {
    show: (on, due) => {
      if (!on) {
        icon?.destroy();
        icon = undefined;
        return;
      }
      if (!icon) {
        icon = deps.make();
        if (deps.platform !== 'darwin') icon.on('click', deps.actions.open);
      }
      const t = deps.t();
      icon.setToolTip(due === null ? t('desktop:brand') : t('desktop:tray.tip', { brand: t('desktop:brand'), count: due }));
      icon.setContextMenu(deps.menu(trayTemplate(t, due, deps.actions)));
    },
    get shown() {
      return icon !== undefined;
    },
  };
}
