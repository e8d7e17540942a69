import type { MenuItemConstructorOptions } from 'electron';
import type { Translate } from '#main/base/words.ts';
import { type Scheme, schemes } from '#shared/contract/program.ts';
import type { ShortcutId } from '#shared/rules/key-table.ts';
import { acceleratorsOf } from './accelerators.ts';

export type MenuActions = {
  lock: () => void;
  reload: () => void;
  about: () => void;
  openDataFolder: () => void;
  /** The page shows the settings of this PC. */
  settings: () => void;
  scheme: (scheme: Scheme) => void;
  /** Ends and comes back in safe mode, or out of it. */
  restart: (options: { safeMode: boolean }) => void;
};

export type MenuSetting = {
  platform: NodeJS.Platform;
  packaged: boolean;
  safeMode: boolean;
  scheme: Scheme;
  t: Translate;
  actions: MenuActions;
};

type Item = MenuItemConstructorOptions;

const line: Item = { type: 'separator' };

/**
 * The menu bar by the platform's own order: on macOS the program's menu comes first and holds about, settings and quit, elsewhere
 * they are under File and Help. Roles bring the system's behaviour, our words its language, the one key table the keys. Keys of the
 * desk itself (search, new, go) stand in no menu: a menu key would win over a field that is being typed in.
 */
export function menuTemplate({ platform, packaged, safeMode, scheme, t, actions }: MenuSetting): Item[] {
  const mac = platform === 'darwin';
  const keyed = (id: ShortcutId, item: Item): Item => ({ ...item, accelerator: acceleratorsOf(id, platform)[0] });
  // Other writings of the same key do the same; they are not shown a second time.
  const others = (id: ShortcutId, item: Item): Item[] =>
    acceleratorsOf(id, platform)
      .slice(1)
      .map((accelerator) => ({ ...item, accelerator, visible: false, acceleratorWorksWhenHidden: true }));

  // The page owns this key; it is shown here and acted on there.
  const lock = keyed('lock', { id: 'lock', label: t('desktop:menu.lock'), registerAccelerator: false, click: actions.lock });
  const about: Item = { id: 'about', label: t('desktop:menu.about'), click: actions.about };
  const settings = keyed('program.settings', { id: 'settings', label: t('desktop:menu.settings'), click: actions.settings });
  const quit = keyed('program.quit', { role: 'quit', label: t('desktop:menu.quit') });
  const close = keyed('program.close', { role: 'close', label: t('desktop:menu.close') });
  const zoomIn: Item = { role: 'zoomIn', label: t('desktop:menu.zoomIn') };

  const app: Item = {
    label: t('desktop:brand'),
    submenu: [
      about,
      line,
      settings,
      lock,
      line,
      { role: 'services', label: t('desktop:menu.services') },
      line,
      { role: 'hide', label: t('desktop:menu.hide') },
      { role: 'hideOthers', label: t('desktop:menu.hideOthers') },
      { role: 'unhide', label: t('desktop:menu.showAll') },
      line,
      quit,
    ],
  };
  const file: Item = { label: t('desktop:menu.file'), submenu: mac ? [close] : [settings, lock, line, quit] };
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
      keyed('program.reload', { id: 'reload', label: t('desktop:menu.reload'), click: actions.reload }),
      line,
      keyed('program.zoomIn', zoomIn),
      ...others('program.zoomIn', zoomIn),
      keyed('program.zoomOut', { role: 'zoomOut', label: t('desktop:menu.zoomOut') }),
      keyed('program.zoomReset', { role: 'resetZoom', label: t('desktop:menu.zoomReset') }),
      line,
      {
        id: 'scheme',
        label: t('desktop:menu.scheme'),
        submenu: schemes.map((each) => ({
          id: `scheme-${each}`,
          type: 'radio',
          label: t(`desktop:menu.schemes.${each}`),
          checked: each === scheme,
          click: () => actions.scheme(each),
        })),
      },
      keyed('program.fullscreen', { role: 'togglefullscreen', label: t('desktop:menu.fullscreen') }),
      ...(packaged ? [] : [line, { role: 'toggleDevTools', label: t('desktop:menu.devTools') } satisfies Item]),
    ],
  };
  const window: Item = {
    label: t('desktop:menu.window'),
    role: 'window',
    submenu: [
      keyed('program.minimize', { role: 'minimize', label: t('desktop:menu.minimize') }),
      { role: 'zoom', label: t('desktop:menu.zoom') },
      ...(mac ? [line, { role: 'front', label: t('desktop:menu.front') } satisfies Item] : [close]),
    ],
  };
  const help: Item = {
    label: t('desktop:menu.help'),
    role: 'help',
    submenu: [
      { id: 'data-folder', label: t('desktop:menu.dataFolder'), click: actions.openDataFolder },
      {
        id: 'safe-mode',
        label: t(safeMode ? 'desktop:menu.leaveSafeMode' : 'desktop:menu.safeMode'),
        click: () => actions.restart({ safeMode: !safeMode }),
      },
      ...(mac ? [] : [line, about]),
    ],
  };
  return [...(mac ? [app] : []), file, edit, view, window, help];
}
