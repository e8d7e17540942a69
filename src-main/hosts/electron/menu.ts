import type { MenuItemConstructorOptions } from 'electron';
import type { Translate } from '#main/base/words.ts';

export type MenuActions = {
  lock: () => void;
  reload: () => void;
  about: () => void;
  openDataFolder: () => void;
};

export type MenuSetting = { platform: NodeJS.Platform; packaged: boolean; t: Translate; actions: MenuActions };

type Item = MenuItemConstructorOptions;

const line: Item = { type: 'separator' };

/**
 * The menu bar by the platform's own order: on macOS the program's menu comes first and holds about and quit, elsewhere they are
 * under File and Help. Roles bring the system's behaviour, our words its language. Keys of the desk itself (search, new, go)
 * belong to the page's key table and so stand in no menu: a menu key would win over a field that is being typed in.
 */
export function menuTemplate({ platform, packaged, t, actions }: MenuSetting): Item[] {
  const mac = platform === 'darwin';
  // The page owns this key (lib/key-table.ts); it is shown here and acted on there.
  const lock: Item = {
    id: 'lock',
    label: t('desktop:menu.lock'),
    accelerator: 'CmdOrCtrl+Shift+L',
    registerAccelerator: false,
    click: actions.lock,
  };
  const about: Item = { id: 'about', label: t('desktop:menu.about'), click: actions.about };

  const app: Item = {
    label: t('desktop:brand'),
    submenu: [
      about,
      line,
      lock,
      line,
      { role: 'services', label: t('desktop:menu.services') },
      line,
      { role: 'hide', label: t('desktop:menu.hide') },
      { role: 'hideOthers', label: t('desktop:menu.hideOthers') },
      { role: 'unhide', label: t('desktop:menu.showAll') },
      line,
      { role: 'quit', label: t('desktop:menu.quit') },
    ],
  };
  const file: Item = {
    label: t('desktop:menu.file'),
    submenu: mac ? [{ role: 'close', label: t('desktop:menu.close') }] : [lock, line, { role: 'quit', label: t('desktop:menu.quit') }],
  };
  const edit: Item = {
    label: t('desktop:menu.edit'),
    submenu: [
      { role: 'undo', label: t('desktop:menu.undo') },
      { role: 'redo', label: t('desktop:menu.redo') },
      line,
      { role: 'cut', label: t('desktop:menu.cut') },
      { role: 'copy', label: t('desktop:menu.copy') },
      { role: 'paste', label: t('desktop:menu.paste') },
      { role: 'pasteAndMatchStyle', label: t('desktop:menu.pastePlain') },
      { role: 'selectAll', label: t('desktop:menu.selectAll') },
    ],
  };
  const view: Item = {
    label: t('desktop:menu.view'),
    submenu: [
      { id: 'reload', label: t('desktop:menu.reload'), accelerator: 'CmdOrCtrl+R', click: actions.reload },
      line,
      { role: 'zoomIn', label: t('desktop:menu.zoomIn') },
      { role: 'zoomOut', label: t('desktop:menu.zoomOut') },
      { role: 'resetZoom', label: t('desktop:menu.zoomReset') },
      line,
      { role: 'togglefullscreen', label: t('desktop:menu.fullscreen') },
      ...(packaged ? [] : [line, { role: 'toggleDevTools', label: t('desktop:menu.devTools') } satisfies Item]),
    ],
  };
  const window: Item = {
    label: t('desktop:menu.window'),
    role: 'window',
    submenu: [
      { role: 'minimize', label: t('desktop:menu.minimize') },
      { role: 'zoom', label: t('desktop:menu.zoom') },
      ...(mac
        ? [line, { role: 'front', label: t('desktop:menu.front') } satisfies Item]
        : [{ role: 'close', label: t('desktop:menu.close') } satisfies Item]),
    ],
  };
  const help: Item = {
    label: t('desktop:menu.help'),
    role: 'help',
    submenu: [{ id: 'data-folder', label: t('desktop:menu.dataFolder'), click: actions.openDataFolder }, ...(mac ? [] : [line, about])],
  };
  return [...(mac ? [app] : []), file, edit, view, window, help];
}
